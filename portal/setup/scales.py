"""Scales of letters that a course may begin with; each is changed as wanted."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """A usual scale: its letters with the least percent of each, best first."""

    title: str
    cuts: tuple[tuple[str, int], ...]

    @property
    def rows(self) -> list[dict[str, str]]:
        """Return the scale as rows of the form of letters."""
        return [{"letter": name, "percent": str(cut)} for name, cut in self.cuts]


PLUS_MINUS = tuple(
    zip(
        "A+ A A- B+ B B- C+ C C- D+ D D- F".split(),
        (97, 93, 90, 87, 83, 80, 77, 73, 70, 67, 63, 60, 0),
        strict=True,
    )
)
SCALES: Mapping[str, Scale] = {
    "plain": Scale("A to F", (("A", 90), ("B", 80), ("C", 70), ("D", 60), ("F", 0))),
    "signs": Scale("A+ to F, with plus and minus", PLUS_MINUS),
    "pass": Scale("Pass or fail", (("Pass", 60), ("Fail", 0))),
}
