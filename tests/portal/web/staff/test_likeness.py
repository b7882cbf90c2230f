"""The page of texts that are alike: for staff, with both sides to read."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.grading import a_job, a_submission, an_enrollment
from tests.factories.writing import a_reading_course, keep_sketch


@pytest.fixture
def quiz(db, tmp_path):
    return a_reading_course(tmp_path)


def test_staff_see_both_and_students_nothing(quiz, signed_in):
    sketch = json.dumps({"texts": {"first.problem": list(range(30))}}).encode()
    for name in ("Alice", "Bob"):
        submission = a_submission(quiz, an_enrollment(quiz.course, name))
        keep_sketch(a_job(submission), sketch, now=timezone.now())
    address = reverse("staff:likeness", args=[quiz.public_id])
    tara = an_enrollment(quiz.course, "Tara", "grader").user
    student = an_enrollment(quiz.course, "Carol").user

    text = signed_in(tara).get(address).content.decode()
    assert "Alice" in text and "Bob" in text and "100&nbsp;%" in text
    assert signed_in(student).get(address).status_code == 404


def test_without_pairs_the_page_says_so(quiz, signed_in):
    tara = an_enrollment(quiz.course, "Tara", "grader").user
    address = reverse("staff:likeness", args=[quiz.public_id])

    assert "Nothing is alike" in signed_in(tara).get(address).content.decode()
