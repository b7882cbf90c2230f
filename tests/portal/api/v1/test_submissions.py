"""Handing in over the API, and following what becomes of it."""

import threading
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from graders.protocol import Outcome
from portal.api.v1 import submissions, waiting
from portal.grading.models import GradingJob
from portal.submissions.models import QuotaBucket, Submission
from tests.factories.grading import a_submission, grade
from tests.factories.runners import a_runner
from tests.portal.api.v1.conftest import problem

pytestmark = pytest.mark.django_db


def test_a_hand_in_is_answered_with_a_receipt(alice, hand_in, assignment):
    answer = hand_in(alice)
    assert answer.status_code == 201
    body = answer.json()
    submission = Submission.objects.get()
    assert body["id"] == str(submission.public_id)
    assert body["digest"] == submission.digest
    assert body["receipt"] == submission.receipt
    assert (body["number"], body["size"], body["state"]) == (1, 6, "queued")
    assert body["files"][0]["path"] == "train.py"
    assert body["queue"]["position"] == 1
    assert body["assignment"]["title"] == "Homework 5"
    assert answer["Location"] == body["urls"]["self"]
    assert submission.source == "api"


def test_every_url_of_an_answer_leads_somewhere(alice, hand_in):
    body = hand_in(alice).json()
    assert alice.get(body["urls"]["self"]).status_code == 200
    assert alice.get(body["urls"]["log"]).status_code == 200
    problem(alice.get(body["urls"]["report"]), 404, "no_report")
    file = alice.get(body["files"][0]["url"])
    assert b"".join(file.streaming_content) == b"x = 1\n"


