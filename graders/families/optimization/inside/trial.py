"""Both engines side by side: accuracy in mixed batches, then paired timing."""

import random
from typing import Any, Callable, Dict, List, NamedTuple, Tuple

import numpy

from graders.judge.errors import ExpectationFailed
from graders.judge.verdict import in_percent
from graders.measure import paired, twice

from .player import EngineError, Player
from .quality import Tally, mixed_batches, same_labels

# count, seed -> rows of float32, and what each row shows
Rows = Callable[[int, int], Tuple[Any, Any]]


class Plan(NamedTuple):
    """How much is measured."""

    hidden_rows: int = 2000
    batch: int = 64
    batches: int = 2  # in one timed call: short ones get past a busy neighbour
    rounds: int = 7
    calls: int = 15  # in one round, of which the quietest third counts
    extra_rounds: int = 21  # for those in which the reference moved
    agreement: float = 0.98
    drift: float = paired.DRIFT  # math.inf where time is shown, not graded


class Trial:
    """What two engines answered; everything timed is kept and looked at."""

    def __init__(
        self, model: Player, reference: Player, rows: Rows, plan: Plan
    ) -> None:
        self._model, self._reference = model, reference
        self._rows, self._plan = rows, plan
        self._toss = random.SystemRandom()
        self._turn = -1
        self._batches: List[Tuple[Any, Any]] = []
        self._answers: Dict[bool, List[Any]] = {}
        self.batch = plan.batch
        self.mixed = Tally()
        self.timed = Tally()
        self.agreed: List[float] = []

    def answer_hidden_rows(self, seed: int) -> None:
        """The same rows for everybody, in an order and in batches nobody knows."""
        rows, labels = self._rows(self._plan.hidden_rows, seed)
        for batch in mixed_batches(len(rows), self._toss):
            some = numpy.ascontiguousarray(rows[batch], numpy.float32)
            self.mixed.add(labels[batch], self._ask(some), self._reference.scores(some))
        self._expect_the_same_twice(some)

    def _ask(self, rows: Any) -> Any:
        try:
            return self._model.scores(rows)
        except EngineError as error:
            raise ExpectationFailed(
                f"a batch of {len(rows)} rows failed: {error}",
                expected=f"{len(rows)} rows of scores",
                hint="Look for a Reshape whose batch is a fixed number.",
                kind="type",
            ) from error

    def _expect_the_same_twice(self, rows: Any) -> None:
        _, is_same = twice.run_twice(lambda: self._ask(rows))
        if not is_same:
            got = "two answers to the same batch"
            raise ExpectationFailed(got, expected="the same answer every time")

    def compare(self) -> paired.Paired:
        """Interleaved rounds on fresh rows; every answer counts for the accuracy."""
        plan = self._plan
        return paired.compare(
            lambda turn: self._timed(self._model, turn, is_model=True),
            lambda turn: self._timed(self._reference, turn, is_model=False),
            rounds=plan.rounds,
            calls=plan.calls,
            extra_rounds=plan.extra_rounds,
            drift=plan.drift,
        )

    def _timed(self, player: Player, turn: int, *, is_model: bool) -> float:
        """One timed call; ready and fetched outside of the clock."""
        batches = self._fresh(turn)
        slots = range(len(batches))
        try:
            for slot, (rows, _) in enumerate(batches):
                player.put(slot, rows)
            seconds = player.run(slots)
        except EngineError as error:
            if not is_model:
                raise
            got = f"a batch of {self._plan.batch} rows failed: {error}"
            raise ExpectationFailed(got, kind="type") from error
        answers = [player.fetch(slot, len(batches[slot][0])) for slot in slots]
        self._keep(answers, is_model)
        if is_model:
            self._ask_again(batches, answers)
        return seconds / len(batches)

    def _fresh(self, turn: int) -> List[Tuple[Any, Any]]:
        """Rows of this turn alone, drawn now; both sides of the turn get the same."""
        if turn != self._turn:
            plan = self._plan
            many = plan.batch * plan.batches
            rows, labels = self._rows(many, self._toss.getrandbits(31))
            rows = numpy.ascontiguousarray(rows, numpy.float32)
            cuts = [slice(at, at + plan.batch) for at in range(0, many, plan.batch)]
            self._batches = [(rows[cut], labels[cut]) for cut in cuts]
            self._turn, self._answers = turn, {}
        return self._batches

    def _keep(self, answers: List[Any], is_model: bool) -> None:
        self._answers[is_model] = answers
        if len(self._answers) == 2:
            both = zip(self._batches, self._answers[True], self._answers[False])
            for (_, labels), model, reference in both:
                self.timed.add(labels, model, reference)

    def _ask_again(self, batches: List[Tuple[Any, Any]], answers: List[Any]) -> None:
        """Some rows of a timed batch again, in another batch: the same labels?"""
        which = self._toss.randrange(len(batches))
        count = self._toss.randrange(5, self._plan.batch // 2)
        some = self._toss.sample(range(self._plan.batch), count)
        rows = numpy.ascontiguousarray(batches[which][0][some])
        self.agreed.append(same_labels(self._ask(rows), answers[which][some]))

    def expect_one_model(self) -> None:
        """Fail when timed batches were answered otherwise than others."""
        share = sum(self.agreed) / len(self.agreed)
        if not share >= self._plan.agreement:
            raise ExpectationFailed(
                f"{in_percent(share)} of the rows of timed batches got the same label "
                "again in another batch",
                expected=f"at least {in_percent(self._plan.agreement, 0)}",
                hint="One row's answer must not depend on the other rows.",
            )
