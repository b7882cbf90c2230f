"""Why there is no number: nobody loses a point by either."""


class TooNoisyError(Exception):
    """This machine moved too much to time anything; the job goes to another."""


class TooFewError(ValueError):
    """Fewer values than the statistic that was asked for needs."""
