"""The five real courses in a browser: from their zip to released final grades.

Hand-ins, and what a runner found of them, come from the class on paper; all that
operator, instructor and student do is a click. A course costs a core some 12 s, so
two of them run always, and all with ASSAY_ALL_COURSES=1.
"""

import csv
import io
import os
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from portal.accounts.models import User
from portal.assignments.selectors import current_spec
from portal.courses.models import Course
from tests.courses.finals import aisys, cmsc35200, eecs182, w251, w255
from tests.courses.finals.handed_in import HandIns, address_of
from tests.courses.finals.school import ROOT
from tests.factories.grading import a_person
from tests.factories.zips import zipped
from tests.journeys.in_class import InClass, rated, ratings, talks
from tests.journeys.looking import browser
from tests.journeys.person import Person

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ALL = (w251, w255, aisys, eecs182, cmsc35200)
COURSES = ALL if os.environ.get("ASSAY_ALL_COURSES") == "1" else (w251, cmsc35200)
LETTERS = {"A": 90, "B": 80, "C": 70, "D": 60, "F": 0}
TEACHER = "teacher@example.edu"
DONE = {"set_to": "Set the grade to", "added": "Add or take off points"}


@pytest.mark.parametrize("table", COURSES, ids=lambda table: table.FOLDER)
def test_a_real_course_goes_from_its_zip_to_released_finals_in_a_browser(
    live_server, transactional_db, browser, monkeypatch, table
):
    operator = Person(browser, live_server, a_person("Olu Adeyemi", is_ops=True))
    bring_in(operator, table)
    course = Course.objects.get()
    school = HandIns(table, course)
    teacher = Person(browser, live_server, User.objects.get(email=TEACHER))
    teacher.go(course.title)
    people(teacher, school)
    letters(teacher)
    extensions(teacher, school)
    school.come()
    klass = InClass(browser, live_server, school, monkeypatch)
    in_class(klass, teacher)
    grades(teacher, school)
    found = finals(teacher)
    for one in table.CLASS:
        row = found[address_of(one)]
        assert float(row["total"]) == pytest.approx(one.total, abs=1e-3), one.name
        assert row["letter"] == letter_of(one.total), one.name
    reads(browser, live_server, table.CLASS[-1], course)
    if table is w251:
        rated(klass)


def in_class(klass, teacher):
    """Papers, registers, ratings and talks, where the course has them."""
    now = timezone.now()
    if klass.school.table is w251:
        by_hand(teacher, klass.school)
        ratings(klass, teacher)
    if klass.school.table is aisys:
        talks(klass, teacher)
    klass.at(now)


def bring_in(operator, table):
    operator.go("New course")
    folder = ROOT / "courses" / table.FOLDER
    operator.choose("course.zip", zipped(folder, top=f"{table.FOLDER}/"))
    operator.fill(reason="Proven on the authors' machine.")
    operator.press("Show what is in it")
    operator.says("Nothing is loaded yet")
    operator.fill(email=TEACHER, name="Teacher")
    operator.press("Load it")
    operator.says("is there:")


def people(teacher, school):
    """A file with a wrong line, the same mended, and more time for whom it is due."""
    roster = school.roster()
    teacher.go("People", "Roster file")
    teacher.choose("class.csv", roster.replace("ada@", "ada at "))
    teacher.press("Show what it would change")
    teacher.says("Line 2: 'ada at example.edu' is not an e-mail address.")
    teacher.choose("class.csv", roster)
    teacher.press("Show what it would change")
    teacher.press("Take it in")
    teacher.says("20 added, 0 changed")
    for one in school.table.CLASS:
        if one.more_time != 1:
            teacher.go("People", one.name)
            teacher.fill(times=str(one.more_time))
            teacher.page.get_by_label("Why").fill("A letter.")
            teacher.press("Give this time")


