"""Five real courses from an empty site to released final grades, by files and commands.

Hand-ins and what a runner found of them come from the class on paper; all that staff
do is a command.
"""

import csv
import io

import pytest
from django.core.management import call_command

from graders.spec import load_course
from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.assignments.selectors import current_spec
from portal.courses.models import Course
from portal.gradebook.selectors import head_of
from portal.grading.models import Score
from portal.runners.models import Pool
from tests.courses.finals import aisys, cmsc35200, eecs182, in_class, w251, w255
from tests.courses.finals.paper import columns_of
from tests.courses.finals.school import ROOT, School, first_day

COURSES = (w251, w255, aisys, eecs182, cmsc35200)
TEACHER = "teacher@example.edu"
pytestmark = pytest.mark.django_db


def say(*words):
    """Call ``manage.py`` with these words; return what it printed."""
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def few(course):
    """Return some of the class: its first four, and whoever has more time."""
    return [*course.CLASS[:4], *(one for one in course.CLASS if one.more_time != 1)]


class Office(School):
    """A school without a browser: whatever its staff do is a command."""

    def __init__(self, course, folder):
        path = ROOT / "courses" / course.FOLDER
        spec = load_course(path)
        self.key, self.folder = f"{spec.slug}:{spec.term}", folder
        self.begins = first_day(spec)
        self.caps = {cap.assignment: cap.check for cap in spec.caps}
        say("course", "load", str(path), "--unproven", "A test.")
        self.course = Course.objects.get()
        by_slug = {item.slug: item for item in self.course.assignments.all()}
        self.columns = [by_slug[slug] for slug in columns_of(course.COLUMNS)]
        self.pool = Pool.objects.create(name="paper")
        self.points: dict[str, dict[str, float]] = {}
        self.papers: dict[Assignment, dict[str, float]] = {}
        self.entered: list[list[str]] = []
        self._enroll(few(course))
        self.teacher = User.objects.get(email=TEACHER)
        for student in few(course):
            self._seat(student)
        self._take_in()

    def say(self, *words):
        """Say it to ``manage.py``."""
        return say(*words)

    def email(self, student):
        """Return a student's address."""
        return email_of(student.name)

    def file(self, name, rows):
        """Write rows as a CSV file; return where it lies."""
        head = list(dict.fromkeys(column for row in rows for column in row))
        path = self.folder / name
        with path.open("w", newline="") as out:
            writer = csv.DictWriter(out, head, restval="")
            writer.writeheader()
            writer.writerows(rows)
        return str(path)

    def by(self, reason):
        return ["--course", self.key, "--reason", reason, "--by", TEACHER]

    def finals(self):
        """Release everything and return the file of final grades, by e-mail."""
        say("grades", "release", "--all", *self.by("The end of the term."))
        return exported(self.key, self.folder)

    def _enroll(self, students):
        lines = ["email;name;role", f"{TEACHER};Teacher;instructor"]
        lines += [f"{email_of(one.name)};{one.name};student" for one in students]
        file = self.folder / "roster.csv"
        file.write_text("\r\n".join(lines), "utf-8-sig")
        course = ["--course", self.key]
        assert f"{len(students) + 1} added" in say(
            "roster", "import", str(file), *course
        )
        say("roster", "import", str(file), *course, "--yes")

    def _person(self, name, role):
        return self.course.enrollments.get(user__email=email_of(name))

    def _give_time(self, enrollment, times):
        more = ["--times", str(times), *self.by("A letter.")]
        say("roster", "time", enrollment.user.email, *more)

    def _extend(self, assignment, enrollment, until):
        to = ["--student", enrollment.user.email, "--until", until.isoformat()]
        say("extension", "give", assignment.slug, *to, *self.by("Ill."))

    def _fill(self, assignment, enrollment, entry):
        email = enrollment.user.email
        is_handed_in = current_spec(assignment).is_handed_in
        if entry.works and in_class.is_on_paper(assignment):
            self.papers.setdefault(assignment, {})[email] = entry.works[0].points
        elif entry.works and not is_handed_in:
            grades = self.points.setdefault(email, {})
            grades[assignment.slug] = entry.works[0].points
        for number, work in enumerate(entry.works if is_handed_in else (), start=1):
            self._hand_in(assignment, enrollment, work, number)
        said = {"--points": entry.set_to, "--add": entry.added}
        words = [[f"{word}={n}"] for word, n in said.items() if n is not None]
        words += [["--excuse"]] if entry.is_excused else []
        self.entered += [[assignment.slug, email, *word] for word in words]

    def _take_in(self):
        """What people gave comes as a file first, then what was entered one by one."""
        slugs = sorted({slug for row in self.points.values() for slug in row})
        if slugs:
            rows = [{"email": email, **row} for email, row in self.points.items()]
            file = self.file("grades.csv", rows)
            assert "say --yes" in say("grades", "import", file, *self.by("Given."))
            say("grades", "import", file, "--yes", *self.by("Given."))
        for assignment, points in self.papers.items():
            in_class.papers(self, assignment, points)
        for words in self.entered:
            say("grades", "enter", *words, *self.by("As agreed."))


def exported(key, folder):
    """Return the file of final grades, by e-mail."""
    out = folder / "finals.csv"
    say("grades", "export", "finals", "--course", key, "--out", str(out))
    rows = csv.DictReader(io.StringIO(out.read_text("utf-8-sig")))
    return {row["email"]: row for row in rows}


def email_of(name):
    return f"{name.lower()}@example.edu"


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.FOLDER)
def test_a_course_goes_from_nothing_to_released_finals_by_command(course, tmp_path):
    office = Office(course, tmp_path)
    if course is w251:
        in_class.registers(office, few(course))
        in_class.ratings(office, few(course))
    if course is aisys:
        in_class.slots(office, few(course))
    finals = office.finals()
    for one in few(course):
        found = finals[email_of(one.name)]
        assert float(found["total"]) == pytest.approx(one.total, abs=1e-3), one.name
        assert found["letter"] == one.letter, one.name
    assert all(column.is_released for column in head_of(office.course).columns)


def test_a_made_up_class_goes_from_nothing_to_finals_by_command(tmp_path):
    path = ROOT / "courses" / cmsc35200.FOLDER
    spec = load_course(path)
    key = f"{spec.slug}:{spec.term}"
    say("course", "load", str(path), "--unproven", "A test.")
    say("simulate", key, "--students", "3")
    finals = exported(key, tmp_path)
    assert len(finals) == 3 and all(row["total"] for row in finals.values())
    Score.objects.update(points=0)
    assert exported(key, tmp_path) != finals
    say("grades", "rebuild")
    assert exported(key, tmp_path) == finals
