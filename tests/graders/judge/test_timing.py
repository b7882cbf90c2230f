"""Timed checks, with two sides whose clocks and answers a test made up."""

from types import SimpleNamespace

import pytest

from graders.judge import timing
from graders.judge.errors import (
    ExpectationFailed,
    ReferenceFailedError,
    TooNoisyError,
    WorkError,
)
from graders.judge.functions import verdict
from graders.judge.timing import Reference, Timer
from graders.judge.work import Work
from graders.protocol import CheckSpec
from graders.protocol.orders import Phase

SPEC = CheckSpec("speed", "Speed", measure="time_ratio")


class Side:
    """One side of a comparison: answers by ``answer``, takes ``seconds``."""

    def __init__(self, answer=lambda x: 2 * x, seconds=lambda turn, x: 1.0):
        self.answer, self.seconds = answer, seconds
        self.asked = []
        self.last_s = 0.0
        self.check, self.measure = "speed", "time_ratio"
        self.history = []

    def call(self, name, x):
        self.last_s = self.seconds(len(self.asked), x)
        self.asked.append(x)
        return self.answer(x)


class Said:
    """Keeps what the report is told."""

    def __init__(self):
        self.measurements, self.tables, self.flags = [], [], []

    def measurement(self, one):
        self.measurements.append(one)

    def series(self, one):
        self.tables.append(one)

    def flag(self, one):
        self.flags.append(one)


@pytest.fixture(autouse=True)
def plain_random(monkeypatch):
    """The seed itself as generator: NumPy is in the judge's image only."""
    random = SimpleNamespace(default_rng=lambda seed: seed)
    monkeypatch.setattr(timing, "numpy", SimpleNamespace(random=random))


def compare(student, reference=None, said=None, **options):
    side = reference or Side()
    staff = Reference(None, None, 1.0)
    staff._work = side  # as if it had connected
    usual = {
        "check": None,
        "rounds": 5,
        "warm_ups": 3,
        "calls": 1,
        "within_s": 1e9,
        "drift": 0.1,
        "at_most": None,
        "least_s": None,
        "too_fast": 0.5,
    }
    return Timer(staff, said or Said()).compare(
        student, "double", lambda rng: (rng,), **{**usual, **options}
    )


def test_the_report_gets_ratio_repeats_interval_and_every_round():
    said = Said()
    found = compare(Side(seconds=lambda turn, x: 1.5), said=said)
    (one,) = said.measurements
    assert (one.name, one.unit, one.value, one.baseline) == ("time_ratio", "×", 1.5, 1)
    assert one.repeats == found.ratios == (1.5,) * 5
    assert (one.low, one.high, one.warm_ups) == (1.5, 1.5, 3)
    (table,) = said.tables
    assert table.check == "speed"
    assert table.rows[0] == (1.0, 1.5, 1.0, 1.5)
    assert said.flags == []


def test_every_turn_has_an_input_of_its_own_that_both_sides_get():
    student, reference = Side(), Side()
    compare(student, reference, calls=3)
    fresh = student.asked[:-1]
    assert fresh == reference.asked
    assert len(set(fresh)) == len(fresh) == 3 + 15
    assert student.asked[-1] == fresh[-1]  # the last one again: the same answer?


def test_one_wrong_answer_in_a_timed_call_fails_the_check():
    student = Side(answer=lambda x: 2 * x if len(student.asked) != 6 else 2 * x + 1)
    with pytest.raises(ExpectationFailed, match="another result"):
        compare(student)


def test_the_judges_own_comparison_sees_answers_and_arguments():
    seen = []
    compare(
        Side(answer=lambda x: x),
        check=lambda got, want, x: seen.append((got == x, want == 2 * x)),
    )
    assert set(seen) == {(True, True)}


def test_a_student_that_raises_fails_only_this_check():
    def answer(x):
        raise WorkError("raised", "double raised ValueError")

    student = Side(answer=answer)
    result = verdict(SPEC, lambda work: compare(work).ratio, student)
    assert result.passed is False
    assert "ValueError" in result.evidence[0].got


def test_a_reference_that_fails_is_nobodys_fault_who_handed_in():
    def answer(x):
        raise WorkError("raised", "double raised MemoryError")

    with pytest.raises(ReferenceFailedError, match="MemoryError"):
        verdict(SPEC, lambda work: compare(work, Side(answer=answer)), Side())


