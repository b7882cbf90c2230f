"""Near-copies of a classmate, told from sketches; nobody's points change."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.grading.selectors.likeness import alike_in
from tests.factories.grading import (
    a_course,
    a_job,
    a_submission,
    an_assignment,
    an_enrollment,
)
from tests.factories.writing import keep_sketch

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def quiz():
    return an_assignment(a_course())


def hand_in(quiz, name, sketch, *, minutes=0, enrollment=None):
    enrollment = enrollment or an_enrollment(quiz.course, name)
    submission = a_submission(quiz, enrollment)
    at = NOW + timedelta(minutes=minutes)
    type(submission).objects.filter(pk=submission.pk).update(received_at=at)
    content = json.dumps({"format": 1, "texts": sketch}).encode()
    keep_sketch(a_job(submission), content, now=NOW)
    return enrollment


def runs(first, count=40):
    return list(range(first, first + count))


def test_a_copy_is_found_whoever_was_first(quiz):
    hand_in(quiz, "Bob", {"first.new": runs(5, 40)}, minutes=9)
    hand_in(quiz, "Alice", {"first.new": runs(0, 40)}, minutes=1)
    hand_in(quiz, "Carol", {"first.new": runs(500)}, minutes=5)

    (pair,) = alike_in(quiz)
    names = (pair.earlier.enrollment.user.name, pair.later.enrollment.user.name)
    assert names == ("Alice", "Bob")
    assert [p.name for p in pair.passages] == ["first.new"]
    assert pair.most == pytest.approx(35 / 45, abs=1e-3)


def test_only_the_same_question_is_compared(quiz):
    hand_in(quiz, "Alice", {"first.new": runs(0)})
    hand_in(quiz, "Bob", {"second.new": runs(0)})

    assert alike_in(quiz) == []


def test_ones_own_newer_try_is_no_copy(quiz):
    alice = hand_in(quiz, "Alice", {"first.new": runs(0)})
    hand_in(quiz, "", {"first.new": runs(0)}, minutes=3, enrollment=alice)

    assert alike_in(quiz) == []


def test_what_everybody_wrote_is_nobodys(quiz):
    for number in range(22):
        own = runs(1000 * number, 5)
        hand_in(quiz, f"p{number}", {"first.new": [*own, *runs(-100, 50)]})

    assert alike_in(quiz) == []


def test_many_copies_of_one_are_found_as_well(quiz):
    for number in range(50):
        first = 0 if number < 23 else 1000 * number
        hand_in(quiz, f"p{number}", {"first.new": runs(first)}, minutes=number)

    found = alike_in(quiz)
    people = {p.later.enrollment_id for p in found}
    assert len(people | {p.earlier.enrollment_id for p in found}) == 23


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b'{"texts": 3}', b'{"texts": {"a": ["x"]}}']
)
def test_a_broken_sketch_is_like_nothing(quiz, content):
    hand_in(quiz, "Alice", {"a": runs(0)})
    submission = a_submission(quiz, an_enrollment(quiz.course, "Bob"))
    keep_sketch(a_job(submission), content, now=NOW)

    assert alike_in(quiz) == []


def test_a_class_takes_one_query(quiz, django_assert_num_queries):
    for number in range(6):
        hand_in(quiz, f"p{number}", {"first.new": runs(number)})

    with django_assert_num_queries(1):
        found = alike_in(quiz)
    assert len(found) == 15
