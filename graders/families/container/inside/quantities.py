"""Kubernetes' ways of writing amounts: 250m, 128Mi, 25%."""

import math
import re
from typing import Any

UNITS = {
    "": 1,
    "k": 1e3,
    "M": 1e6,
    "G": 1e9,
    "T": 1e12,
    "Ki": 2**10,
    "Mi": 2**20,
    "Gi": 2**30,
    "Ti": 2**40,
    "m": 1e-3,
}
AMOUNT = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,9})?)(m|k|M|G|T|Ki|Mi|Gi|Ti)?")


def amount(said: Any, default: float = 0.0) -> float:
    """A number of bytes or cores; ``default`` where nothing readable stands."""
    match = AMOUNT.fullmatch(str(said).strip()) if said is not None else None
    return float(match.group(1)) * UNITS[match.group(2) or ""] if match else default


def mebibytes(said: Any, default: float = math.inf) -> float:
    """A memory amount in MiB."""
    return default if said is None else amount(said, default * 2**20) / 2**20


def count_of(said: Any, total: int, *, up: bool) -> int:
    """``25%`` of ``total`` or a plain number, as rollouts take it."""
    text = str(said)
    if text.endswith("%") and text[:-1].isdigit():
        share = int(text[:-1]) * total / 100
        return math.ceil(share) if up else math.floor(share)
    return int(text) if text.isdigit() else 0
