"""Named limits; an assignment names one and may only narrow it."""

from __future__ import annotations

from dataclasses import replace

from graders.protocol import LimitsSpec

TIERS = {
    "T1": LimitsSpec("T1", 1.0, 20.0, 512, 128, 256, 64, 16),
    "T2": LimitsSpec("T2", 1.0, 60.0, 1024, 128, 256, 128, 64),
    "T3": LimitsSpec("T3", 2.0, 90.0, 2048, 256, 512, 256, 128),
}


def narrowed(
    tier: LimitsSpec, *, seconds: float | None, memory_mib: int | None
) -> LimitsSpec:
    """Return ``tier`` with less time or memory; raise ValueError where it is more."""
    if seconds is not None and seconds > tier.seconds:
        raise ValueError(f"at most the {tier.seconds:g} seconds of {tier.tier}")
    if memory_mib is not None and memory_mib > tier.memory_mib:
        raise ValueError(f"at most the {tier.memory_mib} MiB of {tier.tier}")
    return replace(
        tier,
        seconds=tier.seconds if seconds is None else seconds,
        memory_mib=tier.memory_mib if memory_mib is None else memory_mib,
    )
