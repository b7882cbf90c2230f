"""Times the student's function against the staff's: in turn, and by the judge's clock.

Both answer through the same harness under the same limits, in containers of their own,
and only one of them is asked at a time. Every turn has an input that neither has seen,
and every answer is checked, so that remembering, guessing and skipping gain nothing.
Before it is timed, the reference is asked what the student was asked untimed: a process
that has worked is some 3 % slower than a fresh one.
"""

import contextlib
import secrets
from typing import Any, Callable, Dict, Iterable, Optional, Tuple

from graders.judge.channel import Listener
from graders.judge.errors import (
    ChannelError,
    ExpectationFailed,
    LoadFailed,
    ReferenceFailedError,
    WorkError,
)
from graders.judge.findings import Findings, log
from graders.judge.verdict import expect
from graders.judge.work import Question, Work
from graders.measure import paired, suspicion
from graders.measure.paired import Pair, Paired
from graders.measure.twice import equal
from graders.protocol import Flag, Measurement, Series
from graders.protocol.calls import FRAME_BYTES, numpy
from graders.protocol.orders import Phase

CONNECT_S = 60.0
KEPT = 0.5  # a repeated input answered in half the time: something was kept
COLUMNS = ("round", "student, s", "reference, s", "ratio, ×")
MakeInputs = Callable[[Any], Tuple[Any, ...]]


class Reference:
    """The staff's solution; connects and imports when it is first needed."""

    def __init__(self, listener: Listener, phase: Phase, call_s: float) -> None:
        self._listener, self._phase, self._call_s = listener, phase, call_s
        self._work: Optional[Work] = None

    def work(self) -> Work:
        """Its functions; raise ReferenceFailedError."""
        if self._work is None:
            try:
                channel = self._listener.accept(CONNECT_S, FRAME_BYTES)
                self._work = Work(channel, seconds=self._phase.seconds, seed=0)
                self._work.call_s = self._call_s
                self._work.load()
            except (ChannelError, LoadFailed) as error:
                raise ReferenceFailedError(f"it does not load: {error}") from error
        return self._work

    def catch_up(self, history: Iterable[Question]) -> None:
        """Do what the student's side did; what it says to that is of no interest."""
        for name, args in history:
            with contextlib.suppress(WorkError):
                self.work().call(name, *args)

    def close(self) -> None:
        """No more questions."""
        if self._work:
            self._work.close()


class Timer:
    """Compares, and tells the report what it measured and what looks odd."""

    def __init__(self, reference: Optional[Reference], findings: Findings) -> None:
        self._reference, self._findings = reference, findings

    @property
    def has_reference(self) -> bool:
        """Is there anything to compare with?"""
        return self._reference is not None

    def compare(
        self,
        work: Work,
        name: str,
        make_inputs: MakeInputs,
        *,
        check: Optional[Callable[..., None]],
        rounds: int,
        warm_ups: int,
        calls: int,
        within_s: float,
        drift: float,
        at_most: Optional[float],
        least_s: Optional[Callable[..., float]],
        too_fast: float,
    ) -> Paired:
        """As ``Work.compare`` says."""
        if self._reference is None:
            raise ValueError("a timed check needs `reference` in [grade]")
        self._reference.catch_up(work.history)
        turns = Turns(name, (work, self._reference.work()), make_inputs, check)
        turn_s = turns.warm_up(warm_ups, at_most)
        most = within_s / ((rounds + paired.EXTRA_ROUNDS) * turn_s)
        found = paired.compare(
            turns.student,
            turns.reference,
            rounds=rounds,
            warm_ups=0,
            calls=max(1, min(calls, int(most))),
            drift=drift,
        )
        self._report(work, found, warm_ups)
        odd = (
            turns.kept_answers(found),
            suspicion.too_good(
                [pair.student_s for pair in found.rounds],
                [pair.reference_s * too_fast for pair in found.rounds],
            ),
            turns.impossible(least_s),
        )
        for sentence in filter(None, odd):
            self._findings.flag(Flag(work.check, f"{name}: {sentence}"))
        work.history.clear()  # both sides have heard all of it
        return found

    def _report(self, work: Work, found: Paired, warm_ups: int) -> None:
        self._findings.measurement(
            Measurement(
                work.measure,
                found.ratio,
                unit="×",
                repeats=found.ratios,
                low=found.low,
                high=found.high,
                baseline=1.0,
                warm_ups=warm_ups,
            )
        )
        rows = tuple(
            (float(k), pair.student_s, pair.reference_s, pair.ratio)
            for k, pair in enumerate(found.rounds, 1)
        )
        self._findings.series(Series(f"{work.check}-rounds", work.check, COLUMNS, rows))


