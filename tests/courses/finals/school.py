"""Puts a class on paper into a real course, and asks the portal for its grades."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from graders.spec import CourseSpec, load_course
from portal.accounts.services import create_person
from portal.assignments.models import Assignment
from portal.assignments.selectors import current_spec, due_dates
from portal.assignments.services import give_extension, sync_assignment
from portal.courses.models import Course, Enrollment, Role
from portal.courses.services import enroll, set_time_multiplier, sync_course
from portal.gradebook import selectors
from portal.gradebook.services import adjust, enter_override, excuse, sync_categories
from portal.grading.models import GradingJob, Score
from portal.grading.states import JobState
from portal.meetings.services import sync_slots
from portal.runners.models import Pool
from portal.submissions.models import Charge, Submission
from tests.courses.finals.paper import Entry, Handed, Student, columns_of, entries_of

ROOT = Path(__file__).resolve().parents[3]
EARLY = timedelta(hours=5)  # before the due date


def first_day(spec: CourseSpec) -> datetime:
    first = min(session.starts for session in spec.sessions)
    return datetime.fromisoformat(f"{first.date()}T00:00:00+00:00")


def loaded(spec: CourseSpec, *, only: list[str] | None = None) -> Course:
    """Return the course as a load makes it, without its files' bytes."""
    now = first_day(spec)
    course = sync_course(spec, actor=None, now=now).course
    sync_categories(course, spec, actor=None, now=now)
    for number, item in enumerate(spec.assignments):
        if only is None or item.slug in only:
            change = sync_assignment(
                course,
                item,
                position=number,
                unproven_reason="A test.",
                actor=None,
                now=now,
            )
            sync_slots(change.assignment, actor=None, now=now)
    return course


@dataclass(frozen=True)
class Facts:
    """An assignment, as far as a class on paper needs to know it."""

    is_handed_in: bool
    due: datetime | None


class School:
    """One real course with the students of a table in it."""

    def __init__(self, folder: str, columns: str, students: list[Student]) -> None:
        spec = load_course(ROOT / "courses" / folder)
        self.begins = first_day(spec)
        self.ends = self.begins + timedelta(days=200)
        slugs = columns_of(columns)
        self.course = loaded(spec, only=slugs)
        by_slug = {item.slug: item for item in self.course.assignments.all()}
        self.columns = [by_slug[slug] for slug in slugs]
        self.caps = {cap.assignment: cap.check for cap in spec.caps}
        self.pool = Pool.objects.create(name="paper")
        self.teacher = self._person("Teacher", Role.INSTRUCTOR).user
        for student in students:
            self._seat(student)

    @cached_property
    def facts(self) -> dict[int, Facts]:
        """Return of each column what a hand-in depends on; asked once."""
        return {
            one.pk: Facts(current_spec(one).is_handed_in, due_dates(one).due)
            for one in self.columns
        }

    def grades(self):
        """Return each student's grade of the course at the end of the term, by name."""
        table = selectors.course_table(self.course, now=self.ends)
        return {row.enrollment.user.name: row.grade for row in table.rows}

    def _person(self, name: str, role: str) -> Enrollment:
        email = f"{name.lower()}@example.edu"
        person = create_person(email, name=name, actor=None, now=self.begins)
        return enroll(self.course, person, role=role, actor=None, now=self.begins)

    def _seat(self, student: Student) -> None:
        enrollment = self._person(student.name, Role.STUDENT)
        if student.more_time != 1:
            self._give_time(enrollment, student.more_time)
        entries = entries_of(student)
        for assignment, entry in zip(self.columns, entries, strict=True):
            self._fill(assignment, enrollment, entry)

    def _fill(
        self, assignment: Assignment, enrollment: Enrollment, entry: Entry
    ) -> None:
        where = (assignment, enrollment)
        who = {"reason": "As agreed.", "actor": self.teacher, "now": self.ends}
        if self.facts[assignment.pk].is_handed_in:
            for number, work in enumerate(entry.works, start=1):
                self._hand_in(*where, work, number)
        elif entry.works:
            enter_override(*where, points=entry.works[0].points, **who)
        if entry.set_to is not None:
            enter_override(*where, points=entry.set_to, **who)
        if entry.added is not None:
            adjust(*where, points=entry.added, **who)
        if entry.is_excused:
            excuse(*where, **who)

    def _hand_in(
        self,
        assignment: Assignment,
        enrollment: Enrollment,
        work: Handed,
        number: int,
    ) -> None:
        due = self.facts[assignment.pk].due
        at = due + work.late if work.late else due - EARLY + timedelta(minutes=number)
        if work.extended:
            self._extend(assignment, enrollment, due + work.extended)
        self._score(assignment, enrollment, work, number, at, is_late=at > due)

    def _give_time(self, enrollment: Enrollment, times: float) -> None:
        set_time_multiplier(
            enrollment,
            multiplier=times,
            reason="A letter.",
            actor=self.teacher,
            now=self.begins,
        )

    def _extend(
        self, assignment: Assignment, enrollment: Enrollment, until: datetime
    ) -> None:
        who = {"reason": "Ill.", "actor": self.teacher, "now": until}
        give_extension(assignment, enrollment, until=until, **who)

    def _score(self, assignment, enrollment, work, number, at, *, is_late) -> None:
        """Keep a submission with its score, as if a runner had reported it."""
        version = assignment.published_version
        submission = Submission(
            assignment=assignment,
            version=version,
            enrollment=enrollment,
            author=enrollment.user,
            number=number,
            digest="d" * 64,
            size=1,
            received_at=at,
            is_late=is_late,
            charge=Charge.CHARGED,
            source="web",
        )
        job = GradingJob(
            submission=submission,
            version=version,
            state=JobState.DONE,
            outcome="graded",
            pool=self.pool,
            created_at=at,
            finished_at=at,
        )
        check = self.caps.get(assignment.slug, "all")
        line = {
            "name": check,
            "title": check,
            "points": work.points,
            "max_points": version.spec["points"],
            "state": "gate_failed" if work.has_failed else "passed",
        }
        score = Score(
            submission=submission,
            job=job,
            points=work.points,
            max_points=version.spec["points"],
            lines=[line],
            computed_at=at,
        )
        self._keep(submission, job, score)

    def _keep(self, submission: Submission, job: GradingJob, score: Score) -> None:
        for row in (submission, job, score):
            row.save()
