"""The gradebook's table and the ledger behind it."""

from datetime import timedelta
from pathlib import Path

import pytest

from graders.spec.model import CategorySpec, CourseSpec
from portal.assignments.services import end_override, set_override
from portal.courses.models import Role
from portal.gradebook import selectors, services
from portal.gradebook.models import Category, LedgerEntry
from portal.lib.errors import ConflictError, InvalidError, NotFoundError
from tests.factories.grading import (
    DUE,
    NOON,
    a_course,
    a_submission,
    an_assignment,
    an_enrollment,
    grade,
)
from tests.factories.runners import a_runner

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
WHY = {"reason": "Our fault.", "now": NOON}


@pytest.fixture
def course():
    late = [{"rule": "zero", "grace_minutes": 0, "options": {}}]
    return a_course("w251", policy={"late": late})


@pytest.fixture
def tara(course):
    return an_enrollment(course, "Tara", Role.INSTRUCTOR).user


@pytest.fixture
def alice(course):
    return an_enrollment(course, "Alice")


@pytest.fixture
def assignment(course):
    Category.objects.create(course=course, slug="homework", title="H", weight=40)
    return an_assignment(course)


def cell_of(course, row=0, column=0):
    return selectors.course_table(course).rows[row].cells[column]


def test_the_counting_submission_is_in_the_cell(course, assignment, alice, tara):
    runner = a_runner()
    grade(a_submission(assignment, alice), runner)
    best = a_submission(assignment, alice)
    grade(best, runner)
    late = a_submission(assignment, alice, now=DUE + HOUR, is_late=True)
    grade(late, runner)
    table = selectors.course_table(course)
    assert [column.title for column in table.columns] == ["Homework 5"]
    assert [row.enrollment for row in table.rows] == [alice]  # staff are no rows
    cell = table.rows[0].cells[0]
    assert (cell.grade.points, cell.number, cell.is_late) == (10.0, 1, False)
    assert table.rows[0].total == 100.0
    assert selectors.counting_submission(alice, assignment).number == 1


def test_late_work_is_worth_nothing_where_the_rule_is_zero(course, assignment, alice):
    late = a_submission(assignment, alice, now=DUE + HOUR, is_late=True)
    grade(late, a_runner())
    cell = cell_of(course)
    assert (cell.grade.points, cell.is_late) == (0.0, True)


def test_nothing_handed_in_is_nothing_not_zero(course, assignment, alice):
    cell = cell_of(course)
    assert (cell.grade.points, cell.submission) == (None, None)
    assert selectors.course_table(course).rows[0].total is None
    assert selectors.counting_submission(alice, assignment) is None


def test_the_ledger_changes_the_cell_and_undoing_restores_it(
    course, assignment, alice, tara
):
    grade(a_submission(assignment, alice), a_runner())
    entry = services.enter_override(assignment, alice, points=3, actor=tara, **WHY)
    cell = cell_of(course)
    assert (cell.grade.points, cell.score, cell.grade.reason) == (
        3,
        10.0,
        WHY["reason"],
    )
    services.undo(entry, actor=tara, **WHY)
    assert cell_of(course).grade.points == 10.0
    with pytest.raises(ConflictError):
        services.undo(entry, actor=tara, **WHY)
    services.adjust(assignment, alice, points=-1.5, actor=tara, **WHY)
    assert cell_of(course).grade.points == 8.5
    services.excuse(assignment, alice, actor=tara, **WHY)
    assert cell_of(course).grade.is_excused
    services.comment(assignment, alice, text="See me.", actor=tara, now=NOON)
    assert cell_of(course).grade.comments == ("See me.",)
    lines = selectors.ledger_of(assignment, alice)
    assert [line.kind for line in lines] == [
        *("override", "undo", "adjustment", "excuse", "comment"),
    ]