def test_a_reference_that_never_connects_is_nobodys_fault_either(tmp_path, monkeypatch):
    from graders.judge.channel import Listener

    monkeypatch.setattr(timing, "CONNECT_S", 0.01)
    reference = Reference(Listener(tmp_path), Phase("reference", True, 5.0), 1.0)
    with pytest.raises(ReferenceFailedError, match="does not load"):
        reference.work()
    reference.close()


def test_the_reference_first_does_what_the_student_did_untimed():
    def answer(x):
        if x == "odd":
            raise WorkError("raised", "double raised TypeError")
        return 2 * x

    student, reference = Side(), Side(answer=answer)
    student.history = [("double", ("odd",)), ("double", (-7,))]
    compare(student, reference)
    assert reference.asked[:2] == ["odd", -7]
    assert reference.asked[2:] == student.asked[:-1]
    assert student.history == []


def test_what_is_asked_untimed_is_kept_only_where_something_is_timed():
    for reference, kept in ((None, 0), (Reference(None, None, 1.0), 1)):
        work = Work(None, seconds=1.0, seed=1)
        work.timer = Timer(reference, Said())
        with pytest.raises(AttributeError):
            work.double(3)
        assert len(work.history) == kept


def test_answers_kept_for_the_same_input_are_flagged_and_gained_nothing():
    known = set()

    def seconds(turn, x):
        is_known = x in known
        known.add(x)
        return 0.01 if is_known else 3.0

    said = Said()
    assert compare(Side(seconds=seconds), said=said).ratio == 3.0
    (flag,) = said.flags
    assert flag.check == "speed"
    assert "keeps answers" in flag.sentence


def test_two_answers_to_one_input_fail_the_check():
    student = Side()
    seen = set()

    def answer(x):
        is_again = x in seen
        seen.add(x)
        return 2 * x + is_again

    student.answer = answer
    with pytest.raises(ExpectationFailed, match="two answers"):
        compare(student)


def test_much_faster_than_the_reference_is_flagged():
    said = Said()
    compare(Side(seconds=lambda turn, x: 0.1 + 0.001 * (turn % 2)), said=said)
    (flag,) = said.flags
    assert "of the reference" in flag.sentence


def test_faster_than_physics_is_flagged():
    said = Said()
    compare(Side(), said=said, least_s=lambda x: 2.0)
    (flag,) = said.flags
    assert "takes 2 s" in flag.sentence


def test_a_student_beyond_everything_is_stopped_after_its_warm_up():
    student = Side(seconds=lambda turn, x: 30.0)
    with pytest.raises(ExpectationFailed, match="30 times") as caught:
        compare(student, at_most=10)
    assert (caught.value.kind, len(student.asked)) == ("slow", 3)


def test_one_slow_turn_is_not_the_end():
    student = Side(seconds=lambda turn, x: 30.0 if turn == 0 else 1.0)
    assert compare(student, at_most=10).ratio == 1.0


@pytest.mark.parametrize(("within_s", "turns"), [(1e9, 15), (64.0, 4), (1.0, 1)])
def test_slow_turns_are_fewer_so_that_all_fit(within_s, turns):
    student = Side()
    compare(student, calls=15, within_s=within_s)
    assert len(student.asked) == 3 + 5 * turns + 1


def test_a_machine_that_is_too_noisy_gives_no_number():
    with pytest.raises(TooNoisyError):
        compare(Side(), Side(seconds=lambda turn, x: 1.0 + turn % 5))


def test_without_a_reference_a_timed_check_is_the_labs_mistake():
    work = Work(None, seconds=1.0, seed=1)
    with pytest.raises(ValueError, match="reference"):
        work.compare("double", lambda rng: (1,))
    with pytest.raises(ValueError, match="reference"):
        Timer(None, Said()).compare(None, "double", None, check=None, **OPTIONS)


OPTIONS = {
    "rounds": 5,
    "warm_ups": 0,
    "calls": 1,
    "within_s": 1.0,
    "drift": 0.1,
    "at_most": None,
    "least_s": None,
    "too_fast": 0.5,
}
