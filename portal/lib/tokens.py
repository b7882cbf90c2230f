"""Makes and recognises bearer tokens; only their digest is ever stored."""

import hashlib
import secrets
from dataclasses import dataclass


@dataclass(frozen=True)
class NewToken:
    """A fresh token: the plaintext is shown once, prefix and digest are kept."""

    plaintext: str
    prefix: str
    digest: str


def new_token(kind: str) -> NewToken:
    """Make a token such as ``assay_run_…``; 256 bits from the system."""
    plaintext = f"assay_{kind}_{secrets.token_urlsafe(32)}"
    return NewToken(plaintext, plaintext[: len(kind) + 13], digest_of(plaintext))


def digest_of(plaintext: str) -> str:
    """Return the SHA-256 a token is found by; 256 random bits need no salt."""
    return hashlib.sha256(plaintext.encode()).hexdigest()
