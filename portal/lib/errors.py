"""The three refusals of a request, each with a stable code and one sentence."""


class PortalError(Exception):
    """A request that can't be done; says why, and for programs, which kind it is."""

    code = "error"

    def __init__(self, sentence: str, *, code: str | None = None, **extra: object):
        super().__init__(sentence)
        self.sentence = sentence
        self.extra = extra
        if code is not None:
            self.code = code


class NotFoundError(PortalError):
    """It is not there, or you may not know that it is."""

    code = "not_found"


class RefusedError(PortalError):
    """You may see it, but not do that."""

    code = "refused"


class ConflictError(PortalError):
    """Someone was first, or it is in the wrong state."""

    code = "conflict"


class InvalidError(PortalError):
    """What was sent can't be used; the sentence says what to send instead."""

    code = "invalid"
