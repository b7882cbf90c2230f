"""The student's functions, called in the other container."""

import time
import zlib
from collections import deque
from typing import Any, Callable, Deque, Dict, Optional, Tuple

from graders.judge.channel import Channel
from graders.judge.errors import ChannelError, LoadFailed, WorkError
from graders.measure.paired import DRIFT, LEAST_ROUNDS, Paired
from graders.protocol import calls

TEXT_CHARS = 300
SHORTEST_CALL_S = 0.05
MOST_KEPT = 256
Question = Tuple[str, Tuple[Any, ...]]  # a function's name and its arguments
RAISED_HINT = "Call it yourself with arguments like those in the assignment's text."


class Work:
    """``work.name(...)`` calls the student's ``name`` and returns plain values.

    Time that the student's side takes counts against ``seconds``; the judge's own
    does not. After the channel broke, every call says so at once.
    """

    def __init__(self, channel: Channel, *, seconds: float, seed: int) -> None:
        self._channel = channel
        self._left_s = seconds
        self._seed = seed
        self.broken: Optional[ChannelError] = None
        self.check = ""
        self.measure = ""  # what the running check's numbers are called
        self.timer: Any = None  # a Timer, where the assignment has a reference
        self.last_s = 0.0  # what the last answer took, by this side's clock
        self.asked_s = 0.0  # what all of them took
        self.call_s = 5.0
        # What a reference must be asked, too, before both are timed.
        self.history: Deque[Question] = deque(maxlen=MOST_KEPT)

    @property
    def rng(self) -> Any:
        """Random numbers for the running check: a NumPy generator, fresh each time."""
        return calls.numpy.random.default_rng(
            [self._seed, zlib.crc32(self.check.encode())]
        )

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args: self.call(name, *args)

    def load(self) -> None:
        """Import the student's files; raise LoadFailed or ChannelError."""
        answer = self._ask({"ask": "load"}, self._left_s)
        if "error" in answer:
            raise self._unloaded(_error(answer["error"]))
        try:
            self._loaded(answer)
        except calls.WireError as error:
            raise ChannelError("protocol", str(error)) from error

    def _loaded(self, answer: Dict[str, Any]) -> None:
        """What loading left to be said: nothing, for files."""

    def _unloaded(self, error: Dict[str, Any]) -> LoadFailed:
        return LoadFailed(_load_sentence(error), _load_hint(error))

    def call(self, name: str, *args: Any) -> Any:
        """What the student's ``name`` returns for ``args``; raise WorkError."""
        seconds = self._seconds(self.call_s)
        sent = [calls.encode(arg) for arg in args]
        if self.timer is not None and self.timer.has_reference:
            self.history.append((name, args))
        question = {"ask": "call", "function": name, "args": sent, "seconds": seconds}
        return self._value(name, question, seconds)

    def _seconds(self, most: float) -> float:
        """The time of one question; raise WorkError where there is none left."""
        seconds = min(most, self._left_s)
        if self.broken is None and seconds < SHORTEST_CALL_S:
            self._break(ChannelError("timeout", "the stage's seconds are used up"))
        if self.broken:
            raise _ended(self.broken)
        return seconds

    def _value(self, name: str, question: Dict[str, Any], seconds: float) -> Any:
        """The value that answers a question about ``name``; raise WorkError."""
        try:
            answer = self._ask(question, seconds)
            if "error" in answer:
                raise self._failed(name, _error(answer["error"]), seconds)
            return calls.decode(answer.get("value"))
        except calls.NotFiniteError as error:
            raise WorkError(
                "not_finite",
                f"{name} returned NaN or infinity.",
                hint="Look for a division by zero, or an exponential that overflows.",
            ) from error
        except calls.WireError as error:
            self._break(ChannelError("protocol", str(error)))
            raise _ended(ChannelError("protocol", str(error))) from error
        except ChannelError as error:
            self._break(error)
            raise _ended(error) from error

    def _failed(self, name: str, error: Dict[str, Any], seconds: float) -> WorkError:
        """Whose error it was, in words."""
        return failed_call(name, error, seconds)

    def compare(
        self,
        name: str,
        make_inputs: Callable[[Any], Any],
        *,
        check: Optional[Callable[..., None]] = None,
        rounds: int = LEAST_ROUNDS,
        warm_ups: int = 3,
        calls: int = 1,
        within_s: float = 20.0,
        drift: float = DRIFT,
        at_most: Optional[float] = None,
        least_s: Optional[Callable[..., float]] = None,
        too_fast: float = 0.5,
    ) -> Paired:
        """How long ``name`` takes by the reference's time; a check returns ``.ratio``.

        ``make_inputs(rng)`` draws the arguments of one turn, always of one size;
        ``check(got, want, *arguments)`` raises where an answer is wrong, and without it
        the answers must be equal. A round has ``calls`` turns, or fewer where all would
        take more than about ``within_s``; one in which the reference moved more than
        ``drift`` is repeated. Warm-up turns that are all beyond ``at_most`` end
        it early and fail it. Staff are told of a student below
        ``least_s(*arguments)``, or significantly below ``too_fast`` times the
        reference. Raises TooNoisyError.
        """
        if self.timer is None:
            raise ValueError("a timed check needs `reference` in [grade]")
        found: Paired = self.timer.compare(
            self,
            name,
            make_inputs,
            check=check,
            rounds=rounds,
            warm_ups=warm_ups,
            calls=calls,
            within_s=within_s,
            drift=drift,
            at_most=at_most,
            least_s=least_s,
            too_fast=too_fast,
        )
        return found

    def _ask(self, question: Dict[str, Any], seconds: float) -> Dict[str, Any]:
        began = time.monotonic()
        try:
            return self._channel.ask(question, seconds)
        finally:
            self.last_s = time.monotonic() - began
            self.asked_s += self.last_s
            self._left_s -= self.last_s

    def _break(self, error: ChannelError) -> None:
        self._channel.close()
        self.broken = error

    def close(self) -> None:
        """No more questions."""
        self._channel.close()


