"""One lease: what is laid out, what is sent, what is left behind."""

import signal
import time

import pytest

from graders.protocol import Outcome, Report, Role
from graders.runner.errors import PortalRefusedError
from graders.sandbox.stage import ImageMissingError, SandboxError
from tests.graders.runner.conftest import stage


def raising(error):
    def script(lease, folders, feed):
        raise error

    return script


def until_cancelled(lease, folders, feed):
    until = time.monotonic() + 8
    while not feed.is_cancelled():
        assert time.monotonic() < until, "never cancelled"
        time.sleep(0.01)
    return Report(lease.id, lease.attempt, Outcome.CANCELLED, "Cancelled.")


def test_files_are_laid_out_by_role_and_nothing_is_left(portal, bench):
    portal.queue(
        "one",
        portal.blob("softmax.py", b"def softmax(): ..."),
        portal.blob("pkg/deep/a b.py", b""),
        portal.blob("train.csv", b"1,2", Role.PUBLIC),
        portal.blob("hidden/answers.json", b"{}", Role.JUDGE),
    )

    def look(lease, folders, feed):
        modes = [p.stat().st_mode & 0o777 for p in folders.submission.rglob("*")]
        assert sorted(modes) == [0o644, 0o644, 0o755, 0o755]
        assert list(folders.work.iterdir()) == []

    bench.script = look
    assert bench.claimer.claim_until_none()

    assert bench.seen == [
        (
            "lease-one",
            {
                "judge/hidden/answers.json": b"{}",
                "public/train.csv": b"1,2",
                "submission/pkg/deep/a b.py": b"",
                "submission/softmax.py": b"def softmax(): ...",
            },
        )
    ]
    report = portal.reports[0]
    assert (report.outcome, report.environment) == (Outcome.GRADED, {"cores": "2"})
    assert bench.jobs() == []


@pytest.mark.parametrize(
    "path", ["../x", "/etc/x", "a/../../x", "a//b", "./x", "", "a/", "x\0y", ".."]
)
def test_a_path_that_leaves_its_folder_is_refused(portal, bench, path):
    portal.queue("one", portal.blob(path, b"hello", Role.JUDGE))
    bench.claimer.claim_until_none()
    assert portal.reports[0].outcome == Outcome.RUNNER_FAILED
    assert "not a path inside" in portal.reports[0].staff_note
    assert bench.seen == []
    assert not list(bench.work.rglob("x"))


@pytest.mark.parametrize("paths", [("a", "a"), ("a", "a/b"), ("a/b", "a")])
def test_two_files_in_one_place_are_refused(portal, bench, paths):
    portal.queue("one", *(portal.blob(path, path.encode()) for path in paths))
    bench.claimer.claim_until_none()
    assert portal.reports[0].outcome == Outcome.RUNNER_FAILED


@pytest.mark.parametrize("name", ["..", "a/b", "", "."])
def test_a_lease_may_not_name_a_folder_elsewhere(portal, bench, name, caplog):
    (bench.work / "precious").write_text("still here")
    portal.queue(id=name)
    bench.claimer.claim_until_none()
    assert (bench.work / "precious").read_text() == "still here"
    assert bench.seen == []
    assert "nonsense" in caplog.text


def test_the_same_bytes_are_fetched_once(portal, bench):
    shared = portal.blob("data.bin", b"x" * 100_000, Role.PUBLIC)
    portal.queue("one", shared)
    portal.queue("two", shared)
    bench.claimer.claim_until_none()
    assert len(portal.fetched) == 1
    assert bench.seen[0][1] == bench.seen[1][1]


def test_a_damaged_blob_in_the_cache_is_fetched_again(portal, bench):
    blob = portal.blob("data.bin", b"good")
    portal.queue("one", blob)
    bench.claimer.claim_until_none()
    kept = bench.work / "cache" / blob.sha256[:2] / blob.sha256
    kept.write_bytes(b"evil")
    portal.queue("two", blob)
    bench.claimer.claim_until_none()
    assert bench.seen[1][1] == {"submission/data.bin": b"good"}
    assert len(portal.fetched) == 2


