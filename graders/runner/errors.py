"""What can go wrong between a runner and its portal, sorted by who has to act."""


class RunnerError(Exception):
    """Anything that this package raises on purpose."""


class SetupError(RunnerError):
    """The runner cannot start as it is set up; the text says what to change."""


class PortalUnreachableError(RunnerError):
    """No answer, or none that helps now; the same call may work later."""


class PortalRefusedError(RunnerError):
    """The portal understood and said no; the same call will fail again."""


class LeaseLostError(RunnerError):
    """The job is somebody else's now; nothing we send for it counts."""


class FatalError(RunnerError):
    """This runner must not go on; ``exit_code`` tells the supervisor why."""

    exit_code = 1


class TokenRevokedError(FatalError):
    """The portal does not know our token."""

    exit_code = 3


class OutdatedError(FatalError):
    """The portal speaks another version of the protocol."""

    exit_code = 4


class BrokenLeaseError(RunnerError):
    """A lease asks for something no honest portal sends, or its bytes are wrong."""
