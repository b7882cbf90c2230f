"""What a class on paper hands in at a course that stands, and what staff say of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from types import ModuleType

from graders.protocol import CheckResult
from graders.spec import load_course
from portal.assignments.models import Assignment
from portal.courses.models import Course
from portal.grading.models import GradingJob, Score
from portal.runners.models import Pool
from portal.submissions.models import Submission
from tests.courses.finals.paper import Entry, Student, columns_of, entries_of
from tests.courses.finals.school import ROOT, School
from tests.factories.grading import a_submission, grade
from tests.factories.runners import a_runner


def address_of(student: Student) -> str:
    return f"{student.name.lower()}@example.edu"


@dataclass(frozen=True)
class Cell:
    """One cell of the table, at the course."""

    assignment: Assignment
    student: Student
    entry: Entry
    is_handed_in: bool


class HandIns(School):
    """A school whose staff do everything themselves: only work comes of its own."""

    def __init__(self, table: ModuleType, course: Course) -> None:
        spec = load_course(ROOT / "courses" / table.FOLDER)
        self.table, self.course = table, course
        self.caps = {cap.assignment: cap.check for cap in spec.caps}
        self.pool = Pool.objects.create(name=f"paper-{spec.slug}")
        by_slug = {item.slug: item for item in course.assignments.all()}
        self.columns = [by_slug[slug] for slug in columns_of(table.COLUMNS)]
        self.rows: tuple[list, list, list] = ([], [], [])

    def come(self) -> None:
        """Keep all submissions with their scores, as if runners had reported them."""
        people = {one.user.email: one for one in self.course.enrollments.all()}
        for cell in self.cells():
            works = cell.entry.works if cell.is_handed_in else ()
            who = people[address_of(cell.student)]
            for number, work in enumerate(works, start=1):
                self._hand_in(cell.assignment, who, work, number)
        for model, rows in zip((Submission, GradingJob, Score), self.rows, strict=True):
            model.objects.bulk_create(rows)

    def cells(self) -> Iterator[Cell]:
        """Yield every cell of the table, row by row."""
        for student in self.table.CLASS:
            for one, entry in zip(self.columns, entries_of(student), strict=True):
                yield Cell(one, student, entry, self.facts[one.pk].is_handed_in)

    def waits(self, slug: str, student: Student) -> None:
        """Hand in once more; what programs look at is well, a person's part waits."""
        assignment = next(one for one in self.columns if one.slug == slug)
        who = self.course.enrollments.get(user__email=address_of(student))
        at = self.facts[assignment.pk].due - timedelta(minutes=1)
        checks = assignment.published_version.spec["checks"]
        found = [CheckResult(one["name"], True) for one in checks if not one["rubric"]]
        work = a_submission(assignment, who, now=at)
        grade(work, a_runner(seen_at=at), checks=tuple(found), now=at)

    def given(self) -> str:
        """Return as a CSV file what people gave, and who is excused."""
        slugs = [column.slug for column in self.columns]
        rows = {address_of(one): dict.fromkeys(slugs, "") for one in self.table.CLASS}
        for cell in self.cells():
            rows[address_of(cell.student)][cell.assignment.slug] = _said(cell)
        lines = [[email, *row.values()] for email, row in rows.items()]
        return "\n".join(",".join(line) for line in [["Email", *slugs], *lines])

    def roster(self) -> str:
        """Return the registrar's file of the class."""
        lines = [f"{address_of(one)},{one.name},student" for one in self.table.CLASS]
        return "\n".join(["email,name,role", *lines])

    def _extend(self, assignment, enrollment, until) -> None:
        """Staff do so themselves."""

    def _keep(self, submission: Submission, job: GradingJob, score: Score) -> None:
        for rows, row in zip(self.rows, (submission, job, score), strict=True):
            rows.append(row)


def _said(cell: Cell) -> str:
    entry = cell.entry
    if entry.is_excused:
        return "EX"
    return "" if cell.is_handed_in or not entry.works else f"{entry.works[0].points:g}"