def test_other_bytes_than_promised_are_never_graded(portal, bench):
    blob = portal.blob("data.bin", b"good")
    portal.blobs[blob.sha256] = b"goof"
    portal.queue("one", blob)
    bench.claimer.claim_until_none()
    assert portal.reports[0].outcome == Outcome.RUNNER_FAILED
    assert bench.seen == []
    assert [p for p in (bench.work / "cache").rglob("*") if p.is_file()] == []


def test_the_cache_keeps_its_cap_and_the_blobs_used_last(portal, bench):
    blobs = [portal.blob(f"{n}.bin", bytes([n]) * 500_000) for n in range(3)]
    for n, blob in enumerate(blobs):
        portal.queue(str(n), blob)
    bench.claimer.claim_until_none()
    kept = {p.name for p in (bench.work / "cache").glob("??/*")}
    assert kept == {blob.sha256 for blob in blobs[1:]}


@pytest.mark.parametrize("what", ["drop", "cut", 503])
def test_a_fetch_that_breaks_is_tried_again(portal, bench, what):
    portal.queue("one", portal.blob("data.bin", b"x" * 300_000))
    portal.fail("GET", "/blobs/", what, times=2)
    bench.claimer.claim_until_none()
    assert portal.reports[0].outcome == Outcome.GRADED


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (SandboxError("the engine is gone"), "the engine is gone"),
        (OSError(28, "No space left on device"), "No space left"),
        (ZeroDivisionError("a bug of ours"), "Traceback"),
    ],
)
def test_our_own_failure_is_runner_failed(portal, bench, error, words):
    portal.queue()
    bench.script = raising(error)
    bench.claimer.claim_until_none()
    report = portal.reports[0]
    assert report.outcome == Outcome.RUNNER_FAILED
    assert words in report.staff_note
    assert words not in report.sentence
    assert bench.jobs() == []


def test_a_missing_image_is_named_with_the_command_that_builds_it(portal, bench):
    portal.queue()
    bench.script = raising(
        ImageMissingError("'numpy' is not built: run `python -m graders images build`.")
    )
    bench.claimer.claim_until_none()
    assert portal.reports[0].outcome == Outcome.RUNNER_FAILED
    assert "images build" in portal.reports[0].sentence


def test_heartbeats_carry_the_stages(portal, bench):
    portal.queue()

    def script(lease, folders, feed):
        feed.stages([stage("train"), stage("judge", "todo", is_public=False)])
        until = time.monotonic() + 5
        while not (portal.beats and portal.beats[-1].stages):
            assert time.monotonic() < until
            time.sleep(0.01)

    bench.script = script
    bench.claimer.claim_until_none()
    shown = next(beat for beat in portal.beats if beat.stages)
    assert [(s.name, s.state) for s in shown.stages] == [
        ("train", "running"),
        ("judge", "todo"),
    ]


def test_an_order_to_cancel_ends_the_job(portal, bench):
    portal.queue()
    portal.order = "cancel"
    bench.script = until_cancelled
    bench.claimer.claim_until_none()
    assert portal.reports[0].outcome == Outcome.CANCELLED


def test_an_order_to_drain_lets_this_job_finish_and_takes_no_other(portal, bench):
    portal.queue("one")
    portal.queue("two")
    portal.order = "drain"
    bench.script = lambda *_: time.sleep(0.3)
    bench.claimer.claim_until_none()
    assert [report.lease_id for report in portal.reports] == ["lease-one"]
    assert len(portal.waiting) == 1


def test_a_lost_lease_is_abandoned_with_no_report(portal, bench):
    lease = portal.queue()

    def script(lease, folders, feed):
        portal.lost.add(lease.id)
        feed.log("train", b"nobody hears this")
        return until_cancelled(lease, folders, feed)

    bench.script = script
    bench.claimer.claim_until_none()
    assert portal.reports == []
    assert ("POST", f"/leases/{lease.id}/report/") not in portal.requests
    assert bench.jobs() == []


