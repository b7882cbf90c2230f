"""Refusals that only runners meet."""

from portal.lib.errors import ConflictError


class LeaseLostError(ConflictError):
    """The job is somebody else's now, or has ended; what was sent changed nothing."""

    code = "lease_lost"

    def __init__(self) -> None:
        super().__init__("Your lease on this job has ended; drop what you have of it.")


class OffsetError(ConflictError):
    """A piece of a log that does not begin where the last one ended."""

    code = "wrong_offset"

    def __init__(self, expected: int) -> None:
        super().__init__(
            f"This log goes on at byte {expected}.", expected_offset=expected
        )
