"""Timed functions: the staff's solution answers beside the student's."""

import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from graders.devices import exclusive
from graders.families.findings import Findings
from graders.families.functions import plan
from graders.protocol import Outcome, Series
from graders.sandbox.stage import Cause, StageEnd

REQUIRES = 'requires = ["seen"]\n'
GOOD = "def double(x):\n    return 2 * x\n"
# These tests share their machine: whatever the reference does is steady enough.
JUDGE = """
from graders.judge import Judge, expect
judge = Judge(call_s=2.0)

@judge.check("seen")
def seen(work):
    return work.compare("double", lambda rng: (rng.normal(size=20),),
                        check=same, drift=1e9).ratio

def same(got, want, x):
    expect((got == want).all(), "other numbers")

@judge.check("unseen")
def unseen(work):
    expect(work.double(-3) == -6, "not doubled")
"""


@pytest.fixture
def timed(monkeypatch, tmp_path):
    """Make a tiny functions assignment a timed one."""
    monkeypatch.setenv("ASSAY_LOCKS", str(tmp_path / "locks"))

    def make(lab, reference=GOOD, more=""):
        lab.functions(seconds=20)
        toml = lab.folder / "assignment.toml"
        said = f'tier = "T1"\nreference = "hidden/reference"\n{more}\n'
        toml.write_text(toml.read_text().replace('tier = "T1"\n', said))
        (lab.folder / "judge.py").write_text(JUDGE)
        if reference is not None:
            (lab.folder / "hidden/reference").mkdir(parents=True)
            (lab.folder / "hidden/reference/work.py").write_text(reference)
        return lab

    return make


def found(graded):
    return {check.name: check.passed for check in graded.report.checks}


def test_a_student_is_timed_beside_the_reference(timed, tiny):
    graded = timed(tiny).grade(work=GOOD)
    report = graded.report
    assert report.outcome is Outcome.GRADED
    assert found(graded) == {"seen": True, "unseen": True}
    (one,) = report.measurements
    assert (one.name, one.unit, one.baseline, one.warm_ups) == ("seen", "×", 1.0, 3)
    assert len(one.repeats) >= 5
    assert one.low <= one.value <= one.high
    assert [series.check for series in report.series] == ["seen"]
    stages = {stage.name: stage for stage in report.stages}
    assert not stages["reference"].is_public
    assert "load" in report.environment


def test_waiting_for_the_device_is_no_time_of_the_jobs(timed, bare, tmp_path):
    lab, waited_s = timed(bare), 2.0
    began = time.monotonic()
    with ThreadPoolExecutor(1) as pool, exclusive("cpu"):
        graded = pool.submit(lab.grade, work=GOOD)
        while not graded.done() and not list((tmp_path / "locks").glob("*.ticket")):
            time.sleep(0.01)
        time.sleep(waited_s)
    report = graded.result().report
    assert report.outcome is Outcome.GRADED
    assert 0 < report.seconds <= time.monotonic() - began - waited_s


def test_a_wrong_answer_in_a_timed_call_fails_it(timed, bare):
    graded = timed(bare).grade(work=GOOD.replace("2 * x", "2 * x + 1"))
    assert found(graded)["seen"] is False


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        (None, "is not there"),
        ("def double(x:\n", "does not load"),
        ("def triple(x):\n    return x\n", "no function double"),
        ("def double(x):\n    raise OSError('disk')\n", "OSError: disk"),
        ("import os\ndef double(x):\n    os._exit(3)\n", "ended before it answered"),
    ],
    ids=["no folder", "no import", "no function", "raises", "ends"],
)
def test_a_reference_that_fails_is_lab_broken_and_costs_nobody(
    timed, bare, reference, said
):
    report = timed(bare, reference).grade(work=GOOD).report
    assert report.outcome is Outcome.LAB_BROKEN
    assert said in report.staff_note
    assert said not in report.sentence


def test_nothing_is_timed_where_a_check_that_it_requires_failed(timed, bare):
    """The reference here would be lab_broken, were it ever asked."""
    lab = timed(bare, "def double(x:\n")
    judge = JUDGE.replace('"seen"', '"-"').replace('"unseen"', '"seen"')
    (lab.folder / "judge.py").write_text(judge.replace('"-"', '"unseen"'))
    toml = lab.folder / "assignment.toml"
    toml.write_text(toml.read_text().replace('hidden"\n', 'hidden"\n' + REQUIRES))
    graded = lab.grade(work="def double(x):\n    return x\n")
    assert graded.report.outcome is Outcome.GRADED
    assert found(graded) == {"seen": False, "unseen": None}


def test_a_student_sees_nothing_of_the_reference(timed, bare):
    report = (
        timed(bare, f"print('the answer is 2 * x')\n{GOOD}").grade(work=GOOD).report
    )
    assert report.outcome is Outcome.GRADED
    assert not (bare.folder.parent / "logs/public.log").exists()
    assert "2 * x" in (bare.folder.parent / "logs/reference.log").read_text()


@pytest.mark.parametrize(("threads", "flags"), [(1, 1), (2, 0)])
def test_work_beside_the_calls_is_flagged(threads, flags):
    """CPU time that a busy machine may not grant in a test is made up here."""
    findings = Findings()
    findings.asked_s["public"] = 4.0
    findings.series.append(Series("rounds", "speed", ("round",), ()))
    lease = SimpleNamespace(options={"threads": threads})
    end = StageEnd(Cause.KILLED, None, 9.0, cpu_seconds=8.0)
    plan.flag_threads(SimpleNamespace(lease=lease), {"public": end}, findings)
    assert [flag.check for flag in findings.flags] == ["speed"] * flags


@pytest.mark.parametrize(("more", "threads"), [("", "1"), ("threads = 3", "3")])
def test_numerical_libraries_get_one_thread_unless_the_assignment_says(
    timed, tiny, more, threads
):
    source = f"""
        import os
        names = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
        def double(x):
            assert [os.environ[name] for name in names] == ["{threads}"] * 3
            return 2 * x
    """
    assert found(timed(tiny, more=more).grade(work=source))["seen"] is True
