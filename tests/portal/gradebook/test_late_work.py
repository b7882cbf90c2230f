"""Late rules, extensions and accommodations, from hand-in to the table."""

from datetime import datetime, timedelta

import pytest

from portal.assignments.services import (
    end_extension,
    end_override,
    give_extension,
    set_override,
)
from portal.courses.models import Role, Section
from portal.courses.services import set_time_multiplier
from portal.gradebook import selectors, services
from portal.gradebook.models import Category
from portal.lib.errors import InvalidError, NotFoundError, RefusedError
from tests.factories.grading import (
    DUE,
    NOON,
    a_course,
    a_submission,
    an_assignment,
    an_enrollment,
    grade,
    hand_in,
)
from tests.factories.runners import a_runner

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = DUE + 30 * DAY


def a_late_course(rule, *, final=None, caps=(), **options):
    grace = options.pop("grace_minutes", 0)
    late = [{"rule": rule, "grace_minutes": grace, "options": options}]
    policy = {"late": late, "final": final or {}, "caps": list(caps)}
    course = a_course(policy=policy)
    Category.objects.create(course=course, slug="homework", title="H", weight=100)
    return course


def late_work(assignment, enrollment, days):
    """Hand in so late, and have it graded: 10 of 10 points."""
    now = DUE + days * DAY
    submission = a_submission(assignment, enrollment, now=now, is_late=days > 0)
    grade(submission, a_runner(), now=now)
    return submission


def cells(course, enrollment, now=LATER):
    return selectors.course_table(course, only=enrollment, now=now).rows[0].cells


@pytest.mark.parametrize(
    ("rule", "options", "days", "points"),
    [
        ("zero", {}, 0.5, 0),
        ("gate", {}, 0.5, 0),
        ("per_day", {"percent": 10.0}, 0.5, 9),
        ("per_day", {"percent": 10.0}, 1.5, 8),
        ("per_day", {"percent": 10.0, "max_days": 1}, 1.5, 0),
        ("per_day", {"percent": 10.0, "grace_minutes": 60}, 0.04, 10),
        ("slip_days", {"days": 2}, 1.5, 10),
        ("slip_days", {"days": 1}, 1.5, 0),
        ("slip_days", {"days": 1, "percent": 20.0}, 1.5, 8),
    ],
)
def test_a_rule_of_the_course_file_reaches_the_cell(rule, options, days, points):
    course = a_late_course(rule, **options)
    alice = an_enrollment(course)
    late_work(an_assignment(course), alice, days)
    (cell,) = cells(course, alice)
    assert cell.grade.points == pytest.approx(points)


def test_slip_days_are_one_purse_for_all_assignments():
    course = a_late_course("slip_days", days=3)
    alice, bob = an_enrollment(course), an_enrollment(course)
    first, second, third = (
        an_assignment(course, slug=slug) for slug in ("hw1", "hw2", "hw3")
    )
    late_work(first, alice, 3)
    late_work(second, alice, 1)
    late_work(third, alice, 2)
    late_work(first, bob, 3)
    # Two of Alice's can be saved by three days: the second and the third.
    assert [cell.grade.points for cell in cells(course, alice)] == [0, 10, 10]
    assert [cell.counted.slip_days for cell in cells(course, alice)] == [0, 1, 2]
    assert [cell.grade.points for cell in cells(course, bob)] == [10, None, None]
    assert selectors.counting_submission(bob, first).number == 1


def test_no_slip_day_goes_to_what_staff_decided():
    course = a_late_course("slip_days", days=1)
    alice = an_enrollment(course)
    tara = an_enrollment(course, role=Role.INSTRUCTOR).user
    first, second = (an_assignment(course, slug=slug) for slug in ("hw1", "hw2"))
    late_work(first, alice, 1)
    late_work(second, alice, 1)
    assert [cell.grade.points for cell in cells(course, alice)] == [10, 0]
    services.enter_override(
        first, alice, points=7, reason="Agreed.", actor=tara, now=NOON
    )
    assert [cell.grade.points for cell in cells(course, alice)] == [7, 10]


def test_what_the_receipt_called_on_time_stays_on_time():
    course = a_late_course("zero")
    alice = an_enrollment(course)
    assignment = an_assignment(course)
    submission = a_submission(assignment, alice, now=DUE + DAY)  # not late then
    grade(submission, a_runner(), now=DUE + DAY)
    (cell,) = cells(course, alice)
    assert (cell.grade.points, cell.is_late) == (10, False)


