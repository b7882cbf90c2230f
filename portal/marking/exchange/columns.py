"""The columns of a file of papers: each criterion, then points more or less, comment.

A question whose points are typed is one column, called like it; a criterion of a rubric
is ``check/criterion``.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graders.scoring.rubric import NUMBER, number_of
from portal.assessments.selectors import RubricCheck
from portal.assessments.services import Judgement
from portal.gradebook.exchange.reading import number_in
from portal.lib.errors import InvalidError
from portal.lib.spreadsheets import Value

NO_ITEM = "-"


@dataclass(frozen=True)
class Column:
    """One column; ``part`` is a criterion, or what is said of the whole check."""

    check: RubricCheck
    part: str
    criterion: Mapping[str, Any] | None = None

    @property
    def name(self) -> str:
        """Return what the column is called."""
        if self.criterion is None:
            return f"{self.check.name} {self.part}"
        if _is_typed(self.check):
            return self.check.name
        return f"{self.check.name}/{self.part}"

    def shown(self, said: Judgement) -> Value:
        """Return what stands in it for this judgement."""
        if self.criterion is None:
            return said.comment if self.part == "comment" else said.adjustment or None
        chosen = said.chosen.get(self.part, ())
        if self.criterion["kind"] == NUMBER:
            return number_of(chosen)
        return " ".join(chosen)

    def taken(self, said: Judgement, text: str) -> Judgement:
        """Return ``said`` with what the cell says in its place."""
        if self.criterion is None and self.part == "comment":
            return replace(said, comment=text)
        if self.criterion is None:
            return replace(said, adjustment=_number(text))
        chosen = {**said.chosen, self.part: self._items(text)}
        return replace(said, chosen=chosen)

    def _items(self, text: str) -> list[str]:
        if self.criterion and self.criterion["kind"] == NUMBER:
            return [f"{_number(text):.10g}"]
        known = [item["name"] for item in (self.criterion or {})["items"]]
        names = [] if text == NO_ITEM else text.replace(",", " ").split()
        strange = [name for name in names if name not in known]
        if strange:
            allowed = ", ".join(known)
            raise InvalidError(f"{strange[0][:40]!r} is no item; allowed: {allowed}.")
        return names


def columns_of(checks: Sequence[RubricCheck]) -> Iterator[Column]:
    """Yield the columns of all checks that people grade."""
    for check in checks:
        for criterion in check.rubric["criteria"]:
            yield Column(check, criterion["name"], criterion)
        yield Column(check, "adjustment")
        yield Column(check, "comment")


def _is_typed(check: RubricCheck) -> bool:
    """Say whether all there is to a check is a number of points."""
    criteria = check.rubric["criteria"]
    return len(criteria) == 1 and criteria[0]["kind"] == NUMBER


def _number(text: str) -> float:
    number = number_in(text)
    if number is None or not math.isfinite(float(number)):
        raise InvalidError(f"{text[:40]!r} is no number of points.")
    return float(number)
