"""Work of every bad kind, handed in to a functions assignment."""

from types import SimpleNamespace

import pytest

from graders.check.local import LocalFeed
from graders.families import run_job
from graders.judge.errors import HIDDEN_WORDS
from graders.protocol import Outcome

GOOD = "def double(x):\n    return 2 * x\n"


def found(graded):
    return {check.name: check.passed for check in graded.report.checks}


def test_good_work_gets_all_points_and_a_whole_report(tiny):
    graded = tiny.functions().grade(work=f"print('hello')\n{GOOD}")
    report = graded.report
    assert (report.outcome, graded.score.points) == (Outcome.GRADED, 10)
    assert [(s.name, s.is_public) for s in report.stages] == [
        ("public", True),
        ("hidden", False),
        ("judge", False),
    ]
    assert report.image["name"] == "numpy"
    assert "hello" in (graded.logs / "public.log").read_text()


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("def double(x:\n", "work.py, line 1"),
        ("import sys\nsys.exit(0)\n", "work.py, line 2"),
        ("x = '\xe9'\n".encode("latin-1"), "work.py"),
        ("import os\nos._exit(0)\n", "ended while it was imported"),
    ],
)
def test_work_that_does_not_import_is_ungradable(tiny, source, said):
    report = tiny.functions().grade(work=source).report
    assert report.outcome is Outcome.UNGRADABLE
    assert said in report.sentence
    assert {stage.name: stage.cause for stage in report.stages}["hidden"] == "skipped"


def test_another_file_than_asked_for_is_ungradable_and_starts_nothing(tiny):
    report = tiny.functions().grade(other=GOOD).report
    assert report.outcome is Outcome.UNGRADABLE
    assert report.sentence == "work.py is missing."
    assert {stage.cause for stage in report.stages} == {"skipped"}


@pytest.mark.parametrize(
    "body",
    [
        "raise ValueError('no')",
        "return float('nan')",
        "return [[1]]",
        "import sys; sys.exit(0)",
        "import os; os._exit(0)",
        "while True: pass",
        "print('x' * 1000); return 7",
    ],
)
def test_a_call_that_goes_wrong_fails_its_check(tiny, body):
    graded = tiny.functions().grade(work=f"def double(x):\n    {body}\n")
    assert graded.report.outcome is Outcome.GRADED
    assert found(graded) == {"seen": False, "unseen": False}
    assert graded.score.points == 0


def test_a_function_that_is_missing_fails_its_check(tiny):
    graded = tiny.functions().grade(work="def triple(x):\n    return 3 * x\n")
    assert found(graded) == {"seen": False, "unseen": False}
    assert "no function double" in graded.report.checks[0].evidence[0].got


def test_a_hidden_check_tells_nothing_of_its_input(tiny):
    source = """
        def double(x):
            if x < 0:
                raise ValueError(f"the input was {x}")
            return 2 * x
    """
    graded = tiny.functions().grade(work=source)
    assert found(graded) == {"seen": True, "unseen": False}
    (evidence,) = graded.report.checks[1].evidence
    assert evidence.got in HIDDEN_WORDS.values()
    assert "-3" not in repr(graded.report)
    assert not (graded.logs / "public.log").exists()
    assert "the input was -3" in (graded.logs / "hidden.log").read_text()


def test_an_import_that_never_ends_is_a_timeout(tiny):
    report = tiny.functions(seconds=1).grade(work="while True: pass\n").report
    assert report.outcome is Outcome.TIMEOUT
    assert "1 seconds" in report.sentence


def test_a_judge_with_a_mistake_is_lab_broken_and_costs_nobody(tiny):
    lab = tiny.functions()
    text = (lab.folder / "judge.py").read_text().replace("== 6", "== six")
    (lab.folder / "judge.py").write_text(text)
    report = lab.grade(work=GOOD).report
    assert report.outcome is Outcome.LAB_BROKEN
    assert "six" in report.staff_note
    assert "six" not in report.sentence


def test_checks_that_finished_survive_the_end_of_their_stage(tiny):
    source = """
        import time
        def double(x):
            while x < 0:
                try:
                    time.sleep(9)
                except BaseException: pass
            return 2 * x
    """
    graded = tiny.functions().grade(work=source)
    assert graded.report.outcome is Outcome.TIMEOUT
    assert found(graded)["seen"] is True


@pytest.mark.docker
@pytest.mark.parametrize(
    ("source", "outcome"),
    [
        (
            "def double(x):\n    import os\n    while True: os.fork()\n",
            {Outcome.GRADED, Outcome.TIMEOUT, Outcome.OUT_OF_MEMORY},
        ),
        (
            "held = []\ndef double(x):\n    while True: held.append(b'x' * 2**20)\n",
            {Outcome.OUT_OF_MEMORY},
        ),
        (
            "def double(x):\n    while True: print('x' * 10000)\n",
            {Outcome.UNGRADABLE},
        ),
        (
            "import os\nwhile True: os.write(1, b'x' * 2**20)\n",
            {Outcome.UNGRADABLE},
        ),
    ],
    ids=["forks", "memory", "prints in a call", "a gigabyte at import"],
)
def test_bombs_end_in_their_container(contained, source, outcome):
    graded = contained.functions(seconds=5).grade(work=source)
    assert graded.report.outcome in outcome
    assert graded.score.points == 0


@pytest.mark.docker
def test_two_students_stages_share_nothing(contained):
    source = """
        import os
        def double(x):
            for place in ("/tmp", "/channel", "/submission", "/dev/shm"):
                try:
                    if x > 0:
                        open(place + "/note", "w").write("seen")
                    elif os.path.exists(place + "/note"):
                        return 0
                except OSError:
                    pass
            return 2 * x if set(os.listdir("/channel")) <= {"note"} else 0
    """
    assert contained.functions().grade(work=source).score.points == 10


def test_a_family_that_does_not_exist_is_the_labs_fault():
    lease = SimpleNamespace(id="1", attempt=1, family="no-such")
    for family in ("no-such", "nothing", "../spec"):
        lease.family = family
        report = run_job(SimpleNamespace(lease=lease), sandbox=None, feed=None)
        assert report.outcome is Outcome.LAB_BROKEN


def test_a_cancelled_job_ends_at_once(tiny, monkeypatch):
    monkeypatch.setattr(LocalFeed, "is_cancelled", lambda self: True)
    report = tiny.functions().grade(work="while True: pass\n").report
    assert report.outcome is Outcome.CANCELLED
    assert report.seconds < 8


def test_the_live_page_sees_each_stage_come_and_go(tiny, monkeypatch):
    seen = []
    monkeypatch.setattr(LocalFeed, "stages", lambda self, stages: seen.append(stages))
    tiny.functions().grade(work=GOOD)
    assert {stage.state for stage in seen[0]} == {"todo"}
    states = [[stage.state for stage in stages] for stages in seen]
    assert ["running", "todo", "running"] in states
    assert states[-1] == ["done", "done", "done"]


def test_a_machine_too_noisy_to_time_anything_costs_nobody(bare):
    bare.functions()
    judge = bare.folder / "judge.py"
    noisy = "from graders.judge.errors import TooNoisyError\n" + judge.read_text()
    noisy = noisy.replace(
        "expect(work", "raise TooNoisyError('12 % in a pair')\n    expect(work"
    )
    judge.write_text(noisy)
    report = bare.grade(work=GOOD).report
    assert report.outcome is Outcome.RUNNER_FAILED
    assert "too busy to time" in report.sentence
    assert "12 % in a pair" in report.staff_note
