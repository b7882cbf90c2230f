"""The judge's side of one engine: puts batches, times runs, takes answers."""

import time
from typing import Any, Dict, Optional, Sequence

from graders.judge.channel import Channel
from graders.judge.errors import ChannelError, ExpectationFailed, WorkError
from graders.protocol import calls

CALL_S = 20.0
SLOW = "The model was still computing when its time was over."
ENDED = "The engine ended while it executed the model."


class EngineError(Exception):
    """The engine said that it could not do it; its words, shortened."""


class Player:
    """One engine. ``seconds`` is what it may spend on all answers together.

    After the channel broke, every call says so at once; ``broken`` tells how.
    """

    def __init__(self, channel: Channel, *, seconds: float, classes: int) -> None:
        self._channel = channel
        self._left_s = seconds
        self.asked_s = 0.0  # what all answers took
        self._classes = classes
        self.broken: Optional[ChannelError] = None

    def load(self) -> None:
        """Make the session; raise EngineError."""
        self._ask({"ask": "load"})

    def put(self, slot: int, rows: Any) -> None:
        """Lay one batch ready, untimed."""
        self._ask({"ask": "put", "slot": slot, "array": calls.encode(rows)})

    def run(self, slots: Sequence[int]) -> float:
        """Run the batches in ``slots``; the seconds by this side's clock."""
        question = {"ask": "run", "slots": list(slots)}
        began = time.perf_counter()
        self._ask(question)
        return time.perf_counter() - began

    def fetch(self, slot: int, count: int) -> Any:
        """The scores of one batch: so many rows of finite numbers."""
        try:
            scores = calls.decode(self._ask({"ask": "fetch", "slot": slot}))
        except calls.NotFiniteError as error:
            got = "NaN or infinity among the scores"
            raise ExpectationFailed(got, kind="not_finite") from error
        shape = getattr(scores, "shape", None)
        if shape != (count, self._classes):
            raise ExpectationFailed(
                f"scores of shape {shape} for {count} rows",
                expected=f"scores of shape {(count, self._classes)}",
                kind="type",
            )
        return scores

    def scores(self, rows: Any) -> Any:
        """One batch there and back, untimed."""
        self.put(0, rows)
        self.run([0])
        return self.fetch(0, len(rows))

    def peak_mib(self) -> float:
        """Memory above what the engine had before the model."""
        before, peak = self._ask({"ask": "memory"})
        return float(max(0, peak - before)) / 1024

    def close(self) -> None:
        """No more questions."""
        self._channel.close()

    def _ask(self, question: Dict[str, Any]) -> Any:
        if self.broken is None and self._left_s <= 0:
            self.broken = ChannelError("timeout", "the stage's seconds are used up")
            self._channel.close()
        if self.broken is not None:
            raise ended(self.broken)
        began = time.monotonic()
        try:
            answer = self._channel.ask(question, min(CALL_S, self._left_s))
        except ChannelError as error:
            self.broken = error
            raise ended(error) from error
        finally:
            took = time.monotonic() - began
            self._left_s, self.asked_s = self._left_s - took, self.asked_s + took
        if "error" in answer:
            raise EngineError(_clean(answer["error"]))
        return answer.get("value")


def ended(error: ChannelError) -> WorkError:
    """What a check says once an engine is gone."""
    if error.state == "timeout":
        return WorkError("slow", SLOW)
    return WorkError("ended", ENDED)


def _clean(text: Any) -> str:
    said = text if type(text) is str else "something that is not text"
    return "".join(c if c.isprintable() else " " for c in said[:300])
