"""Logs and artifacts of a running job."""

from datetime import timedelta

import pytest

from portal.courses.models import Role
from portal.grading import selectors, services
from portal.grading.errors import LeaseLostError, OffsetError
from portal.grading.models import JobArtifact, StageLog
from portal.grading.services import output
from portal.grading.services.output import TooMuchError
from portal.lib import store
from portal.lib.errors import InvalidError, NotFoundError
from tests.factories.grading import NOON, a_job, an_enrollment, claim
from tests.factories.runners import a_runner

pytestmark = pytest.mark.django_db


@pytest.fixture
def granted():
    a_job()
    return claim(a_runner())


def append(granted, piece, offset, stage="train", *, is_public=True):
    return services.append_log(
        granted.use, stage, piece, offset=offset, is_public=is_public
    )


def keep(granted, name, *chunks, is_public=True):
    return services.keep_artifact(
        granted.use, name, chunks, is_public=is_public, now=NOON
    )


def test_pieces_are_joined_and_one_sent_twice_is_kept_once(granted):
    assert append(granted, b"one\n", 0) == 4
    with pytest.raises(OffsetError) as refused:
        append(granted, b"one\n", 0)
    assert refused.value.extra == {"expected_offset": 4}
    assert append(granted, b"two\n", 4) == 8
    viewer = granted.job.submission.author
    whole = selectors.log_bytes(granted.job, viewer=viewer, stage="train")
    assert b"".join(whole) == b"one\ntwo\n"


def test_bytes_of_a_broken_try_are_covered_by_the_next(granted):
    append(granted, b"one\n", 0)
    path = output.path_of_log(granted.job, 1, "train")
    path.write_bytes(b"one\ntwo and more that was never confirmed")
    viewer = granted.job.submission.author
    assert selectors.log_tail(granted.job, viewer=viewer, stage="train") == ["one"]
    append(granted, b"2\n", 4)
    assert selectors.log_tail(granted.job, viewer=viewer, stage="train") == ["one", "2"]


def test_a_lost_lease_writes_nothing(granted):
    services.expire_leases(now=NOON + timedelta(hours=1))
    with pytest.raises(LeaseLostError):
        append(granted, b"late", 0)
    with pytest.raises(LeaseLostError):
        keep(granted, "late.txt", b"late")
    assert not StageLog.objects.exists()
    assert not JobArtifact.objects.exists()
    assert not output.path_of_log(granted.job, 1, "train").exists()


@pytest.mark.parametrize("stage", ["", "../x", "a/b", ".hidden", "Ä", "x" * 65, "a\n"])
def test_odd_stage_names_are_refused(granted, stage):
    with pytest.raises(InvalidError):
        append(granted, b"x", 0, stage)


@pytest.mark.parametrize(
    "name", ["", "../x", "/etc/passwd", "a/../b", ".git/x", "a//b", "x" * 300, "a\n"]
)
def test_odd_artifact_names_are_refused(granted, name):
    with pytest.raises(InvalidError):
        keep(granted, name, b"x")


def test_a_log_and_the_number_of_stages_end_somewhere(granted, monkeypatch):
    monkeypatch.setattr(output, "STAGE_BYTES", 10)
    append(granted, b"x" * 10, 0)
    with pytest.raises(TooMuchError):
        append(granted, b"x", 10)
    monkeypatch.setattr(output, "MOST_STAGES", 1)
    with pytest.raises(TooMuchError):
        append(granted, b"x", 0, "other")


def test_artifacts_end_somewhere(granted, monkeypatch):
    monkeypatch.setattr(output, "ARTIFACT_BYTES", 10)
    with pytest.raises(TooMuchError):
        keep(granted, "big.bin", b"x" * 8, b"x" * 8)
    monkeypatch.setattr(output, "ALL_ARTIFACTS_BYTES", 12)
    keep(granted, "a.bin", b"x" * 8)
    with pytest.raises(TooMuchError):
        keep(granted, "b.bin", b"y" * 8)
    monkeypatch.setattr(output, "MOST_ARTIFACTS", 1)
    with pytest.raises(TooMuchError):
        keep(granted, "c.bin", b"z")


def test_the_same_artifact_again_changes_nothing(granted):
    first = keep(granted, "out/model.npz", b"weights")
    assert keep(granted, "out/model.npz", b"weights") == first
    kept = JobArtifact.objects.get()
    assert store.read(kept.artifact.sha256) == b"weights"


def test_students_read_public_stages_and_files_only_staff_read_all(granted):
    append(granted, b"mine\n", 0, "train")
    append(granted, b"secret\n", 0, "judge", is_public=False)
    keep(granted, "mine.txt", b"mine")
    keep(granted, "secret.txt", b"secret", is_public=False)
    job, student = granted.job, granted.job.submission.author
    tara = an_enrollment(job.submission.assignment.course, role=Role.GRADER).user

    def read(viewer):
        logs = selectors.visible_logs(job, viewer=viewer)
        files = selectors.visible_artifacts(job, viewer=viewer)
        return [log.stage for log in logs], [file.name for file in files]

    assert read(student) == (["train"], ["mine.txt"])
    assert read(tara) == (["train", "judge"], ["mine.txt", "secret.txt"])
    with pytest.raises(NotFoundError):
        selectors.log_tail(job, viewer=student, stage="judge")
    assert selectors.log_tail(job, viewer=tara, stage="judge") == ["secret"]


def test_a_stage_that_was_ever_hidden_stays_hidden(granted):
    append(granted, b"secret\n", 0, is_public=False)
    append(granted, b"x\n", 7, is_public=True)
    assert not StageLog.objects.get().is_public


def test_the_tail_is_short_and_clean(granted, monkeypatch):
    lines = b"".join(b"line %d\n" % n for n in range(20_000))
    append(granted, lines + b"\xff\x00end\n", 0)
    viewer = granted.job.submission.author
    tail = selectors.log_tail(granted.job, viewer=viewer, stage="train", max_lines=2)
    assert tail == ["line 19999", "\ufffd\ufffdend"]
