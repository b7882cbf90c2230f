"""Grades: told when they are out and when they change, and not a moment before."""

from datetime import timedelta

import pytest

from portal.assignments.services import give_extension
from portal.courses.services import drop
from portal.gradebook import services as gradebook
from portal.grading.services.regrade import begin_regrade, publish_regrade
from portal.notifications import services
from portal.notifications.models import Letter, Notice, Shown
from portal.notifications.services.grades import look_at
from tests.factories.grading import (
    DUE,
    NOON,
    a_report,
    a_submission,
    a_version,
    claim,
    grade,
)

OUT = "Your grade for “Homework 5” is out."
CHANGED = "Your grade for “Homework 5” has changed."
WHY = {"reason": "As agreed.", "now": NOON}
LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def graded(scene):
    """Alice's and Bob's work is graded, that is heard, and nothing is out."""
    for who in (scene.alice, scene.bob):
        grade(a_submission(scene.assignment, who), scene.runner)
    scene.hear()
    Notice.objects.all().delete()
    return scene


def cell(scene, who):
    return (scene.assignment, who)


def put_out(scene, **more):
    gradebook.release(scene.assignment, actor=scene.tara, **WHY, **more)
    scene.hear()


def news(scene, who):
    return [one for one in scene.said(who, LATER) if "grade for" in one]


def test_a_release_is_told_to_each_student_once(graded):
    put_out(graded)
    graded.hear(LATER)
    assert news(graded, graded.alice) == news(graded, graded.bob) == [OUT]
    assert news(graded, graded.tara) == []


def test_before_the_release_nothing_that_staff_do_is_told(graded):
    actor = {"actor": graded.tara, **WHY}
    gradebook.enter_override(*cell(graded, graded.alice), points=3.0, **actor)
    gradebook.adjust(*cell(graded, graded.alice), points=1.0, **actor)
    gradebook.excuse(*cell(graded, graded.bob), **actor)
    gradebook.comment(*cell(graded, graded.bob), text="Nice.", **COMMENT(graded))
    graded.hear(LATER)
    assert not Notice.objects.exists()
    assert not Shown.objects.exists()


def COMMENT(scene):
    return {"actor": scene.tara, "now": NOON}


def test_a_release_to_one_student_tells_nobody_else(graded):
    put_out(graded, enrollment=graded.alice)
    assert news(graded, graded.alice) == [OUT]
    assert news(graded, graded.bob) == []


@pytest.mark.parametrize("change", ["override", "adjustment", "excuse", "undo"])
def test_only_whose_grade_changed_hears_of_it(graded, change):
    actor = {"actor": graded.tara, **WHY}
    alice = cell(graded, graded.alice)
    line = gradebook.adjust(*alice, points=-1.0, **actor)
    put_out(graded)
    if change == "override":
        gradebook.enter_override(*alice, points=4.5, **actor)
    elif change == "adjustment":
        gradebook.adjust(*alice, points=0.5, **actor)
    elif change == "excuse":
        gradebook.excuse(*alice, **actor)
    else:
        gradebook.undo(line, **actor)
    graded.hear(LATER)
    assert news(graded, graded.alice) == [CHANGED, OUT]
    assert news(graded, graded.bob) == [OUT]


def test_the_same_grade_said_again_is_no_change(graded):
    put_out(graded)
    gradebook.enter_override(
        *cell(graded, graded.alice), points=10.0, actor=graded.tara, **WHY
    )
    graded.hear(LATER)
    assert news(graded, graded.alice) == [OUT]


def test_a_published_regrade_tells_only_those_whose_points_changed(graded):
    put_out(graded)
    newer = a_version(graded.assignment, graded.assignment.published_version.spec)
    regrade = begin_regrade(graded.assignment, newer, actor=graded.tara, **WHY)
    from portal.grading import services as grading

    for _ in range(2):
        granted = claim(graded.runner)
        is_alices = granted.job.submission.enrollment_id == graded.alice.pk
        more = {"checks": ()} if is_alices else {}
        grading.accept_report(granted.use, a_report(granted, **more), now=NOON)
    graded.hear(LATER)
    assert news(graded, graded.alice) == [OUT]  # a trial is nobody's news
    publish_regrade(regrade, actor=graded.tara, now=LATER)
    graded.hear(LATER)
    assert news(graded, graded.alice) == [CHANGED, OUT]
    assert news(graded, graded.bob) == [OUT]


