"""What is written out of the portal is the course that was loaded."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from graders.spec import load_course
from portal.assignments.models import AssignmentVersion
from portal.courses.access import may_make_courses
from portal.courses.models import Course
from portal.setup.changing import folder_of, left_out, zip_of
from portal.setup.folder import Wishes, load
from portal.setup.zips import laid_out
from tests.factories.accounts import NOON, UserFactory
from tests.factories.zips import kept

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3] / "courses"
FOLDERS = ["w251", "w255", "ai-sys-sp19", "eecs182-fa22", "cmsc35200"]


def bare(spec):
    """Return a course's spec without where its files lie."""
    items = tuple(replace(one, folder=Path()) for one in spec.assignments)
    return replace(spec, folder=Path(), assignments=items)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_real_course_comes_out_as_it_went_in_and_loads_without_a_change(folder):
    spec = load_course(ROOT / folder)
    course = load(ROOT / folder, Wishes(unproven_reason="A test."), now=NOON).course
    with folder_of(course.course) as written:
        assert bare(load_course(written)) == bare(spec)
        again = load(written, Wishes(only=course.course), now=NOON)
    assert again.course.changes == () and again.categories == ()
    assert {change.word for change in again.changes} == {"unchanged"}
    assert AssignmentVersion.objects.count() == len(spec.assignments)


def test_a_term_that_was_moved_is_written_with_the_dates_of_its_folder():
    wishes = Wishes(start=date(2026, 9, 1), unproven_reason="A test.")
    course = load(ROOT / "w255", wishes, now=NOON).course.course
    assert course.shift_days
    with folder_of(course) as written:
        assert bare(load_course(written)) == bare(load_course(ROOT / "w255"))
        assert load(written, Wishes(only=course), now=NOON).course.changes == ()


def test_the_zip_of_a_course_is_one_that_can_be_taken_in(tmp_path):
    load(ROOT / "w255", Wishes(), now=NOON)
    course = Course.objects.get()
    with laid_out(kept(zip_of(course, now=NOON))) as folder:
        assert bare(load_course(folder)) == bare(load_course(ROOT / "w255"))
    call_command("course", "export", "w255:2022 Fall", "--out", str(tmp_path / "out"))
    assert bare(load_course(tmp_path / "out")) == bare(load_course(ROOT / "w255"))


def test_an_assignment_that_is_left_out_is_hidden_and_kept():
    course = load(ROOT / "cmsc35200", Wishes(), now=NOON).course.course
    with folder_of(course) as folder:
        left_out("participation")(folder)
        loaded = load(folder, Wishes(only=course), now=NOON)
    assert [one.slug for one in loaded.removed] == ["participation"]
    assert course.assignments.filter(slug="participation", is_removed=True).exists()


def test_leave_to_make_courses_is_given_and_taken_by_command():
    ines = UserFactory()
    for verb, may in (("allow", True), ("allow", True), ("disallow", False)):
        call_command("course", verb, ines.email)
        assert may_make_courses(ines) is may
