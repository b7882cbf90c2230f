from datetime import UTC, datetime, timedelta

import pytest

from graders.spec import When
from portal.assignments import services
from portal.assignments.access import (
    get_assignment,
    get_staffed_assignment,
    visible_assignments,
)
from portal.assignments.models import AssignmentVersion
from portal.assignments.selectors import (
    assignments_of,
    current_overrides,
    current_spec,
    due_dates,
    files_of,
    shown_version,
    shown_versions,
    starter_files,
    titles_of,
)
from portal.courses.models import Role
from portal.lib.errors import ConflictError, InvalidError, NotFoundError, RefusedError
from tests.factories.accounts import NOON, UserFactory
from tests.factories.assignments import load
from tests.factories.courses import CourseFactory, EnrollmentFactory, SessionFactory

pytestmark = pytest.mark.django_db

START = datetime(2026, 10, 28, 1, 30, tzinfo=UTC)  # 27 October, 18:30 there
LATER = START + timedelta(days=100)


@pytest.fixture
def course():
    course = CourseFactory(slug="w251")
    SessionFactory(course=course, unit=1, starts_at=START)
    SessionFactory(course=course, unit=2, starts_at=START + timedelta(days=7, hours=1))
    return course


@pytest.fixture
def assignment(course, tmp_path):
    return load(course, tmp_path / "hw05")


def fresh(assignment):
    return assignments_of(assignment.course).get(pk=assignment.pk)


def override(assignment, field, value, **more):
    more = {"reason": "a holiday", "actor": None, "now": NOON, **more}
    return services.set_override(assignment, field, value, **more)


def test_a_load_makes_a_version_with_its_files(assignment):
    version = assignment.published_version
    assert version.unproven_reason == "for a test"
    assert current_spec(assignment).title == "Train an image classifier"
    assert version.text == "# Train it\n"
    assert [f.path for f in files_of(version, "judge")] == [
        "hidden/make.py",
        "judge.py",
    ]
    assert [f.path for f in starter_files(version)] == [
        "starter/data/train.csv",
        "starter/train.py",
    ]


def test_the_same_folder_again_is_the_same_version(assignment, course, tmp_path):
    load(course, tmp_path / "hw05")
    assert AssignmentVersion.objects.count() == 1


def test_an_unproven_version_waits_and_the_old_one_stays(assignment, course, tmp_path):
    old = assignment.published_version
    again = load(course, tmp_path / "hw05", ("seeds = 3", "seeds = 2"), reason="")

    assert again.published_version == old
    new = again.versions.exclude(pk=old.pk).get()
    with pytest.raises(ConflictError):
        services.publish_version(new, actor=None, now=NOON)
    services.publish_version(new, reason="urgent", actor=None, now=NOON)
    again.refresh_from_db()
    assert again.published_version == new


def test_a_proof_publishes_also_when_it_comes_later(course, tmp_path):
    waiting = load(course, tmp_path / "hw05", reason="")
    assert waiting.published_version is None

    proven = load(course, tmp_path / "hw05", reason="", proof={"version": "x"})
    assert proven.published_version.is_proven


def test_a_folder_put_back_publishes_the_old_version_again(course, tmp_path):
    old = load(course, tmp_path / "hw05").published_version
    load(course, tmp_path / "hw05", ("seeds = 3", "seeds = 2"))
    assert load(course, tmp_path / "hw05").published_version == old
    assert AssignmentVersion.objects.count() == 2


def test_dates_hang_on_sessions_with_summer_time_right(assignment):
    dates = due_dates(fresh(assignment))
    assert dates.release == START
    assert dates.due == START + timedelta(days=6, hours=1)
    assert (dates.late_due, dates.lock) == (None, None)


def test_a_fixed_date_moves_with_the_term_and_an_override_does_not(course, tmp_path):
    due = ('due = { session = 2, offset = "-24h" }', "due = 2022-10-31T23:59:00")
    assignment = load(course, tmp_path / "hw05", due)
    course.shift_days = 7
    course.save()
    assert due_dates(fresh(assignment)).due == datetime(2022, 11, 8, 7, 59, tzinfo=UTC)

    override(assignment, "due", NOON)
    assert due_dates(fresh(assignment)).due == NOON


