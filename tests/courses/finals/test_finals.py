"""Final grades of twenty students a course, worked out by hand."""

import pytest

from tests.courses.finals import aisys, cmsc35200, eecs182, w251, w255
from tests.courses.finals.school import School

COURSES = (w251, w255, aisys, eecs182, cmsc35200)
pytestmark = pytest.mark.django_db
NEAR = 1e-9


def by_folder(course):
    return course.FOLDER


@pytest.mark.parametrize("course", COURSES, ids=by_folder)
def test_the_portal_comes_to_what_was_worked_out_by_hand(course):
    school = School(course.FOLDER, course.COLUMNS, course.CLASS)
    grades = school.grades()
    found = {name: _shown(grade) for name, grade in grades.items()}
    assert found == {one.name: _expected(one) for one in course.CLASS}
    first = next(iter(grades.values()))
    slugs = [category.rules.slug for category in first.categories]
    assert slugs == course.CATEGORIES.split()


@pytest.mark.parametrize("course", COURSES, ids=by_folder)
def test_a_table_has_twenty_different_students_whose_parts_add_up(course):
    assert len({one.name for one in course.CLASS}) == 20
    assert len({one.cells for one in course.CLASS}) == 20
    for one in course.CLASS:
        parts = sum(part for part in one.parts if part is not None)
        assert abs(parts - one.total) < NEAR, one.name


def _shown(grade):
    parts = tuple(
        None if c.percent is None else round(c.weight * c.percent, 6)
        for c in grade.categories
    )
    return parts, round(grade.rounded, 6), grade.letter


def _expected(student):
    parts = tuple(None if part is None else round(part, 6) for part in student.parts)
    return parts, round(student.total, 6), student.letter