def test_a_late_rule_changed_after_the_release_tells_those_it_reaches(scene):
    at = DUE + timedelta(days=1)
    grade(
        a_submission(scene.assignment, scene.alice, now=at, is_late=True), scene.runner
    )
    grade(a_submission(scene.assignment, scene.bob), scene.runner)
    put_out(scene)
    late = {"rule": "per_day", "options": {"percent": 10.0}}
    scene.course.policy = {"late": [late]}
    scene.course.save()
    services.look(now=LATER, is_forced=True)
    assert news(scene, scene.alice) == [CHANGED, OUT]
    assert news(scene, scene.bob) == [OUT]
    give_extension(
        scene.assignment,
        scene.alice,
        until=DUE + timedelta(days=2),
        actor=scene.tara,
        **WHY,
    )
    scene.hear(LATER + timedelta(minutes=1))
    assert news(scene, scene.alice).count(CHANGED) == 2  # on time after all


def test_a_comment_after_the_release_is_told_and_not_quoted(graded):
    put_out(graded)
    gradebook.comment(
        *cell(graded, graded.alice), text="Nice plot: 9 points.", **COMMENT(graded)
    )
    graded.hear(LATER)
    said = graded.said(graded.alice, LATER)
    assert "There is a comment on your grade for “Homework 5”." in said
    assert not any("Nice" in one for one in said)


def test_a_withdrawn_release_takes_its_notices_along_also_those_not_yet_mailed(graded):
    put_out(graded)
    services.pack(now=LATER)
    assert Letter.objects.count() == 2
    gradebook.withdraw(graded.assignment, actor=graded.tara, **WHY)
    # Nobody has looked yet, and what is read or mailed now says nothing all the same.
    assert news(graded, graded.alice) == []
    assert services.deliver(now=LATER) == 0
    assert set(Letter.objects.values_list("state", flat=True)) == {"empty"}
    graded.hear(LATER)
    assert not Notice.objects.exists()
    gradebook.enter_override(
        *cell(graded, graded.alice), points=1.0, actor=graded.tara, **WHY
    )
    graded.hear(LATER)
    assert not Notice.objects.exists()
    put_out(graded)
    assert news(graded, graded.alice) == [OUT]


def test_no_notice_holds_a_number_of_a_grade(graded):
    gradebook.enter_override(
        *cell(graded, graded.alice), points=7.125, actor=graded.tara, **WHY
    )
    put_out(graded)
    gradebook.enter_override(
        *cell(graded, graded.alice), points=8.375, actor=graded.tara, **WHY
    )
    graded.hear(LATER)
    for notice in Notice.objects.all():
        assert notice.detail == {}
    words = " ".join(graded.said(graded.alice, LATER))
    assert "7.1" not in words and "8.3" not in words


def test_whoever_was_dropped_hears_nothing_and_coming_back_is_no_news(graded):
    put_out(graded)
    drop(graded.alice, actor=graded.tara, now=NOON)
    graded.hear(LATER)
    assert news(graded, graded.alice) == []
    graded.alice.is_active = True
    graded.alice.save()
    services.look(now=LATER, is_forced=True)
    assert news(graded, graded.alice) == [OUT]  # the one of then


def test_what_was_out_long_before_is_learned_and_not_told(graded):
    gradebook.release(graded.assignment, actor=graded.tara, **WHY)
    assert look_at(graded.course, since=NOON + timedelta(days=1), now=LATER)
    assert not Notice.objects.exists()
    assert Shown.objects.count() == 2


def test_where_nothing_changed_looking_costs_the_same_at_any_size(
    graded, django_assert_max_num_queries
):
    put_out(graded)
    since = NOON - timedelta(days=1)
    look_at(graded.course, since=since, now=LATER)
    with django_assert_max_num_queries(12):
        assert not look_at(graded.course, since=since, now=LATER)