def test_a_release_shows_everybody_s_grade_or_one_s(course, assignment, alice, tara):
    bob = an_enrollment(course, "Bob")
    assert not selectors.is_released(assignment, alice)
    services.release(assignment, enrollment=alice, actor=tara, **WHY)
    assert selectors.is_released(assignment, alice)
    assert not selectors.is_released(assignment, bob)
    services.release(assignment, actor=tara, **WHY)
    assert selectors.is_released(assignment, bob)
    assert selectors.course_table(course).columns[0].is_released


def test_only_staff_of_the_course_write_and_say_why(course, assignment, alice):
    with pytest.raises(NotFoundError):
        services.excuse(assignment, alice, actor=alice.user, **WHY)
    tara = an_enrollment(course, role=Role.GRADER).user
    with pytest.raises(InvalidError):
        services.excuse(assignment, alice, actor=tara, reason="  ", now=NOON)
    with pytest.raises(InvalidError):
        services.enter_override(
            assignment, alice, points=float("nan"), actor=tara, **WHY
        )
    with pytest.raises(InvalidError):
        services.adjust(assignment, alice, points=float("inf"), actor=tara, **WHY)
    stranger = an_enrollment(a_course())
    with pytest.raises(NotFoundError):
        services.excuse(assignment, stranger, actor=tara, **WHY)
    assert not LedgerEntry.objects.exists()


def test_no_code_changes_or_removes_a_line():
    """The ledger is append-only: its services only ever create."""
    folder = Path(services.__file__).parents[2]
    writes = ("update(", "delete(", "save(", "bulk_update(", "update_or_create(")
    for path in folder.rglob("*.py"):
        for line in path.read_text().splitlines():
            if "LedgerEntry.objects" in line or "ledger." in line:
                assert not any(write in line for write in writes), (path, line)


@pytest.mark.parametrize("count", [10, 60])
def test_the_table_takes_five_queries_at_any_size(
    course, assignment, tara, count, django_assert_num_queries
):
    an_assignment(course, slug="hw06")
    for _ in range(count):
        student = an_enrollment(course)
        a_submission(assignment, student)
        services.excuse(assignment, student, actor=tara, **WHY)
    with django_assert_num_queries(5):
        table = selectors.course_table(course)
        assert [row.enrollment.user.name for row in table.rows]
    assert len(table.rows) == count


def test_one_student_s_row_alone(course, assignment, alice):
    an_enrollment(course, "Bob")
    grade(a_submission(assignment, alice), a_runner())
    table = selectors.course_table(course, only=alice)
    assert [row.enrollment for row in table.rows] == [alice]
    assert table.rows[0].cells[0].grade.points == 10.0


def spec_with(*categories):
    return CourseSpec(
        slug="w251",
        term="2026 Fall",
        title="Deep Learning",
        timezone="UTC",
        sessions=(),
        categories=categories,
        late=(),
        final_scale="absolute",
        assignments=(),
        folder=Path(),
    )


def test_categories_follow_the_file_and_say_what_changed(course):
    def sync(*categories):
        spec = spec_with(*categories)
        return services.sync_categories(course, spec, actor=None, now=NOON)

    homework = CategorySpec("homework", "Homework", 40.0)
    labs = CategorySpec("labs", "", 60.0)
    assert sync(homework, labs) == ["new category homework", "new category labs"]
    assert sync(homework, labs) == []
    assert sync(CategorySpec("homework", "Homework", 100.0, "points")) == [
        "changed category homework",
        "removed category labs",
    ]
    assert Category.objects.get().weight == 100.0


def test_the_newest_of_what_staff_changed_heads_the_column_until_it_ends(
    course, assignment, tara
):
    for title in ("First", "Second"):
        set_override(assignment, "title", title, reason="A typo.", actor=tara, now=NOON)
    assert selectors.head_of(course).columns[0].title == "Second"
    end_override(assignment, "title", reason="Not so.", actor=tara, now=NOON)
    (column,) = selectors.head_of(course).columns
    assert column.title not in ("First", "Second")
