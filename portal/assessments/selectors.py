"""Reads of rubrics as they hold, of assessments, and of what they come to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from graders.protocol import CheckResult
from graders.scoring import RubricScore, rubric_score
from graders.scoring.rubric import NUMBER
from portal.assessments.models import FIRST, Assessment, Remark, RubricEdition
from portal.assignments.models import Assignment
from portal.submissions.models import Submission

Spec = Mapping[str, Any]  # of graders.spec.spec_to_json
Contents = Mapping[str, Any]  # rubrics as staff changed them, by file


@dataclass(frozen=True)
class RubricCheck:
    """A check that people grade, with the rubric that holds for it."""

    name: str
    title: str
    points: float
    file: str
    rubric: Mapping[str, Any]
    is_edited: bool = False

    @property
    def is_in_file(self) -> bool:
        """Whether the assignment's folder has a rubric for it."""
        return self.file.endswith(".toml")

    def score(self, assessment: Assessment | None) -> RubricScore:
        """Return what an assessment comes to; of none, what nothing chosen does."""
        if assessment is None:
            return rubric_score(self.rubric, {})
        return rubric_score(self.rubric, assessment.chosen, assessment.adjustment)


def editions_of(assignment: Assignment) -> dict[str, Any]:
    """Return the rubrics that staff changed, by file; 1 query."""
    rows = RubricEdition.objects.filter(assignment=assignment).order_by("pk")
    found = dict(rows.values_list("file", "content"))
    return {file: content for file, content in found.items() if content is not None}


def editions_in(assignments: Iterable[Assignment]) -> dict[int, dict[str, Any]]:
    """Return the same of each, by row number; 1 query however many there are."""
    rows = RubricEdition.objects.filter(assignment__in=list(assignments)).order_by("pk")
    found: dict[int, dict[str, Any]] = {}
    for key, file, content in rows.values_list("assignment_id", "file", "content"):
        found.setdefault(key, {})[file] = content
    return {
        key: {file: content for file, content in files.items() if content is not None}
        for key, files in found.items()
    }


def is_graded_by(assignment: Assignment, file: str) -> bool:
    """Say whether people graded by this assignment's rubrics, or changed this one."""
    found = Assessment.objects.filter(submission__assignment=assignment)
    return found.exists() or file in editions_of(assignment)


def rubric_checks(spec: Spec, editions: Contents) -> list[RubricCheck]:
    """Return the checks of ``spec`` that people grade, in its order.

    One that names no rubric has the plainest: its points are typed.
    """
    files = {rubric["file"]: rubric for rubric in spec.get("rubrics") or ()}
    return [
        RubricCheck(
            name=check["name"],
            title=check["title"],
            points=check["points"],
            file=file,
            rubric=editions.get(file) or files.get(file) or _plain(check),
            is_edited=file in editions,
        )
        for check in spec["checks"]
        if (file := _file(check))
    ]


def is_by_people(check: Mapping[str, Any]) -> bool:
    """Say whether people give a check's points; ``check`` as a version has it."""
    return bool(_file(check))


def assessments_of(
    submission: Submission, *, reading: int = FIRST
) -> dict[str, Assessment]:
    """Return what one reader found, by check; 1 query."""
    rows = Assessment.objects.filter(submission=submission, reading=reading)
    return {row.check_name: row for row in rows.select_related("author")}


def found_by_people(submission: Submission, spec: Spec) -> list[CheckResult]:
    """Return check results of what people found and finished.

    Two queries where ``spec`` has a check for people, none where it has not.
    """
    if not any(map(is_by_people, spec["checks"])):
        return []
    checks = rubric_checks(spec, editions_of(submission.assignment))
    return results_of(checks, assessments_of(submission))


def results_of(
    checks: Iterable[RubricCheck], found: Mapping[str, Assessment]
) -> list[CheckResult]:
    """Return the results of assessments that count; no query."""
    results = []
    for check in checks:
        assessment = found.get(check.name)
        if assessment is not None and counts(check, assessment):
            share = check.score(assessment).share
            results.append(CheckResult(check.name, value=share))
    return results


def counts(check: RubricCheck, assessment: Assessment | None) -> bool:
    """Say whether an assessment is done, and whole by the rubric that holds."""
    if assessment is None or not assessment.is_done:
        return False
    return check.score(assessment).is_complete


def remarks_of(submission: Submission) -> QuerySet[Remark]:
    """Return the remarks that stand, by file and place."""
    return submission.remarks.filter(withdrawn_at__isnull=True).select_related("author")


def _file(check: Mapping[str, Any]) -> str:
    """Return the rubric's file; a name no file can have where points are typed."""
    if check.get("rubric"):
        return str(check["rubric"])
    kind = check.get("curve", {}).get("kind")
    return f"points-{check['name']}" if kind == "rubric" else ""


def _plain(check: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rubric of a check without one: its points, as a number.

    A version of before there were rubrics names a file that nobody read: there what
    counts is an adjustment.
    """
    kind = "add" if check.get("rubric") else NUMBER
    criterion = {
        "name": "whole",
        "title": check["title"],
        "points": check["points"],
        "kind": kind,
        "items": [],
        "note": "",
    }
    return {"file": _file(check), "criteria": [criterion], "note": ""}
