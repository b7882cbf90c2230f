"""What a changed rubric would do to everybody, before it does it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graders.spec import SpecError, rubric_of, rubric_to_json
from portal.assessments.models import FIRST, Assessment
from portal.assessments.selectors import RubricCheck, counts
from portal.assignments.models import Assignment
from portal.lib.errors import InvalidError
from portal.marking.papers import drawn_names, sealed
from portal.marking.selectors.checks import RubricChecks
from portal.marking.selectors.head import head_of
from portal.submissions.models import Submission


@dataclass(frozen=True)
class Effect:
    """What happens to one assessed answer; ``after`` is None where it waits again."""

    paper: Any  # its sealed id
    name: str
    check: str
    before: float | None
    after: float | None

    @property
    def change(self) -> float:
        return (self.after or 0.0) - (self.before or 0.0)


@dataclass(frozen=True)
class Preview:
    """The effects of a change; ``same`` answers keep their points."""

    effects: tuple[Effect, ...]
    same: int
    submissions: tuple[Submission, ...]  # whose score is to be computed anew

    @property
    def up(self) -> int:
        return sum(one.after is not None and one.change > 0 for one in self.effects)

    @property
    def down(self) -> int:
        return sum(one.after is not None and one.change < 0 for one in self.effects)

    @property
    def waiting(self) -> int:
        return sum(one.after is None for one in self.effects)


def read_change(
    raw: Mapping[str, Any], check: RubricCheck, *, file: str
) -> dict[str, Any]:
    """Return the rubric that ``raw`` says, as a version has it, or InvalidError."""
    try:
        return rubric_to_json(rubric_of(raw, file, points=check.points))
    except SpecError as error:
        said = "; ".join(f"{p.key}: {p.message}" for p in error.problems)
        raise InvalidError(f"This is no rubric yet. {said}.") from error


def preview_of(
    assignment: Assignment, file: str, content: dict[str, Any] | None, *, now: datetime
) -> Preview:
    """Return what ``content`` would change; None means what the version's file says.

    The same number of queries for any number of answers.
    """
    assignment, head = head_of(assignment)
    checks, after = RubricChecks(assignment), RubricChecks(assignment, {file: content})
    names = drawn_names(assignment, head.drawn) if head.plan.is_blind else {}
    rows = Assessment.objects.filter(
        submission__assignment=assignment, reading=FIRST, is_done=True
    ).select_related("submission__enrollment__user", "submission__score__job")
    effects, same, touched = [], 0, {}
    for row in rows.order_by("pk"):
        found = _pair(row, file, checks, after)
        if found is None:
            continue
        touched[row.submission_id] = row.submission
        before, later = (_points(check, row) for check in found)
        if before == later:
            same += 1
            continue
        who = row.submission.enrollment
        name = names.get(who.pk) or who.user.name or who.user.email
        paper = sealed(row.submission.public_id, assignment)
        effects.append(Effect(paper, name, found[0].title, before, later))
    return Preview(tuple(effects), same, tuple(touched.values()))


def _pair(
    row: Assessment, file: str, before: RubricChecks, after: RubricChecks
) -> tuple[RubricCheck, RubricCheck] | None:
    """Return the check by the old rubric and by the new, if the file is about it."""
    if not hasattr(row.submission, "score"):
        return None
    one = _named(before.of(row.submission), row.check_name)
    other = _named(after.of(row.submission), row.check_name)
    if one is None or other is None or one.file != file:
        return None
    return one, other


def _named(checks: Iterable[RubricCheck], name: str) -> RubricCheck | None:
    return next((check for check in checks if check.name == name), None)


def _points(check: RubricCheck, row: Assessment) -> float | None:
    if not counts(check, row):
        return None
    return round(check.points * check.score(row).share, 9)
