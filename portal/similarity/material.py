"""What a comparison compares: submissions, whose they are, and the starter's files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.assignments.models import (
    Assignment,
    AssignmentVersion,
    TeamMember,
    VersionFile,
)
from portal.assignments.selectors import starter_files
from portal.courses.access import staffed_courses
from portal.courses.models import Enrollment, Role
from portal.gradebook.selectors import course_table
from portal.lib import store
from portal.similarity.models import Comparison
from portal.submissions.models import Submission, SubmissionFile, SubmissionMember
from portal.submissions.parties import HANDED_IN

MOST = 1500  # submissions of one comparison, the newest first
File = dict[str, str | int]


@dataclass(frozen=True)
class Material:
    """Submissions by their row number, in the order that they are compared in."""

    submissions: Sequence[Submission]
    files: Mapping[int, list[File]]
    people: Mapping[int, set[str]]  # two with one in common are not compared
    earlier: frozenset[int]
    starter: Sequence[File]


def material_of(comparison: Comparison, *, now: datetime) -> Material:
    """Return all that one comparison compares."""
    assignment = comparison.assignment
    wanted = chosen(assignment, now=now)
    earlier: set[int] = set()
    for before in earlier_ones(comparison) if comparison.with_earlier else ():
        earlier |= chosen(before, now=now)
    rows = Submission.objects.filter(HANDED_IN, pk__in=wanted | earlier).order_by(
        "-received_at", "-pk"
    )
    kept = sorted(rows[:MOST], key=lambda one: (one.received_at, one.pk))
    return Material(
        kept,
        _files([one.pk for one in kept]),
        _people(kept),
        frozenset(earlier),
        _starter({one.version_id for one in kept}, assignment),
    )


def chosen(assignment: Assignment, *, now: datetime) -> set[int]:
    """Return the submission of each student that counts, or if none does the newest.

    Also of who left the course: what they handed in may have been copied.
    """
    named: dict[int, list[int]] = {}
    members = SubmissionMember.objects.filter(submission__assignment=assignment)
    for submission, person in members.values_list("submission", "enrollment"):
        named.setdefault(submission, []).append(person)
    rows = Submission.objects.filter(
        HANDED_IN, assignment=assignment, enrollment__role=Role.STUDENT
    ).order_by("received_at", "pk")
    newest = {
        person: pk
        for pk, author in rows.values_list("pk", "enrollment")
        for person in named.get(pk, [author])
    }
    return set({**newest, **_counted(assignment, now=now)}.values())


def _counted(assignment: Assignment, *, now: datetime) -> dict[int, int]:
    """Return the submission that counts in the gradebook, by student."""
    table = course_table(assignment.course, now=now)
    keys = [column.assignment.pk for column in table.columns]
    if assignment.pk not in keys:
        return {}
    place = keys.index(assignment.pk)
    return {
        row.enrollment.pk: counted.submission_id
        for row in table.rows
        if (counted := row.cells[place].counted) is not None
    }


def earlier_ones(comparison: Comparison) -> list[Assignment]:
    """Return the same assignment of other terms that whoever asked is staff of, too."""
    course = comparison.assignment.course
    courses = staffed_courses(comparison.asked_by).filter(slug=course.slug)
    return list(
        Assignment.objects.filter(
            course__in=courses.exclude(pk=course.pk).order_by().values("pk"),
            slug=comparison.assignment.slug,
        ).select_related("course", "published_version")
    )


def _files(submissions: Iterable[int]) -> dict[int, list[File]]:
    found: dict[int, list[File]] = {}
    rows = SubmissionFile.objects.filter(submission__in=list(submissions))
    for row in rows.select_related("artifact").order_by("submission", "path"):
        found.setdefault(row.submission_id, []).append(
            _file(row.path, row.artifact.sha256, row.artifact.size)
        )
    return found


def _people(submissions: Sequence[Submission]) -> dict[int, set[str]]:
    """Return who is behind each: in its team then or now, by account.

    By account, because a person who takes the course again is no copy of themselves.
    """
    teams = {one.team_id for one in submissions if one.team_id is not None}
    found: dict[int, set[str]] = {one.pk: set() for one in submissions}
    users = dict(
        Enrollment.objects.filter(
            pk__in={one.enrollment_id for one in submissions}
        ).values_list("pk", "user")
    )
    named = SubmissionMember.objects.filter(submission__in=list(found))
    for submission, user in named.values_list("submission", "enrollment__user"):
        found[submission].add(f"u{user}")
    mates: dict[int, set[str]] = {}
    places = TeamMember.objects.filter(team__in=teams)
    for team, user in places.values_list("team", "enrollment__user"):
        mates.setdefault(team, set()).add(f"u{user}")
    for one in submissions:
        found[one.pk].add(f"u{users[one.enrollment_id]}")
        if one.team_id is not None:
            found[one.pk] |= mates.get(one.team_id, set()) | {f"t{one.team_id}"}
    return found


def _starter(versions: Iterable[int], assignment: Assignment) -> list[File]:
    """Return every starter that any of them began from, each content once."""
    wanted = AssignmentVersion.objects.filter(pk__in=list(versions))
    listed = [*wanted, *filter(None, [assignment.published_version])]
    rows: dict[str, VersionFile] = {}
    for version in listed:
        rows.update((row.sha256, row) for row in starter_files(version))
    return [_file(row.path, row.sha256, row.size) for row in rows.values()]


def _file(path: str, sha256: str, size: int) -> File:
    return {"path": path, "stored": str(store.path_of(sha256)), "size": size}
