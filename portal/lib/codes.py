"""Short words that people pass on and type: no letter looks like another."""

import secrets

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 10  # 49 bits: not to be guessed


def new_code() -> str:
    """Return a fresh code, as it is stored."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def as_stored(typed: str) -> str:
    """Return what somebody typed as it would be stored: no dash, no small letters."""
    return "".join(letter for letter in typed.upper() if letter in LETTERS)


def as_shown(code: str) -> str:
    """Return a stored code in two halves, to be read out."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"