def letters(teacher):
    """The real courses state none: cut-offs come in a form."""
    teacher.go("People", "Set-up", "Letters")
    teacher.press("More empty rows")
    for at, (letter, least) in enumerate(LETTERS.items()):
        row = {f"letters-{at}-letter": letter, f"letters-{at}-percent": str(least)}
        teacher.fill(**row)
    teacher.press("Save")
    teacher.says("A from 90 %")


def extensions(teacher, school):
    for cell in school.cells():
        work = next((one for one in cell.entry.works if one.extended), None)
        if work is None:
            continue
        until = school.facts[cell.assignment.pk].due + work.extended
        until = until.astimezone(ZoneInfo(school.course.timezone))
        until += timedelta(minutes=1 if until.second else 0)
        teacher.go("Assignments", current_spec(cell.assignment).title, "Dates")
        teacher.fill(email=address_of(cell.student), until=f"{until:%Y-%m-%dT%H:%M}")
        teacher.page.locator("#x-reason").fill("Ill.")
        teacher.press("Give more time")
        teacher.says(f"{cell.student.name} has more time.")


def by_hand(teacher, school):
    """Grade a paper by its rubric, and take a register."""
    first = school.table.CLASS[0]
    school.waits("hw01", first)
    teacher.go("Grading", "Meet the device", first.name)
    teacher.page.get_by_label("Done: the answers").check()
    teacher.press("Save, next s")
    teacher.go("Assignments", "Attendance", "Take registers")
    teacher.page.get_by_role("link", name="Session 1:").click()
    teacher.press("Save, all others present")
    teacher.says("What was written")


def grades(teacher, school):
    """What people gave comes as a file; what was agreed is entered cell by cell."""
    teacher.go("Gradebook", "Export and import")
    teacher.choose("given.csv", school.given())
    teacher.press("Show what would change")
    teacher.fill(reason="As noted in class.")
    teacher.press("Write to ledger")
    teacher.says("written to the ledger")
    for cell in school.cells():
        for word, name in DONE.items():
            points = getattr(cell.entry, word)
            if points is not None:
                enter(teacher.page, cell, name, points)


def enter(page, cell, what, points):
    """Open the cell in the grid and write one line."""
    heads = page.locator("grade-grid thead th").all_inner_texts()
    at = [head.split("\n")[0].strip() for head in heads].index(cell.assignment.slug)
    row = page.locator("grade-grid tbody tr").filter(has_text=cell.student.name)
    row.locator("td").nth(at - 1).click()
    box = page.get_by_role("dialog")
    box.get_by_label("What").select_option(label=what)
    box.get_by_label("Points").fill(str(points))
    box.get_by_label("Reason").fill("As agreed in the office.")
    box.get_by_role("button", name="Write to ledger").click()
    box.wait_for(state="hidden")


def finals(teacher):
    """Release everything and read the registrar's file."""
    teacher.go("Gradebook", "Release all")
    teacher.fill(reason="The term is over.")
    teacher.press("Release all")
    teacher.says("are released.")
    teacher.go("Export and import")
    with teacher.page.expect_download() as coming:
        teacher.page.get_by_label("Download: Final grades, CSV").click()
    text = coming.value.path().read_text("utf-8-sig")
    return {row["email"]: row for row in csv.DictReader(io.StringIO(text))}


def reads(browser, live_server, student, course):
    """The student reads total, letter, and how a grade came about."""
    user = User.objects.get(email=address_of(student))
    person = Person(browser, live_server, user)
    person.go(course.title, "Grades")
    title = person.page.locator("h1").inner_text()
    assert f"{student.total:.1f}\xa0%" in title
    assert title.endswith(f": {letter_of(student.total)}")
    person.page.get_by_text("How the total is made").click()
    person.says("Of the categories:")
    way = person.page.locator("main details").nth(1)
    way.locator("summary").click()
    way.get_by_text("What happened").wait_for()


def letter_of(total):
    return next(name for name, least in LETTERS.items() if total >= least - 1e-9)