def test_the_newest_override_wins_until_it_ends(assignment):
    override(assignment, "due", NOON)
    override(assignment, "due", When(session=2))
    override(assignment, "title", "Images")
    assert due_dates(fresh(assignment)).due == START + timedelta(days=7, hours=1)
    assert titles_of([assignment]) == {assignment.pk: "Images"}

    ends = {"reason": "over", "actor": None, "now": NOON}
    services.end_override(fresh(assignment), "due", **ends)
    assert due_dates(fresh(assignment)).due == START + timedelta(days=6, hours=1)
    assert set(current_overrides(fresh(assignment))) == {"title"}
    with pytest.raises(ConflictError):
        services.end_override(fresh(assignment), "due", **ends)


def test_a_load_keeps_overrides(assignment, course, tmp_path):
    override(assignment, "title", "Images")
    again = load(course, tmp_path / "hw05", ("seeds = 3", "seeds = 2"))
    assert current_spec(fresh(again)).title == "Images"


@pytest.mark.parametrize(
    ("field", "value", "more"),
    [
        ("points", "5", {}),
        ("title", " ", {}),
        ("title", NOON, {}),
        ("due", "tomorrow", {}),
        ("due", datetime(2026, 1, 1), {}),
        ("due", When(session=7), {}),
        ("due", NOON, {"reason": " "}),
    ],
)
def test_an_override_without_sense_is_refused(assignment, field, value, more):
    with pytest.raises(InvalidError):
        override(assignment, field, value, **more)


def test_nothing_is_hung_on_a_session_that_is_gone(assignment, course):
    course.sessions.filter(unit=2).update(is_removed=True)
    with pytest.raises(InvalidError, match="no session 2"):
        override(fresh(assignment), "lock", When(session=2))


def test_what_is_shown_of_many_costs_one_query(
    assignment, course, tmp_path, django_assert_num_queries
):
    for slug in ("x", "y"):
        folder, named = tmp_path / slug, ('slug = "hw05"', f'slug = "{slug}"')
        for seeds in ("2", "4"):
            load(course, folder, named, ("seeds = 3", f"seeds = {seeds}"), reason="")
    items = list(assignments_of(course))
    with django_assert_num_queries(1):
        shown = shown_versions(items)
    assert {pk: one.pk for pk, one in shown.items()} == {
        item.pk: shown_version(item).pk for item in items
    }
    wanted, published = due_dates(assignment), fresh(assignment)
    with django_assert_num_queries(0):
        assert all(due_dates(one, shown[one.pk]) == wanted for one in items)
        assert shown_versions([published]).keys() == {assignment.pk}


def test_students_see_what_is_published_and_released(assignment, course, tmp_path):
    hidden = load(course, tmp_path / "x", ('slug = "hw05"', 'slug = "x"'), reason="")
    alice = EnrollmentFactory(course=course).user
    ines = EnrollmentFactory(course=course, role=Role.INSTRUCTOR).user

    assert not visible_assignments(alice, course, now=NOON).exists()
    assert visible_assignments(alice, course, now=LATER).get() == assignment
    assert visible_assignments(ines, course, now=NOON).count() == 2
    assert get_assignment(ines, hidden.public_id, now=NOON) == hidden
    assert get_assignment(alice, assignment.public_id, now=LATER) == assignment
    for public_id, now in [
        (assignment.public_id, NOON),
        (hidden.public_id, LATER),
        ("nonsense", LATER),
    ]:
        with pytest.raises(NotFoundError):
            get_assignment(alice, public_id, now=now)
    with pytest.raises(RefusedError):
        get_staffed_assignment(alice, assignment.public_id, now=LATER)
    assert get_staffed_assignment(ines, assignment.public_id, now=NOON) == assignment


def test_a_stranger_sees_nothing(assignment, course):
    stranger = UserFactory(is_ops=True)
    assert not visible_assignments(stranger, course, now=LATER).exists()
    with pytest.raises(NotFoundError):
        get_assignment(stranger, assignment.public_id, now=LATER)


def test_a_removed_assignment_is_hidden_from_all_and_kept(assignment, course):
    ines = EnrollmentFactory(course=course, role=Role.INSTRUCTOR).user
    services.remove_missing(course, [], actor=None, now=NOON)

    with pytest.raises(NotFoundError):
        get_assignment(ines, assignment.public_id, now=LATER)
    assignment.refresh_from_db()
    assert assignment.is_removed


def test_a_list_costs_the_same_however_long(
    course, tmp_path, django_assert_num_queries
):
    alice = EnrollmentFactory(course=course).user
    for number in range(4):
        slug = ('slug = "hw05"', f'slug = "hw{number}"')
        load(course, tmp_path / str(number), slug)

    with django_assert_num_queries(3):  # whose it is, the published, those shown
        for item in visible_assignments(alice, course, now=LATER):
            due_dates(item)
            current_spec(item)
