from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from graders.spec import SpecError, load_course
from portal.audit.selectors import events_of
from portal.courses.access import (
    get_course,
    get_staffed_course,
    is_staff_of,
    role_in,
    staffed_courses,
    visible_courses,
    visible_enrollments,
)
from portal.courses.models import Role
from portal.courses.selectors import meetings, session_starts
from portal.courses.services import drop, enroll, sync_course
from portal.lib.errors import InvalidError, NotFoundError, RefusedError
from tests.factories.accounts import NOON, UserFactory
from tests.factories.courses import CourseFactory, EnrollmentFactory
from tests.factories.folders import write_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    return write_course(tmp_path / "w251")


def sync(folder, **more):
    return sync_course(load_course(folder), actor=None, now=NOON, **more)


def test_a_folder_becomes_a_course(folder):
    change = sync(folder)

    course = change.course
    assert change.is_new
    assert (course.slug, course.term, course.shift_days) == ("w251", "2022 Fall", 0)
    assert course.policy["late"] == [
        {"rule": "zero", "grace_minutes": 0, "options": {}}
    ]
    assert course.policy["final"]["letters"] == {"A": 93, "B": 83}
    # 18:30 in Los Angeles, in summer time and after it.
    assert session_starts(course) == {
        1: datetime(2022, 8, 31, 1, 30, tzinfo=UTC),
        2: datetime(2022, 11, 9, 2, 30, tzinfo=UTC),
    }


def test_the_same_folder_again_changes_nothing(folder):
    sync(folder)
    change = sync(folder)
    assert (change.is_new, change.changes) == (False, ())
    assert events_of(change.course).count() == 1


def test_a_start_moves_the_whole_term_and_holds_until_the_next(folder):
    sync(folder)
    course = sync(folder, start=date(2026, 10, 20)).course

    zone = ZoneInfo("America/Los_Angeles")
    starts = [at.astimezone(zone) for at in session_starts(course).values()]
    assert [at.isoformat() for at in starts] == [
        "2026-10-20T18:30:00-07:00",
        "2026-12-29T18:30:00-08:00",
    ]
    assert sync(folder).changes == ()
    assert sync(folder, start=date(2022, 8, 30)).course.shift_days == 0


def test_a_course_without_sessions_cannot_be_moved(tmp_path):
    folder = write_course(tmp_path / "c")
    text = (folder / "course.toml").read_text()
    head, _, rest = text.partition("[[sessions]]")
    categories = rest[rest.index("[[categories]]") :]
    (folder / "course.toml").write_text(head + categories)
    toml = folder / "hw05-image-classifier" / "assignment.toml"
    lines = toml.read_text().splitlines()
    toml.write_text("\n".join(line for line in lines if "session" not in line))

    sync(folder)
    with pytest.raises(InvalidError):
        sync(folder, start=date(2026, 1, 1))


def test_a_session_gone_from_the_folder_is_hidden_and_still_anchors(folder):
    course = sync(folder).course
    course.sessions.create(unit=9, starts_at=NOON)

    change = sync(folder)

    assert change.changes == ("session 9 removed",)
    assert [session.unit for session in meetings(course)] == [1, 2]
    assert 9 in session_starts(course)


def test_a_session_gone_from_the_folder_moves_with_the_term(folder):
    course = sync(folder).course
    course.sessions.create(unit=9, starts_at=NOON)
    sync(folder)
    assert session_starts(course)[9] == NOON
    sync(folder, start=date(2022, 9, 6))  # a week later
    assert session_starts(course)[9] == NOON + timedelta(days=7)
    sync(folder)
    assert session_starts(course)[9] == NOON + timedelta(days=7)


def test_a_folder_may_say_when_a_new_course_begins(folder):
    text = (folder / "course.toml").read_text()
    about = text.replace("timezone", "start = 2022-09-06\ntimezone", 1)
    (folder / "course.toml").write_text(about)
    assert sync(folder).course.shift_days == 7
    (folder / "course.toml").write_text(about.replace("09-06", "09-13"))
    assert sync(folder).course.shift_days == 7  # one that is here stays
    (folder / "course.toml").write_text(about.replace("2022-09-06", '"soon"'))
    with pytest.raises(SpecError, match="must be a day such as"):
        sync(folder)


def test_a_stranger_sees_no_course_and_ops_are_strangers():
    course = CourseFactory()
    for stranger in (UserFactory(), UserFactory(is_ops=True)):
        assert not visible_courses(stranger).exists()
        assert role_in(stranger, course) is None
        with pytest.raises(NotFoundError):
            get_course(stranger, course.public_id)
        with pytest.raises(NotFoundError):
            get_course(stranger, "nonsense")


@pytest.mark.parametrize("role", Role.values)
def test_what_each_role_may(role):
    enrollment = EnrollmentFactory(role=role)
    EnrollmentFactory(course=enrollment.course)
    viewer, course = enrollment.user, enrollment.course
    is_staff = role in ("grader", "instructor")

    assert get_course(viewer, course.public_id) == course
    assert is_staff_of(viewer, course) is is_staff
    assert staffed_courses(viewer).exists() is is_staff
    assert visible_enrollments(viewer, course).count() == (2 if is_staff else 1)
    if is_staff:
        assert get_staffed_course(viewer, course.public_id) == course
    else:
        with pytest.raises(RefusedError):
            get_staffed_course(viewer, course.public_id)


def test_who_was_dropped_is_a_stranger_until_enrolled_again():
    enrollment = EnrollmentFactory()
    viewer, course = enrollment.user, enrollment.course

    drop(enrollment, actor=None, now=NOON)
    drop(enrollment, actor=None, now=NOON)
    with pytest.raises(NotFoundError):
        get_course(viewer, course.public_id)
    assert events_of(enrollment).count() == 1

    again = enroll(course, viewer, role=Role.STUDENT, actor=None, now=NOON)
    assert again == enrollment
    assert get_course(viewer, course.public_id) == course


def test_a_role_nobody_knows_is_refused():
    with pytest.raises(InvalidError):
        enroll(CourseFactory(), UserFactory(), role="dean", actor=None, now=NOON)