def _error(item: Any) -> Dict[str, Any]:
    """The student side's error with every type checked, every text shortened."""
    if type(item) is not dict or set(item) != {"kind", "text", "file", "line"}:
        raise ChannelError("protocol", "an error that is not described as agreed")
    texts = {key: _clean(item[key]) for key in ("kind", "text", "file")}
    if type(item["line"]) is not int:
        raise ChannelError("protocol", "an error whose line is not a number")
    return {**texts, "line": item["line"]}


def _clean(text: Any) -> str:
    if type(text) is not str:
        raise ChannelError("protocol", "an error whose text is not text")
    return "".join(c if c.isprintable() else " " for c in text[:TEXT_CHARS])


def _place(error: Dict[str, Any]) -> str:
    if not error["file"]:
        return ""
    line = f", line {error['line']}" if error["line"] else ""
    return f"{error['file']}{line}"


def _load_sentence(error: Dict[str, Any]) -> str:
    return f"{_place(error) or 'Your work'} could not be imported: {error['text']}"


def _load_hint(error: Dict[str, Any]) -> str:
    module = error["file"].rpartition(".")[0] or "your_module"
    return f'Try `python -c "import {module}"` in an empty folder with only your files.'


def failed_call(name: str, error: Dict[str, Any], seconds: float) -> WorkError:
    """The student's error as one of this check."""
    kind, place = error["kind"], _place(error)
    if kind == "missing":
        return WorkError("missing", f"There is no function {name}.")
    if kind == "slow":
        return WorkError("slow", f"{name} took longer than {seconds:.3g} s.")
    if kind == "unsendable":
        return WorkError("type", f"{name} returned {error['text']}.")
    where = f" ({place})" if place else ""
    got = f"{name} raised {error['text']}{where}"
    return WorkError("raised", got, hint=RAISED_HINT)


def _ended(error: ChannelError) -> WorkError:
    if error.state == "timeout":
        return WorkError("slow", "Your program was still busy when its time was over.")
    if error.state == "protocol":
        return WorkError("protocol", "Your program broke off the agreed exchange.")
    return WorkError("ended", "Your program ended before it answered.")