def test_an_extension_given_afterwards_counts():
    course = a_late_course("zero")
    alice, bob = an_enrollment(course), an_enrollment(course)
    tara = an_enrollment(course, role=Role.INSTRUCTOR).user
    assignment = an_assignment(course)
    for student in (alice, bob):
        late_work(assignment, student, 1)
    why = {"reason": "Ill.", "actor": tara, "now": NOON}
    give_extension(assignment, alice, until=DUE + 2 * DAY, **why)
    assert cells(course, alice)[0].grade.points == 10
    assert cells(course, bob)[0].grade.points == 0
    end_extension(assignment, alice, **why)
    assert cells(course, alice)[0].grade.points == 0
    section = Section.objects.create(course=course, name="Tuesday")
    alice.section = section
    alice.save()
    give_extension(assignment, section, until=DUE + 2 * DAY, **why)
    assert cells(course, alice)[0].grade.points == 10
    assert cells(course, bob)[0].grade.points == 0


def test_an_extension_is_refused_where_it_makes_no_sense():
    course = a_late_course("zero")
    alice = an_enrollment(course)
    tara = an_enrollment(course, role=Role.INSTRUCTOR).user
    released = {"at": (NOON).isoformat(), "session": None, "offset": 0.0, "days": 0}
    assignment = an_assignment(course, release=released)
    why = {"reason": "Ill.", "actor": tara, "now": NOON}
    for until, said in (
        (NOON - DAY, "before the assignment is released"),
        (DUE, "before the due date"),
        (datetime(2030, 1, 1), "time zone"),
    ):
        with pytest.raises(InvalidError, match=said):
            give_extension(assignment, alice, until=until, **why)
    with pytest.raises(InvalidError, match="Say why"):
        give_extension(assignment, alice, until=LATER, **{**why, "reason": " "})
    with pytest.raises(NotFoundError):
        give_extension(assignment, alice, until=LATER, **{**why, "actor": alice.user})
    with pytest.raises(NotFoundError):
        give_extension(assignment, an_enrollment(a_course()), until=LATER, **why)


def test_hand_in_follows_one_s_own_dates():
    course = a_late_course("gate")
    alice, bob = an_enrollment(course), an_enrollment(course)
    tara = an_enrollment(course, role=Role.INSTRUCTOR).user
    assignment = an_assignment(course)
    give_extension(
        assignment, alice, until=DUE + DAY, reason="Ill.", actor=tara, now=NOON
    )
    assert not hand_in(assignment, alice, now=DUE + DAY / 2).is_late
    with pytest.raises(RefusedError, match="has closed"):
        hand_in(assignment, bob, now=DUE + DAY / 2)
    with pytest.raises(RefusedError, match="has closed"):
        hand_in(assignment, alice, now=DUE + DAY * 1.1)


def test_more_time_stretches_from_release_to_due():
    course = a_late_course("zero")
    alice = an_enrollment(course)
    at = {"at": NOON.isoformat(), "session": None, "offset": 0.0, "days": 0}
    assignment = an_assignment(course, release=at)  # seven days
    late_work(assignment, alice, 3)
    assert cells(course, alice)[0].grade.points == 0
    set_time_multiplier(
        alice, multiplier=1.5, reason="Agreed with the office.", actor=None, now=NOON
    )
    assert cells(course, alice)[0].grade.points == 10  # 7 days more would be 10.5
    for wrong in (0.5, 11, float("nan")):
        with pytest.raises(InvalidError):
            set_time_multiplier(
                alice, multiplier=wrong, reason="x", actor=None, now=NOON
            )


def test_a_cap_holds_where_its_check_failed():
    caps = [{"assignment": "hw05", "check": "accuracy", "percent": 50}]
    course = a_late_course("zero", caps=caps)
    alice = an_enrollment(course)
    late_work(an_assignment(course), alice, 0)
    assert cells(course, alice)[0].grade.points == 10  # it passed
    submission = alice.submissions.get()
    lines = submission.score.lines
    for line in lines:
        line["state"] = "failed"
    submission.score.lines = lines
    submission.score.save()
    cell = cells(course, alice)[0]
    assert (cell.grade.points, cell.counted.capped_by) == (5, "Accuracy")


