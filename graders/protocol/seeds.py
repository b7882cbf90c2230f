"""Derives seeds from the installation's key: the same at every attempt, unguessable."""

import hashlib
import hmac

SEED_BITS = 31


def training_seed(key: bytes, version: str, who: str, k: int) -> int:
    """Seed ``k`` of student or team ``who``; shown to them, so no fishing for luck."""
    return _derive(key, "training", version, who, str(k))


def hidden_seed(key: bytes, version: str) -> int:
    """Where a version's hidden data comes from; for the judge only."""
    return _derive(key, "hidden", version)


def _derive(key: bytes, *parts: str) -> int:
    message = "\0".join(parts).encode()
    digest = hmac.new(key, message, hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") % (1 << SEED_BITS)