def test_the_same_key_answers_with_the_first_submission(alice, hand_in):
    key = {"headers": {"Idempotency-Key": "one"}}
    first = hand_in(alice, **key)
    again = hand_in(alice, {"train.py": b"other\n"}, **key)
    assert again.status_code == 201
    assert again.json()["id"] == first.json()["id"]
    assert again["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first
    assert Submission.objects.count() == 1
    assert hand_in(alice, headers={"Idempotency-Key": "two"}).json()["number"] == 2


@pytest.mark.parametrize("key", ["x" * 101, "\u00e9", "a\tb"])
def test_a_key_that_is_none_is_refused(key, alice, hand_in):
    problem(hand_in(alice, headers={"Idempotency-Key": key}), 400, "invalid")


def test_two_people_may_use_the_same_key(alice, bob, hand_in):
    key = {"headers": {"Idempotency-Key": "one"}}
    assert hand_in(alice, **key).json()["id"] != hand_in(bob, **key).json()["id"]


def test_a_refused_hand_in_has_a_verdict_on_each_file(alice, hand_in):
    body = problem(
        hand_in(alice, {"train.py": b"x", "model.pkl": b"x"}), 400, "wrong_name"
    )
    verdicts = {file["path"]: file["verdict"] for file in body["files"]}
    assert verdicts == {"train.py": "accepted", "model.pkl": "refused"}
    assert Submission.objects.count() == 0


def test_no_file_at_all_is_refused(alice, url):
    problem(alice.post(url, {}), 400, "no_files")


def test_another_field_is_told_the_right_one(alice, url, hand_in):
    file = SimpleUploadedFile("train.py", b"x")
    problem(alice.post(url, {"file": file}), 400, "wrong_field")


def test_too_much_is_413_and_nothing_is_kept(alice, hand_in, settings):
    body = problem(hand_in(alice, {"train.py": b"#" * 2**21}), 413, "too_large")
    assert "1 MiB" in body["detail"]
    assert not [path for path in settings.STORE.rglob("*") if path.is_file()]


def test_a_body_of_unknown_length_is_told_what_to_send(alice, hand_in):
    problem(hand_in(alice, CONTENT_LENGTH=""), 411, "length_required")


def test_a_full_day_of_storage_is_413(alice, hand_in, settings):
    settings.SUBMISSION_DAY_MIB = 0
    problem(hand_in(alice), 413, "too_large")


def test_too_many_parts_are_a_problem_too(alice, hand_in):
    files = {f"m{number}.py": b"x" for number in range(101)}
    problem(hand_in(alice, files), 400, "parse_error")


def test_folders_come_in_paths(alice, hand_in):
    files = {"train.py": b"x", "a.py": b"y"}
    paths = {"data": {"paths": ["train.py", "pkg/a.py"]}}
    body = hand_in(alice, files, **paths).json()
    assert [file["path"] for file in body["files"]] == ["pkg/a.py", "train.py"]
    problem(hand_in(alice, files, data={"paths": ["one.py"]}), 400, "wrong_field")


def test_what_was_dropped_and_warned_of_is_told(alice, hand_in):
    body = hand_in(alice, {"train.py": b"def f(:\n", "._train.py": b"\0"}).json()
    assert body["dropped"] == ["._train.py"]
    assert body["warnings"][0]["path"] == "train.py"


def test_json_is_no_hand_in(alice, url):
    answer = alice.post(url, {"files": []}, content_type="application/json")
    problem(answer, 415, "unsupported_media_type")


def test_over_quota_it_is_stored_and_held(alice, hand_in, enrollment, assignment):
    assignment.published_version.spec["submit"]["per_day"] = 1
    assignment.published_version.save()
    hand_in(alice)
    body = hand_in(alice).json()
    assert body["state"] == "received"
    assert body["held_until"] is not None
    assert body["is_live"]


def test_a_graded_submission_shows_score_checks_and_measurements(
    alice, enrollment, assignment
):
    submission = a_submission(assignment, enrollment)
    grade(submission, a_runner())
    body = alice.get(f"/api/v1/submissions/{submission.public_id}/").json()
    assert body["state"] == "graded"
    assert body["is_live"] is False
    assert body["queue"] is None
    assert body["score"]["points"] == 10.0
    assert [check["state"] for check in body["checks"]] == ["gate_passed", "passed"]
    assert body["measurements"][0]["repeats"] == [1.4, 1.5, 1.6]


def test_the_report_says_where_it_ran(alice, enrollment, assignment):
    submission = a_submission(assignment, enrollment)
    grade(submission, a_runner("cpu-77"), sandbox="process")
    body = alice.get(f"/api/v1/submissions/{submission.public_id}/report/").json()
    assert (body["runner"], body["sandbox"]) == ("cpu-77", "process")
    assert body["isolates"] is False
    assert body["staff_note"] == ""


@pytest.mark.parametrize(
    ("outcome", "state", "move"),
    [
        (Outcome.OUT_OF_MEMORY, "out_of_memory", "student"),
        (Outcome.UNGRADABLE, "ungradable", "student"),
        (Outcome.LAB_BROKEN, "lab_broken", "staff"),
    ],
)
def test_a_state_is_one_word_and_says_whose_move_it_is(
    outcome, state, move, alice, enrollment, assignment
):
    submission = a_submission(assignment, enrollment)
    grade(submission, a_runner(), outcome=outcome)
    body = alice.get(f"/api/v1/submissions/{submission.public_id}/").json()
    assert (body["state"], body["whose_move"]) == (state, move)
    assert body["score"] is None or outcome is Outcome.OUT_OF_MEMORY


def test_what_is_unchanged_is_304(alice, hand_in):
    one = hand_in(alice).json()["urls"]["self"]
    etag = alice.get(one)["ETag"]
    again = alice.get(one, headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert again["ETag"] == etag
    alice.post(f"{one}cancel/")
    changed = alice.get(one, headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed.json()["state"] == "cancelled"


def test_waiting_ends_at_once_where_nothing_will_change(alice, hand_in):
    one = hand_in(alice).json()["urls"]["self"]
    alice.post(f"{one}cancel/")
    begun = time.monotonic()
    assert alice.get(f"{one}?wait=25").json()["state"] == "cancelled"
    assert time.monotonic() - begun < 2


def test_waiting_is_no_longer_than_asked(alice, hand_in):
    one = hand_in(alice).json()["urls"]["self"]
    begun = time.monotonic()
    assert alice.get(f"{one}?wait=1").json()["state"] == "queued"
    assert 0.5 < time.monotonic() - begun < 5


@pytest.mark.django_db(transaction=True)
def test_waiting_ends_when_the_state_changes(alice, hand_in):
    one = hand_in(alice).json()["urls"]["self"]

    def cancel_later():
        time.sleep(0.7)
        alice.post(f"{one}cancel/")
        connection.close()

    thread = threading.Thread(target=cancel_later)
    begun = time.monotonic()
    thread.start()
    answer = alice.get(f"{one}?wait=20")
    thread.join()
    assert answer.json()["state"] == "cancelled"
    assert time.monotonic() - begun < 15


def test_a_change_while_the_answer_was_made_ends_the_wait(alice, hand_in, monkeypatch):
    one = hand_in(alice).json()["urls"]["self"]
    etag = alice.get(one)["ETag"]
    details = submissions._details

    def then_cancelled(view, submission):
        monkeypatch.setattr(submissions, "_details", details)
        made = details(view, submission)
        alice.post(f"{one}cancel/")
        return made

    monkeypatch.setattr(submissions, "_details", then_cancelled)
    monkeypatch.setattr(waiting.time, "sleep", lambda _: pytest.fail("it waited"))
    answer = alice.get(f"{one}?wait=20", headers={"If-None-Match": etag})
    assert answer.json()["state"] == "cancelled"


@pytest.mark.parametrize("wait", ["-1", "soon", "1e9", "٣"])
def test_a_wait_that_is_no_number_is_refused(wait, alice, hand_in):
    one = hand_in(alice).json()["urls"]["self"]
    problem(alice.get(f"{one}?wait={wait}"), 400, "invalid")


def test_cancelling_gives_the_grading_back(alice, hand_in, enrollment):
    one = hand_in(alice).json()["urls"]["self"]
    assert QuotaBucket.objects.get().level == 19.0
    assert alice.post(f"{one}cancel/").json()["state"] == "cancelled"
    assert QuotaBucket.objects.get().level == pytest.approx(20.0, abs=0.01)
    problem(alice.post(f"{one}cancel/"), 409, "conflict")


def test_staff_grade_again(alice, tara, enrollment, assignment):
    submission = a_submission(assignment, enrollment)
    grade(submission, a_runner())
    again = f"/api/v1/submissions/{submission.public_id}/grade-again/"
    body = tara.post(again).json()
    assert body["state"] == "queued"
    assert body["score"]["points"] == 10.0
    assert GradingJob.objects.count() == 2
    problem(tara.post(again), 409, "conflict")


def test_a_list_is_one_s_own_newest_first(alice, bob, hand_in, url):
    hand_in(alice)
    hand_in(bob)
    hand_in(alice)
    body = alice.get(url).json()
    assert [line["number"] for line in body["results"]] == [2, 1]
    assert {line["person"]["name"] for line in body["results"]} == {"Alice"}
    assert body["next"] is None


def test_staff_list_everyone_s(alice, bob, tara, hand_in, url):
    hand_in(alice)
    hand_in(bob)
    people = [line["person"]["name"] for line in tara.get(url).json()["results"]]
    assert sorted(people) == ["Alice", "Bob"]


def test_a_list_comes_in_pages(alice, hand_in, url):
    for _ in range(5):
        hand_in(alice)
    numbers, next_url = [], f"{url}?page_size=2"
    while next_url:
        body = alice.get(next_url).json()
        numbers += [line["number"] for line in body["results"]]
        next_url = body["next"]
    assert numbers == [5, 4, 3, 2, 1]


def test_hand_ins_are_limited_in_number(alice, hand_in, url, monkeypatch):
    monkeypatch.setattr("portal.api.v1.throttles.HandIns.rate", "2/min")
    assert [hand_in(alice).status_code for _ in range(2)] == [201, 201]
    answer = hand_in(alice)
    problem(answer, 429, "throttled")
    assert int(answer["Retry-After"]) > 0
    assert alice.get(url).status_code == 200