def test_missing_work_is_zero_where_the_course_says_so_and_only_when_due():
    course = a_late_course("zero", final={"missing": "zero"})
    alice = an_enrollment(course)
    an_assignment(course)
    assert cells(course, alice, now=DUE)[0].grade.points is None
    cell = cells(course, alice, now=DUE + DAY)[0]
    assert (cell.grade.points, cell.is_missing) == (0, True)
    a_submission(course.assignments.get(), alice)  # waits to be graded
    assert cells(course, alice, now=DUE + DAY)[0].grade.points is None


def test_what_nobody_hands_in_has_no_grade_until_staff_enter_one():
    course = a_late_course("zero", final={"missing": "zero"})
    alice, bob = an_enrollment(course), an_enrollment(course)
    tara = an_enrollment(course, role=Role.INSTRUCTOR).user
    late_work(an_assignment(course), alice, 0)  # 10 of 10 points
    talk = an_assignment(course, slug="talk", kind="presentation", family="")
    for one, total in ((alice, 100), (bob, 0)):  # who handed in nothing has 0
        table = selectors.course_table(course, only=one, now=DUE + DAY)
        cell = table.rows[0].cells[1]
        assert (cell.grade.points, cell.is_missing) == (None, False)
        assert table.rows[0].total == total
    trail = selectors.course_trail(course, alice, is_staff=True, now=DUE + DAY)
    said = [line.step.words for line in trail.categories[0].items[1].steps]
    assert said[0].startswith("Nothing is handed in here")
    why = {"reason": "Stayed away.", "actor": tara, "now": DUE + DAY}
    services.enter_override(talk, alice, points=0.0, **why)
    table = selectors.course_table(course, only=alice, now=DUE + DAY)
    assert (table.rows[0].cells[1].grade.points, table.rows[0].total) == (0, 50)


def test_the_table_takes_five_queries_whatever_the_rules(django_assert_num_queries):
    caps = [{"assignment": "hw05", "check": "accuracy", "percent": 50}]
    course = a_late_course("slip_days", days=2, caps=caps, final={"missing": "zero"})
    tara = an_enrollment(course, role=Role.INSTRUCTOR).user
    assignment = an_assignment(course)
    an_assignment(course, slug="hw06")
    for _ in range(12):
        student = an_enrollment(course)
        late_work(assignment, student, 1)
        give_extension(
            assignment, student, until=DUE + DAY, reason="x", actor=tara, now=NOON
        )
    with django_assert_num_queries(5):
        table = selectors.course_table(course, now=LATER)
    assert {row.total for row in table.rows} == {50.0}


def test_what_staff_changed_beside_a_version_holds_until_it_ends():
    course = a_late_course("zero")
    alice = an_enrollment(course)
    assignment = an_assignment(course)
    late_work(assignment, alice, 1)
    why = {"reason": "The site was down.", "actor": None, "now": NOON}
    set_override(assignment, "due", DUE + 2 * DAY, **why)
    set_override(assignment, "title", "Homework, anew", **why)
    table = selectors.course_table(course)
    assert table.columns[0].title == "Homework, anew"
    assert table.rows[0].cells[0].grade.points == 10
    end_override(assignment, "due", **why)
    assert cells(course, alice)[0].grade.points == 0


def test_a_due_date_on_a_session_moves_with_it():
    course = a_late_course("zero")
    Category.objects.create(course=course, slug="exam", title="E", weight=0)
    for unit in (1, 2):
        course.sessions.create(unit=unit, starts_at=DUE + unit * DAY)
    alice = an_enrollment(course)
    due = {"at": None, "session": 2, "offset": 0.0, "days": 0}
    late_work(an_assignment(course, due=due), alice, 1.5)
    assert cells(course, alice)[0].grade.points == 10
    course.sessions.filter(unit=2).update(starts_at=DUE + DAY)
    assert cells(course, alice)[0].grade.points == 0


def test_what_is_not_released_takes_no_slip_days_from_what_a_student_sees():
    course = a_late_course("slip_days", days=1)
    alice = an_enrollment(course)
    tara = an_enrollment(course, role=Role.INSTRUCTOR).user
    first, second = (an_assignment(course, slug=slug) for slug in ("hw1", "hw2"))
    for assignment in (first, second):
        late_work(assignment, alice, 1)
    services.release(second, reason="Done.", actor=tara, now=NOON)
    assert [cell.grade.points for cell in cells(course, alice)] == [10, 0]
    own = selectors.own_cells(course, alice)
    assert (own[second.pk].grade.points, own[first.pk].grade.points) == (10, 10)
    trail = selectors.course_trail(course, alice, is_staff=False, now=LATER)
    assert trail.grade.percent == 100
