from datetime import timedelta

import pytest

from portal.courses import services
from portal.courses.models import Role, Section
from portal.courses.selectors import codes_of, sections_of
from portal.lib.codes import LETTERS, as_shown, as_stored, new_code
from portal.lib.errors import ConflictError, InvalidError, NotFoundError
from tests.factories.accounts import NOON, UserFactory
from tests.factories.courses import CourseFactory, EnrollmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return CourseFactory()


@pytest.fixture
def ines(course):
    return EnrollmentFactory(course=course, role=Role.INSTRUCTOR).user


def use(code, person, *, now=NOON):
    return services.use_code(as_shown(code.code).lower(), actor=person, now=now)


def test_a_code_is_typed_as_it_is_read_out():
    code = new_code()
    assert len(code) == 10 and set(code) <= set(LETTERS)
    assert as_stored(f" {as_shown(code).lower()} ") == code


def test_a_code_lets_people_in_as_what_it_says(course, ines):
    section = Section.objects.create(course=course, name="A")
    code = services.make_code(course, section=section, actor=ines, now=NOON)
    alice = UserFactory()
    enrollment = use(code, alice)
    assert (enrollment.role, enrollment.section) == (Role.STUDENT, section)
    assert use(code, alice) == enrollment
    code.refresh_from_db()
    assert code.uses == 1
    assert use(code, ines).role == Role.INSTRUCTOR
    assert list(codes_of(course)) == [code]


def test_a_code_ends_by_its_day_its_number_or_its_staff(course, ines):
    until = NOON + timedelta(days=1)
    dated = services.make_code(course, expires_at=until, actor=ines, now=NOON)
    with pytest.raises(NotFoundError, match="may have ended"):
        use(dated, UserFactory(), now=until)
    single = services.make_code(course, most_uses=1, actor=ines, now=NOON)
    use(single, UserFactory())
    with pytest.raises(ConflictError, match="used up"):
        use(single, UserFactory())
    closed = services.make_code(course, actor=ines, now=NOON)
    services.revoke_code(closed, actor=ines, now=NOON)
    with pytest.raises(NotFoundError):
        use(closed, UserFactory())


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"role": Role.GRADER}, "never staff"),
        ({"expires_at": NOON}, "later day"),
        ({"most_uses": 0}, "for 1 to"),
    ],
)
def test_a_code_that_makes_no_sense_is_refused(course, ines, wanted, said):
    with pytest.raises(InvalidError, match=said):
        services.make_code(course, **wanted, actor=ines, now=NOON)


def test_whoever_was_dropped_does_not_come_back_by_a_code(course, ines):
    code = services.make_code(course, actor=ines, now=NOON)
    enrollment = use(code, UserFactory())
    services.drop_person(enrollment, actor=ines, now=NOON)
    with pytest.raises(ConflictError, match="Ask its staff"):
        use(code, enrollment.user)
    back = services.change_person(
        enrollment, role=Role.STUDENT, section="B", actor=ines, now=NOON
    )
    assert back.pk == enrollment.pk and back.is_active


def test_a_course_keeps_an_instructor(course, ines):
    own = course.enrollments.get(user=ines)
    with pytest.raises(ConflictError, match="without an instructor"):
        services.drop_person(own, actor=ines, now=NOON)
    with pytest.raises(ConflictError, match="without an instructor"):
        services.change_person(own, role=Role.GRADER, section="", actor=ines, now=NOON)
    own.refresh_from_db()
    assert own.is_active and own.role == Role.INSTRUCTOR


def test_sections_are_added_renamed_and_removed_while_empty(course, ines):
    first = services.add_section(course, name=" Mon  9 ", actor=ines, now=NOON)
    assert first.name == "Mon 9"
    with pytest.raises(ConflictError, match="already"):
        services.add_section(course, name="Mon 9", actor=ines, now=NOON)
    other = services.add_section(course, name="Tue", actor=ines, now=NOON)
    with pytest.raises(ConflictError, match="already"):
        services.rename_section(other, name="Mon 9", actor=ines, now=NOON)
    services.rename_section(first, name="Monday", actor=ines, now=NOON)
    EnrollmentFactory(course=course, section=first)
    assert [(one.name, one.people) for one in sections_of(course)] == [
        ("Monday", 1),
        ("Tue", 0),
    ]
    with pytest.raises(ConflictError, match="move them first"):
        services.remove_section(first, actor=ines, now=NOON)
    other.refresh_from_db()
    services.make_code(course, section=other, actor=ines, now=NOON)
    with pytest.raises(ConflictError, match="so it stays"):
        services.remove_section(other, actor=ines, now=NOON)
    third = services.add_section(course, name="Wed", actor=ines, now=NOON)
    services.remove_section(third, actor=ines, now=NOON)
    assert not Section.objects.filter(name="Wed").exists()


def test_sections_come_in_the_order_people_count_in(course, ines):
    for name in ("Lab 10", "Lab 2", "Lab 1"):
        services.add_section(course, name=name, actor=ines, now=NOON)
    assert [one.name for one in sections_of(course)] == ["Lab 1", "Lab 2", "Lab 10"]