def test_a_report_that_comes_too_late_is_dropped_with_a_line(portal, bench, caplog):
    lease = portal.queue(heartbeat_s=60.0)

    def script(lease, folders, feed):
        time.sleep(0.1)
        portal.lost.add(lease.id)

    bench.script = script
    bench.claimer.claim_until_none()
    assert portal.reports == []
    assert f"report dropped job={lease.job_id} lease={lease.id}" in caplog.text


def test_a_heartbeat_that_does_not_get_through_changes_nothing(portal, bench):
    portal.queue()
    portal.fail("POST", "/heartbeat/", "drop", times=2)
    bench.script = lambda *_: time.sleep(0.5)
    bench.claimer.claim_until_none()
    assert portal.reports[0].outcome == Outcome.GRADED
    assert portal.beats


@pytest.mark.parametrize("what", ["drop", "drop_after", 502])
def test_a_report_is_sent_until_it_is_answered_and_counts_once(portal, bench, what):
    lease = portal.queue()
    portal.fail("POST", "/report/", what, times=2)
    bench.claimer.claim_until_none()
    assert len(portal.reports) == 1
    tries = portal.requests.count(("POST", f"/leases/{lease.id}/report/"))
    assert tries == (1 if what == "drop" else 3)


def test_a_report_the_portal_cannot_read_becomes_runner_failed(portal, bench):
    portal.queue()
    portal.fail("POST", "/report/", 400)
    bench.claimer.claim_until_none()
    assert portal.reports[0].outcome == Outcome.RUNNER_FAILED
    assert "400" in portal.reports[0].staff_note


def test_artifacts_are_stored_also_over_a_broken_connection(portal, bench):
    portal.queue()
    portal.fail("PUT", "/artifacts/", "drop_after")

    def script(lease, folders, feed):
        path = folders.work / "curve.json"
        path.write_bytes(b"[1, 2]" * 50_000)
        feed.artifact("curve.json", path, True)
        feed.artifact("private.json", path, False)

    bench.script = script
    bench.claimer.claim_until_none()
    assert portal.artifacts["curve.json"] == (b"[1, 2]" * 50_000, True)
    assert portal.artifacts["private.json"][1] is False


def test_an_artifact_too_big_costs_no_grade(portal, bench):
    portal.queue()
    portal.fail("PUT", "/artifacts/", 413)

    def script(lease, folders, feed):
        path = folders.work / "big.bin"
        path.write_bytes(b"x")
        feed.artifact("big.bin", path, True)

    bench.script = script
    bench.claimer.claim_until_none()
    assert portal.reports[0].outcome == Outcome.GRADED
    assert "big.bin was not stored" in portal.reports[0].staff_note


def test_a_stopped_runner_gives_its_job_back(portal, bench):
    portal.queue()

    def script(lease, folders, feed):
        bench.stop._heard(signal.SIGTERM, None)
        assert not feed.is_cancelled(), "it has a grace first"
        return until_cancelled(lease, folders, feed)

    bench.script = script
    bench.claimer.claim_until_none()
    assert portal.reports[0].outcome == Outcome.RUNNER_FAILED
    assert "stopped" in portal.reports[0].sentence


def test_no_token_is_ever_logged(portal, bench, caplog):
    caplog.set_level("DEBUG")
    lease = portal.queue()
    portal.fail("POST", "/report/", 400)
    portal.fail("POST", "/heartbeat/", "drop")
    bench.claimer.claim_until_none()
    ours = "\n".join(r.getMessage() for r in caplog.records if "graders" in r.name)
    assert f"job={lease.job_id} lease={lease.id}" in ours
    assert lease.token not in caplog.text
    assert "runner-token" not in caplog.text


def test_a_blob_of_another_lease_is_not_given(portal, bench):
    blob = portal.blob("a.py", b"a")
    lease = portal.queue()
    portal.granted[lease.id] = lease
    with (
        pytest.raises(PortalRefusedError, match="404"),
        bench.client.blob(lease, blob.sha256) as chunks,
    ):
        list(chunks)
