"""All that people said about one submission, in one query."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery

from portal.assessments.models import FIRST, Assessment, Remark, RubricEdition
from portal.lib.listing import fixed, made, whole
from portal.lib.once import once
from portal.marking.models import Plan, RegradeRequest
from portal.submissions.models import Submission


@dataclass(frozen=True)
class Feedback:
    """How it is graded, what the first reader found, what was remarked and asked."""

    plan: Plan
    editions: Mapping[str, Any]  # rubrics as staff changed them, by file
    assessments: Mapping[str, Assessment]  # by check
    remarks: tuple[Remark, ...]  # those that stand, by file and place
    requests: tuple[RegradeRequest, ...]  # newest first


@once
def feedback_on(submission: Submission) -> Feedback:
    """Return what was said, to whomever it may be told; 1 query, once a page."""
    rows = Submission.objects.only("pk").annotate(**fixed(Submission, _said))
    found: Any = rows.get(pk=submission.pk)
    plans = made(Plan, found.all_plans) or [Plan(assignment=submission.assignment)]
    editions = {e.file: e.content for e in made(RubricEdition, found.all_editions)}
    remarks = made(Remark, found.all_remarks)
    requests = made(RegradeRequest, found.all_requests)
    for request in requests:
        request.submission = submission
    return Feedback(
        plan=plans[0],
        editions={f: c for f, c in editions.items() if c is not None},
        assessments={a.check_name: a for a in made(Assessment, found.all_assessments)},
        remarks=tuple(sorted(remarks, key=lambda r: (r.path, r.place, r.pk))),
        requests=tuple(sorted(requests, key=lambda r: (r.opened_at, r.pk))[::-1]),
    )


def _said() -> dict[str, Subquery]:
    here = {"submission": OuterRef("pk")}
    there = {"assignment": OuterRef("assignment")}
    first = Assessment.objects.filter(**here, reading=FIRST)
    standing = Remark.objects.filter(**here, withdrawn_at=None)
    return {
        "all_plans": whole(Plan.objects.filter(**there), "assignment"),
        "all_editions": whole(RubricEdition.objects.filter(**there), "assignment"),
        "all_assessments": whole(first, "submission"),
        "all_remarks": whole(standing, "submission"),
        "all_requests": whole(RegradeRequest.objects.filter(**here), "submission"),
    }
