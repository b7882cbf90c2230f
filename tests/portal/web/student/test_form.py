"""Forms: filled in on the page, kept when refused, read again as answers."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.lib import store
from portal.submissions.models import Submission
from tests.factories.grading import an_enrollment
from tests.factories.writing import a_reading_course
from tests.graders.families.written.essay import TEXT

FILLED = {
    "answer.first.problem": f"{TEXT}\r\nAnd more.",
    "answer.size": "61.5",
    "answer.which": ["b", "a"],
    "answer.one": "b",
    "answer.word": "<b>backprop</b>",
}
ANSWERS = {
    "first.problem": f"{TEXT}\nAnd more.",
    "size": "61.5",
    "which": ["a", "b"],
    "one": "b",
    "word": "<b>backprop</b>",
}


@pytest.fixture
def quiz(db, tmp_path):
    return a_reading_course(tmp_path)


@pytest.fixture
def alice(quiz):
    return an_enrollment(quiz.course, "Alice").user


def page(quiz, browser):
    return browser.get(
        reverse("student:assignment", args=[quiz.public_id])
    ).content.decode()


def send(quiz, browser, fields, **more):
    return browser.post(
        reverse("student:hand-in", args=[quiz.public_id]), fields, **more
    )


def test_the_page_asks_every_question_and_shows_no_key(quiz, alice, signed_in):
    text = page(quiz, signed_in(alice))

    for name in ("first.problem", "size", "which", "one", "word"):
        assert f'name="answer.{name}"' in text
    assert "A paper" in text and "At least 20 words" in text
    assert "counts 2 times" in text and "the form below" in text
    assert "Back-propagation" not in text


def test_a_filled_in_form_is_handed_in_as_a_file(quiz, alice, signed_in):
    response = send(quiz, signed_in(alice), FILLED)

    assert response.status_code == 302
    (file,) = Submission.objects.get().files.select_related("artifact")
    assert file.path == "answers.json"
    assert json.loads(store.read(file.artifact.sha256)) == {"answers": ANSWERS}


def test_a_program_hands_in_the_same(quiz, alice, signed_in):
    file = SimpleUploadedFile("answers.json", json.dumps({"answers": ANSWERS}).encode())
    assert send(quiz, signed_in(alice), {"files": [file]}).status_code == 302


def test_the_page_begins_with_what_was_handed_in_last(quiz, alice, signed_in):
    browser = signed_in(alice)
    send(quiz, browser, FILLED)
    text = page(quiz, browser)

    assert "handed in last" in text
    assert 'value="61.5"' in text
    assert "&lt;b&gt;backprop&lt;/b&gt;" in text


def test_what_was_refused_is_still_there(quiz, alice, signed_in, settings):
    browser = signed_in(alice)
    settings.SUBMISSION_DAY_MIB = 0
    refused = send(quiz, browser, FILLED)
    text = page(quiz, browser)
    settings.SUBMISSION_DAY_MIB = 1
    send(quiz, browser, FILLED)

    assert refused.status_code == 413
    assert "last try was refused" in text and 'value="61.5"' in text
    assert "last try was refused" not in page(quiz, browser)


def test_nothing_filled_in_is_refused(quiz, alice, signed_in):
    response = send(quiz, signed_in(alice), {"answer.size": " "})

    assert response.status_code == 400
    assert "Nothing is filled in" in response.content.decode()


def test_answers_are_read_as_a_page_and_run_nothing(quiz, alice, signed_in):
    browser = signed_in(alice)
    bad = "<script>alert(1)</script> [x](javascript:alert(1)) **bold**"
    send(quiz, browser, {**FILLED, "answer.first.problem": bad})
    address = reverse("student:answers", args=[Submission.objects.get().public_id])
    text = browser.get(address).content.decode()

    assert "<strong>bold</strong>" in text and "61.5" in text and "two" in text
    assert (
        "<script>alert" not in text
        and "javascript:alert" not in text.replace("&quot;", "").split("href=")[-1]
    )


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b'{"answers": 3}', b'{"answers": {"size": {}}}']
)
def test_a_broken_file_shows_no_answers(quiz, alice, signed_in, content):
    browser = signed_in(alice)
    send(quiz, browser, {"files": [SimpleUploadedFile("answers.json", content)]})
    address = reverse("student:answers", args=[Submission.objects.get().public_id])

    assert browser.get(address).content.decode().count("No answer.") == 5
    assert page(quiz, browser)


def test_a_preview_is_what_people_will_read(quiz, alice, signed_in):
    response = signed_in(alice).post(
        reverse("student:preview"), {"text": "*a* <i>b</i>"}
    )

    assert "<em>a</em>" in response.content.decode()
    assert "<i>" not in response.content.decode()
    assert (
        signed_in(alice)
        .post(reverse("student:preview"), {"text": "a" * 20_001})
        .status_code
        == 400
    )


def test_a_talk_has_nothing_to_hand_in(quiz, alice, signed_in):
    talk = quiz.course.assignments.get(slug="talk")
    text = page(talk, signed_in(alice))

    assert "Nothing is handed in here. Staff give it after the talk." in text
    assert 'type="file"' not in text and "At a glance" in text
    sent = send(talk, signed_in(alice), {"files": [SimpleUploadedFile("a.md", b"x")]})
    assert sent.status_code == 400
    assert "Nothing is handed in here." in sent.content.decode()
    assert not Submission.objects.exists()


def test_a_talk_is_never_missing(quiz, alice, signed_in):
    address = reverse("student:course", args=[quiz.course.public_id])
    text = signed_in(alice).get(address).content.decode()

    assert "in class" in text and "not sent" in text and "missing" not in text
