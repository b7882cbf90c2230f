"""What counts of one assignment alone, or at its desk, is what counts in the table."""

from datetime import timedelta

import pytest

from portal.assignments.models import Assignment
from portal.assignments.selectors import assignments_of
from portal.assignments.services import give_extension
from portal.courses.models import Role, Section, Session
from portal.gradebook import selectors
from portal.gradebook.models import Category
from portal.gradebook.selectors import counting_key
from portal.gradebook.selectors.alone import counted_by, sheet_for
from portal.gradebook.selectors.rules import rulebooks_of, rules_of
from portal.gradebook.selectors.table import own_sheet
from portal.grading.models import Score
from portal.grading.services import choose
from portal.lib.once import one_page
from portal.marking.selectors.counted import counted_in
from portal.marking.selectors.head import with_heads
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
from tests.factories.teams import a_project, a_team

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PER_DAY = {"rule": "per_day", "options": {"percent": 10.0}}
SLIP_DAYS = {"rule": "slip_days", "options": {"days": 2}}
ONE_DAY = {"rule": "slip_days", "options": {"days": 1}}


def a_class(rule):
    """Three students with late work, more time and a team; some choose what counts."""
    late = {"grace_minutes": 0, **rule}
    course = a_course("w251", policy={"late": [late]})
    Category.objects.create(course=course, slug="homework", title="H", weight=100)
    people = [an_enrollment(course, name) for name in ("alice", "bob", "cem")]
    tara = an_enrollment(course, "tara", Role.INSTRUCTOR).user
    first = an_assignment(course, slug="hw1")
    second = an_assignment(course, slug="hw2", counts="chosen")
    project = a_project(course, per_day=50)
    for item in (first, second):
        for number, who in enumerate(people):
            for days in (number, number + 1):
                at = DUE + days * DAY
                one = a_submission(item, who, now=at, is_late=days > 0)
                grade(one, a_runner(), now=at)
    choose(
        people[0].submissions.get(assignment=second, number=2),
        actor=people[0].user,
        now=NOON,
    )
    more = {"until": DUE + DAY, "reason": "Ill.", "actor": tara, "now": NOON}
    give_extension(first, people[1], **more)
    team = a_team(project, *people[:2])
    for days in (1, 2):
        one = hand_in(project, people[0], now=DUE + days * DAY)
        of = {"submission": one, "job": one.grading_jobs.get(), "computed_at": NOON}
        Score.objects.create(points=10 - days, max_points=10, **of)
    assert team.submissions.count() == 2
    return course, people


@pytest.mark.parametrize("rule", [PER_DAY, SLIP_DAYS])
def test_it_is_what_counts_in_the_table(rule):
    course, people = a_class(rule)
    table = selectors.course_table(course, now=DUE + 9 * DAY)
    for at, column in enumerate(table.columns):
        item = column.assignment
        wanted = {
            row.enrollment.pk: row.cells[at].counted.submission_id
            for row in table.rows
            if row.cells[at].counted
        }
        found = counted_by(item, people, sheet_for(item))
        assert {pk: one.submission_id for pk, one in found.items()} == wanted
        desk = counted_in(with_heads(Assignment.objects).get(pk=item.pk), now=NOON)
        assert {
            one.pk: submission for submission, who in desk.people.items() for one in who
        } == wanted
        own = {one.pk: counting_key(one, item) for one in people}
        assert {pk: key for pk, key in own.items() if key} == wanted


@pytest.mark.parametrize(("rule", "cost"), [(PER_DAY, 2), (SLIP_DAYS, 4)])
def test_only_slip_days_need_the_whole_course(rule, cost, django_assert_num_queries):
    course, (alice, *_) = a_class(rule)
    item = assignments_of(course).get(slug="hw1")  # as through its door
    for only in (None, alice):
        with django_assert_num_queries(cost):
            sheet_for(item, only=only)


def test_nothing_counts_before_it_is_published():
    course, (alice, *_) = a_class(PER_DAY)
    item = course.assignments.get(slug="hw1")
    item.published_version = None
    assert sheet_for(item) is None and counting_key(alice, item) is None


def test_a_page_reads_a_student_s_sheet_once(django_assert_num_queries):
    course, (alice, *_) = a_class(PER_DAY)
    with django_assert_num_queries(4), one_page():
        own_sheet(course, alice, now=NOON)
        assert own_sheet(course, alice, now=DUE).now == DUE
    with django_assert_num_queries(4):
        own_sheet(course, alice, now=NOON)


def test_a_team_has_the_time_of_a_mate_s_section():
    course, (alice, bob, _) = a_class(PER_DAY)
    project = course.assignments.get(slug="project")
    section = Section.objects.create(course=course, name="Tuesday")
    course.enrollments.filter(pk=bob.pk).update(section=section)
    before = selectors.own_cells(course, alice)[project.pk]
    give_extension(
        project,
        section,
        until=DUE + 3 * DAY,
        reason="A strike.",
        actor=course.enrollments.get(role=Role.INSTRUCTOR, user__name="tara").user,
        now=NOON,
    )
    after = selectors.own_cells(course, alice)[project.pk]
    assert before.is_late and not after.is_late


def test_rules_are_the_same_by_a_join_and_as_lists():
    course = a_course("w251", policy={"final": {"missing": "zero", "cap": 100}})
    for number, slug in enumerate(("quiz", "exam", "extra")):
        Category.objects.create(
            course=course,
            slug=slug,
            title=slug,
            weight=100 / 3,
            position=2 - number,
            cap=None if number else 33.300000000000004,
            is_extra=slug == "extra",
        )
        at = NOON + timedelta(days=number, microseconds=1)
        Session.objects.create(course=course, unit=3 - number, starts_at=at)
    rules = rules_of(course)
    assert [one.slug for one in rules.course.categories] == ["extra", "exam", "quiz"]
    assert repr(rulebooks_of([course])[course.pk].rules) == repr(rules)


def test_a_slip_day_is_not_spent_at_two_desks():
    course = a_course("w251", policy={"late": [{"grace_minutes": 0, **ONE_DAY}]})
    Category.objects.create(course=course, slug="homework", title="H", weight=100)
    alice = an_enrollment(course, "alice")
    wanted = {}
    for slug, on_time, late, counts in (("hw1", 4, 5, 1), ("hw2", 1, 5, 2)):
        item = an_assignment(course, slug=slug)
        for at, points in ((DUE - DAY, on_time), (DUE + DAY, late)):
            one = a_submission(item, alice, now=at, is_late=at > DUE)
            grade(one, a_runner(), now=at)
            Score.objects.filter(submission=one).update(points=points)
        wanted[slug] = counts
    table = selectors.course_table(course, now=DUE + 9 * DAY)
    (row,) = table.rows
    assert [cell.number for cell in row.cells] == list(wanted.values())
    for item in with_heads(Assignment.objects.order_by("slug")):
        (key,) = counted_in(item, now=NOON).people
        assert alice.submissions.get(pk=key).number == wanted[item.slug]