class Turns:
    """One input a turn, asked of both, both answers compared."""

    def __init__(
        self,
        name: str,
        sides: Tuple[Work, Work],
        make_inputs: MakeInputs,
        check: Optional[Callable[..., None]],
    ) -> None:
        self._name, self._make_inputs = name, make_inputs
        self._student, self._staff = sides
        self._check = check or same_as_reference
        self._turn = -1
        self._args: Tuple[Any, ...] = ()
        self._answers: Dict[str, Any] = {}
        self._quickest: Tuple[float, Tuple[Any, ...]] = (float("inf"), ())

    def student(self, turn: int) -> float:
        """The student's seconds for this turn's input; raise what fails the check."""
        self._begin(turn)
        answer = self._student.call(self._name, *self._args)
        self._quickest = min(
            self._quickest, (self._student.last_s, self._args), key=lambda at: at[0]
        )
        return self._end("student", answer, self._student.last_s)

    def reference(self, turn: int) -> float:
        """The reference's; raise ReferenceFailedError, which is never a student's."""
        self._begin(turn)
        try:
            answer = self._staff.call(self._name, *self._args)
        except WorkError as error:
            raise ReferenceFailedError(f"{self._name}: {error}") from error
        return self._end("reference", answer, self._staff.last_s)

    def warm_up(self, turns: int, at_most: Optional[float]) -> float:
        """The seconds of the quickest turn; raise where no ratio earns anything."""
        taken = [
            Pair(reference_s=self.reference(turn), student_s=self.student(turn))
            for turn in range(-1 - max(1, turns), -1)
        ]
        ratio = min(pair.ratio for pair in taken)
        if at_most is not None and ratio > at_most:
            raise ExpectationFailed(
                f"{self._name} took {ratio:.3g} times as long as the reference.",
                expected=f"at most {at_most:g} times",
                kind="slow",
            )
        return min(pair.student_s + pair.reference_s for pair in taken)

    def kept_answers(self, found: Paired) -> Optional[str]:
        """Ask the last input again: the answer must be the same, and cost the same."""
        first, args = self._answers["student"], self._args
        again = self._student.call(self._name, *args)
        expect(
            equal(first, again),
            f"{self._name} gave two answers to the same input.",
            expected="the same answer every time",
        )
        took = self._student.last_s
        if took >= KEPT * found.student_s:
            return None
        return (
            f"the same input again took {took:.3g} s instead of {found.student_s:.3g}:"
            " it keeps answers, which gained nothing here"
        )

    def impossible(self, least_s: Optional[Callable[..., float]]) -> Optional[str]:
        """Was the quickest call quicker than its input allows?"""
        seconds, args = self._quickest
        return suspicion.impossible(seconds, least_s(*args)) if least_s else None

    def _begin(self, turn: int) -> None:
        if turn == self._turn:
            return
        self._turn = turn
        seed = secrets.randbits(63)
        log(f"{self._name}: turn {turn}: inputs of seed {seed}")
        self._args = tuple(self._make_inputs(numpy.random.default_rng(seed)))
        self._answers = {}

    def _end(self, who: str, answer: Any, seconds: float) -> float:
        self._answers[who] = answer
        if len(self._answers) == 2:
            got, want = self._answers["student"], self._answers["reference"]
            self._check(got, want, *self._args)
        return seconds


def same_as_reference(got: Any, want: Any, *_: Any) -> None:
    """The check of a timed answer that says nothing else."""
    if not equal(got, want):
        raise ExpectationFailed("A timed call gave another result than the reference.")
