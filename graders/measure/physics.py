"""The time below which a result is impossible, whatever the code does."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Peak:
    """The best a device can do; too high only weakens the alarm, too low is false."""

    bytes_per_s: float
    operations_per_s: float

    def __post_init__(self) -> None:
        if not (self.bytes_per_s > 0 and self.operations_per_s > 0):
            raise ValueError("a peak is more than nothing")


# Well above what one core of any machine of today does from memory and in its units.
ONE_CORE = Peak(bytes_per_s=100e9, operations_per_s=500e9)


def least_seconds(
    *, moved_bytes: float = 0.0, operations: float = 0.0, peak: Peak = ONE_CORE
) -> float:
    """The longer of moving ``moved_bytes`` and of doing ``operations``."""
    if moved_bytes < 0 or operations < 0:
        raise ValueError("neither bytes nor operations can be negative")
    return max(moved_bytes / peak.bytes_per_s, operations / peak.operations_per_s)
