"""The checks behind what counts for a student, as far as the viewer may know them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Coalesce

from portal.assignments.models import Assignment
from portal.courses.models import Enrollment
from portal.gradebook.policy.trail import Step
from portal.gradebook.selectors.cells import Sheet
from portal.gradebook.selectors.table import Row
from portal.gradebook.selectors.work import dates_of
from portal.grading.selectors import scored_work
from portal.grading.visibility import Moment, has_points, narrowed
from portal.submissions.models import Submission

Told = Sequence[Mapping[str, Any]]  # a score's lines, or a version's checks


def check_steps(
    row: Row, sheet: Sheet, only: Assignment | None, *, is_staff: bool, now: datetime
) -> Mapping[int, list[Step]]:
    """Return a step for each check of what counts; 1 query, none where nothing does.

    Of one assignment ``scored_work`` has it, which its page reads anyway.
    """
    due = {
        cell.counted.submission_id: dates_of(column, row.enrollment, sheet.given).due
        for column, cell in zip(sheet.columns, row.cells, strict=True)
        if cell.counted is not None and only in (None, column.assignment)
    }
    found = {}
    for key, lines, checks in _told(list(due), row.enrollment, only):
        at = due[key]
        moment = Moment(is_staff, at is not None and now >= at, is_published=True)
        found[key] = list(_steps(lines, checks, moment))
    return found


def _told(
    keys: Sequence[int], enrollment: Enrollment, only: Assignment | None
) -> Iterable[tuple[int, Told, Told]]:
    """Return the lines of each score, and the checks that it is read by."""
    if only is not None and keys:
        return [
            (one.pk, one.score.lines, one.score.job.curves_version.spec["checks"])
            for one in scored_work(enrollment, only)
            if one.pk in keys
        ]
    # A version says much more than its checks: the rest stays where it is.
    checks = Coalesce(
        KeyTransform("checks", "score__job__scored_under__spec"),
        KeyTransform("checks", "score__job__version__spec"),
    )
    rows = Submission.objects.filter(pk__in=keys)
    return rows.values_list("pk", "score__lines", checks)


def _steps(lines: Told, checks: Told, moment: Moment) -> Iterable[Step]:
    seen = narrowed(checks, lines)
    known = {check["name"] for check in seen if has_points(check, moment)}
    for line in lines:
        if not line["max_points"] and not line["points"]:
            continue  # a gate
        if line["state"] == "with_staff":
            yield Step("check", f"{line['title']}: waits for a person")
        elif line["name"] in known:
            yield Step("check", line["title"], line["points"])
        else:
            yield Step("check", f"{line['title']}: shown later")
