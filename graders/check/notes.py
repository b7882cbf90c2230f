"""What checking an assignment turned up, each with what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Note:
    """A sentence for the author; a failure keeps the proof from being written."""

    sentence: str
    todo: str
    is_failure: bool = False


def failure(sentence: str, todo: str) -> Note:
    """Something that must be put right."""
    return Note(sentence, todo, is_failure=True)


def warning(sentence: str, todo: str) -> Note:
    """Something that should be looked at."""
    return Note(sentence, todo)
