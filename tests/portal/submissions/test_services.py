"""Rows of submissions, their quota and their storage."""

from datetime import timedelta

import pytest

from portal.audit.models import Event
from portal.lib import store
from portal.lib.errors import ConflictError, InvalidError, NotFoundError
from portal.submissions import access, selectors, services
from portal.submissions.intake import Received, ReceivedFile
from portal.submissions.models import Artifact, Charge, QuotaBucket
from portal.submissions.rules import FileVerdict, Verdict
from tests.factories.grading import (
    NOON,
    a_course,
    a_person,
    a_submission,
    an_assignment,
    an_enrollment,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def assignment():
    return an_assignment(per_day=2)


@pytest.fixture
def alice(assignment):
    return an_enrollment(assignment.course)


def received(*contents: bytes, **more) -> Received:
    kept = [store.put_bytes(content) for content in contents]
    return Received(
        tuple(ReceivedFile(f"{n}.py", k.sha256, k.size) for n, k in enumerate(kept)),
        **more,
    )


def stored(assignment, enrollment, content: Received, **more):
    return services.store_submission(
        assignment,
        assignment.published_version,
        enrollment,
        **{
            "actor": enrollment.user,
            "received": content,
            "charge": Charge.RESERVED,
            "now": NOON,
            "source": "api",
            **more,
        },
    )


def test_a_submission_has_its_files_digest_and_a_line_in_the_diary(assignment, alice):
    content = received(b"one", b"two")
    submission = stored(assignment, alice, content)
    assert submission.digest == content.digest
    assert submission.size == 6
    assert [f.path for f in selectors.files_of(submission)] == ["0.py", "1.py"]
    event = Event.objects.get(verb="submission.stored")
    assert event.object_id == str(submission.public_id)
    assert event.actor_id == str(alice.user.public_id)


def test_the_same_bytes_are_one_artifact(assignment, alice):
    stored(assignment, alice, received(b"one", b"one"))
    stored(assignment, alice, received(b"one"))
    assert Artifact.objects.count() == 1


def test_numbers_count_from_one_for_each_person(assignment, alice):
    bob = an_enrollment(assignment.course)
    numbers = [
        stored(assignment, who, received(b"x")).number for who in (alice, alice, bob)
    ]
    assert numbers == [1, 2, 1]


def test_what_was_dropped_and_warned_of_is_kept_as_notes(assignment, alice):
    warning = FileVerdict("0.py", Verdict.WARNING, "Syntax error in line 1: x.")
    content = received(b"x", dropped=(".DS_Store",), warnings=(warning,))
    assert stored(assignment, alice, content).notes == {
        "dropped": [".DS_Store"],
        "warnings": [["0.py", "Syntax error in line 1: x."]],
    }


def test_a_key_can_be_used_once(assignment, alice):
    stored(assignment, alice, received(b"x"), idempotency_key="k")
    with pytest.raises(ConflictError) as caught:
        stored(assignment, alice, received(b"y"), idempotency_key="k")
    assert caught.value.code == "idempotency_key_used"


def test_a_repeated_key_finds_its_submission_or_is_refused(assignment, alice):
    def found(to, key):
        return selectors.handed_in_before(alice, to, idempotency_key=key)

    submission = stored(assignment, alice, received(b"x"), idempotency_key="k")
    assert found(assignment, "k") == submission
    assert found(assignment, "") is None
    assert found(assignment, "other") is None
    with pytest.raises(ConflictError):
        found(an_assignment(assignment.course, slug="hw06"), "k")


def test_storage_of_a_day_is_limited_and_comes_back(assignment, alice, settings):
    settings.SUBMISSION_DAY_MIB = 1
    stored(assignment, alice, received(bytes(700_000)))
    with pytest.raises(InvalidError, match="24 hours") as caught:
        stored(assignment, alice, received(bytes(700_000)))
    assert caught.value.code == "storage_full"
    later = NOON + timedelta(hours=25)
    assert stored(assignment, alice, received(bytes(700_000)), now=later).number == 2


def test_a_bucket_gives_what_it_has_then_says_when(assignment, alice):
    def reserve(now):
        return services.reserve(assignment, alice, per_day=2, now=now)

    assert reserve(NOON).taken
    assert reserve(NOON).taken
    empty = reserve(NOON)
    assert (empty.taken, empty.next_at) == (False, NOON + 12 * HOUR)
    assert not reserve(NOON + 11 * HOUR).taken
    assert reserve(NOON + 12 * HOUR).taken


def test_quota_is_shown_as_it_is_now(assignment, alice):
    full = selectors.quota_of(assignment, alice, now=NOON)
    assert (full.left, full.per_day, full.next_at) == (2, 2, None)
    services.reserve(assignment, alice, per_day=2, now=NOON)
    one = selectors.quota_of(assignment, alice, now=NOON + HOUR)
    assert (one.left, one.next_at) == (1, NOON + 12 * HOUR)


def test_a_refund_gives_back_once(assignment, alice):
    services.reserve(assignment, alice, per_day=2, now=NOON)
    submission = stored(assignment, alice, received(b"x"))
    for _ in range(2):
        services.refund(submission, now=NOON)
    assert QuotaBucket.objects.get().level == 2.0
    assert submission.charge == Charge.REFUNDED
    assert Event.objects.filter(verb="submission.refunded").count() == 1


def test_what_was_charged_is_not_refunded(assignment, alice):
    services.reserve(assignment, alice, per_day=2, now=NOON)
    submission = stored(assignment, alice, received(b"x"))
    services.charge(submission, now=NOON)
    services.refund(submission, now=NOON)
    submission.refresh_from_db()
    assert submission.charge == Charge.CHARGED
    assert QuotaBucket.objects.get().level == 1.0


def test_a_held_submission_takes_its_grading_when_there_is_one(assignment, alice):
    for _ in range(2):
        services.reserve(assignment, alice, per_day=2, now=NOON)
    held = stored(assignment, alice, received(b"x"), charge=Charge.HELD)
    assert not services.reserve_held(held, now=NOON).taken
    assert services.reserve_held(held, now=NOON + 12 * HOUR).taken
    held.refresh_from_db()
    assert held.charge == Charge.RESERVED


def test_only_a_held_submission_takes_one_later(assignment, alice):
    submission = stored(assignment, alice, received(b"x"))
    with pytest.raises(ConflictError):
        services.reserve_held(submission, now=NOON)
    assert not QuotaBucket.objects.filter(level__lt=2).exists()


def test_history_is_newest_first(assignment, alice):
    for _ in range(3):
        a_submission(assignment, alice)
    numbers = [s.number for s in selectors.work_on(alice, assignment)]
    assert numbers == [3, 2, 1]


@pytest.mark.parametrize("role", ["student", "observer"])
def test_others_of_the_course_do_not_see_it(role, assignment, alice):
    submission = a_submission(assignment, alice)
    other = an_enrollment(assignment.course, role=role)
    with pytest.raises(NotFoundError):
        access.get_submission(other.user, submission.public_id)


@pytest.mark.parametrize("role", ["grader", "instructor"])
def test_its_author_and_staff_of_the_course_see_it(role, assignment, alice):
    submission = a_submission(assignment, alice)
    tara = an_enrollment(assignment.course, role=role)
    for viewer in (alice.user, tara.user):
        assert access.get_submission(viewer, submission.public_id) == submission
        assert list(access.submissions_of(viewer, assignment)) == [submission]


def test_strangers_ops_and_staff_elsewhere_do_not_see_it(assignment, alice):
    submission = a_submission(assignment, alice)
    elsewhere = an_enrollment(a_course(), role="instructor").user
    for viewer in (a_person(), a_person(is_ops=True), elsewhere):
        with pytest.raises(NotFoundError):
            access.get_submission(viewer, submission.public_id)
        with pytest.raises(NotFoundError):
            access.get_file(viewer, submission.public_id, "train.py")


def test_who_dropped_the_course_sees_nothing_of_it_any_more(assignment, alice):
    submission = a_submission(assignment, alice)
    alice.is_active = False
    alice.save()
    with pytest.raises(NotFoundError):
        access.get_submission(alice.user, submission.public_id)


def test_a_file_is_found_by_its_path(assignment, alice):
    submission = a_submission(assignment, alice)
    file = access.get_file(alice.user, submission.public_id, "train.py")
    assert store.read(file.artifact.sha256) == b"print('hello')\n"
    for path in ("nope.py", "../train.py"):
        with pytest.raises(NotFoundError):
            access.get_file(alice.user, submission.public_id, path)


def test_no_id_at_all_is_no_submission(alice):
    with pytest.raises(NotFoundError):
        access.get_submission(alice.user, "no-uuid")
