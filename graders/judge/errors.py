"""What can go wrong in a check, and the only words that may leave a hidden one."""

from graders.measure.errors import TooNoisyError as TooNoisyError

# The fixed list: all a student may read of a hidden check that failed.
HIDDEN_WORDS = {
    "wrong": "A result that is not right.",
    "not_finite": "NaN or infinity in a result.",
    "type": "A result of another type or shape than agreed.",
    "raised": "An exception in your code.",
    "slow": "A call that took too long.",
    "missing": "A function that is not there.",
    "ended": "Your program ended before it answered.",
    "protocol": "Something other than your functions answered.",
    "file": "A file that is missing or cannot be read.",
}


class ExpectationFailed(Exception):
    """The student's result is not what was expected."""

    def __init__(
        self, got: str, *, expected: str = "", hint: str = "", kind: str = "wrong"
    ) -> None:
        super().__init__(got)
        self.got = got
        self.expected = expected
        self.hint = hint
        self.kind = kind


class WorkError(Exception):
    """The student's side did not give a usable answer; fails this check only."""

    def __init__(self, kind: str, got: str, *, hint: str = "") -> None:
        super().__init__(got)
        self.kind = kind
        self.got = got
        self.hint = hint
        self.expected = ""


class ReferenceFailedError(Exception):
    """The staff's own solution failed; nobody who handed something in is to blame."""


class LoadFailed(Exception):
    """The student's files do not import; ``is_slow`` where their time was over."""

    def __init__(self, sentence: str, hint: str, *, is_slow: bool = False) -> None:
        super().__init__(sentence)
        self.hint = hint
        self.is_slow = is_slow


class ChannelError(Exception):
    """No more answers will come; ``state`` says why, from a fixed list."""

    def __init__(self, state: str, note: str) -> None:
        super().__init__(note)
        self.state = state  # gone | timeout | protocol | absent
