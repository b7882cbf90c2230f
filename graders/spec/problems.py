"""What is wrong with a course folder, said so that its author can repair it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches


@dataclass(frozen=True)
class Problem:
    """One thing to repair; ``key`` is empty where it is about the whole file."""

    file: str
    key: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.key, self.message) if part)


class SpecError(ValueError):
    """Every problem found in a course or assignment folder, one a line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True)
class Place:
    """Where the reader is: a file, a key in it, and the list that problems go to."""

    file: str
    key: str = ""
    problems: list[Problem] = field(default_factory=list)

    def at(self, key: str | int) -> Place:
        """Return the place one level down: a key, or a row's number from 1."""
        if isinstance(key, int):
            inner = f"{self.key}[{key}]"
        else:
            inner = f"{self.key}.{key}" if self.key else key
        return Place(self.file, inner, self.problems)

    def within(self, file: str) -> Place:
        """Return another file's place with the same list of problems."""
        return Place(file, "", self.problems)

    def beside(self, name: str) -> Place:
        """Return the place of a file in the same folder."""
        folder = self.file.rpartition("/")[0]
        return self.within(f"{folder}/{name}" if folder else name)

    def refuse(self, message: str) -> None:
        self.problems.append(Problem(self.file, self.key, message))


def suggestion(wrong: str, allowed: Iterable[str]) -> str:
    """Say what is allowed, and the likely meaning of a misspelt word first."""
    words = list(allowed)
    close = get_close_matches(wrong.lower(), words, n=1, cutoff=0.6)
    meant = f"did you mean {close[0]!r}? " if close else ""
    return f"{meant}allowed: {', '.join(words) or 'nothing'}"
