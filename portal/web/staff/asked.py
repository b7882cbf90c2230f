"""What of the gradebook is asked for: who, in which state, in which order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.utils.safestring import SafeString, mark_safe

from portal.gradebook import stored
from portal.gradebook.selectors import Column, StoredRow

PASS = 60.0
WITHOUT = "-"  # the section of those who have none


@dataclass(frozen=True)
class State:
    """A filter by what is in a row: its marks, and whether its total is too low."""

    word: str
    fits: Callable[[int, bool], bool]


STATES: Mapping[str, State] = {
    "": State("All", lambda marks, low: True),
    "missing": State(
        "Something missing",
        lambda marks, low: bool(marks & (stored.MISSING | stored.NOTHING)),
    ),
    "late": State("Late", lambda marks, low: bool(marks & stored.LATE)),
    "override": State(
        "Override",
        lambda marks, low: bool(marks & (stored.OVERRIDE | stored.ADJUSTED)),
    ),
    "waiting": State(
        "Waits for a person", lambda marks, low: bool(marks & stored.PENDING)
    ),
    "excused": State(
        "Excused",
        lambda marks, low: bool(marks & (stored.EXCUSED | stored.INCOMPLETE)),
    ),
    "below": State(f"Below {PASS:.0f}", lambda marks, low: low),
}


@dataclass(frozen=True)
class Order:
    """A way to sort: where its link leads, and whether it is on."""

    url: str
    aria: SafeString


@dataclass(frozen=True)
class Asked:
    """The query of the page, each part known or left out."""

    search: str = ""
    state: str = ""
    section: str = ""
    team: str = ""
    sort: str = "name"
    teams: Mapping[Any, Sequence[str]] = field(default_factory=dict)

    def query(self, **more: str) -> str:
        """Return the page's address with some parts changed."""
        said = {
            "q": self.search,
            "only": self.state,
            "section": self.section,
            "team": self.team,
            "sort": self.sort if self.sort != "name" else "",
            **more,
        }
        return "?" + urlencode({key: value for key, value in said.items() if value})

    def order(self, name: str, *, is_up_first: bool = False) -> Order:
        """Return the link that sorts by ``name``, the other way if it does already."""
        first, second = (name, f"-{name}") if is_up_first else (f"-{name}", name)
        aria = {name: "ascending", f"-{name}": "descending"}.get(self.sort, "")
        said = f' aria-sort="{aria}"' if aria else ""
        wanted = second if self.sort == first else first
        return Order(self.query(sort=wanted), mark_safe(said))  # noqa: S308 - ours

    def found(self, rows: Sequence[StoredRow]) -> list[StoredRow]:
        """Return who is asked for, whatever their state."""
        wanted = self.search.casefold()
        return [
            row
            for row in rows
            if (not wanted or wanted in f"{row.name} {row.email}".casefold())
            and self._is_in_section(row)
            and (not self.team or self.team in self.teams.get(row.enrollment, ()))
        ]

    def fitting(self, rows: Sequence[StoredRow]) -> list[StoredRow]:
        """Return those of ``rows`` in the state asked for."""
        if not self.state:
            return list(rows)
        fits = STATES[self.state].fits
        return [row for row in rows if fits(*kind_of(row))]

    def ordered(
        self, rows: list[StoredRow], columns: Sequence[Column]
    ) -> list[StoredRow]:
        """Return the rows in the order asked for; without a grade comes last."""
        name = self.sort.removeprefix("-")
        is_down = self.sort.startswith("-")
        if name == "name":
            return rows[::-1] if is_down else rows
        places = {column.assignment.slug: n for n, column in enumerate(columns)}
        value = _total if name == "total" else _points_of(places[name])
        there = [row for row in rows if value(row) is not None]
        there.sort(key=value, reverse=is_down)
        return there + [row for row in rows if value(row) is None]

    def _is_in_section(self, row: StoredRow) -> bool:
        if not self.section:
            return True
        return (row.section or WITHOUT) == self.section


def kind_of(row: StoredRow) -> tuple[int, bool]:
    """Return what states are told by: few kinds there are, however many rows."""
    return row.marked, row.percent is not None and row.percent < PASS


def asked_of(
    query: Mapping[str, str],
    columns: Sequence[Column],
    teams: Mapping[Any, Sequence[str]],
) -> Asked:
    """Read the page's query; what makes no sense is as if it were not there."""
    names = {"name", "total", *(column.assignment.slug for column in columns)}
    sort, state = query.get("sort", "name"), query.get("only", "")
    return Asked(
        search=query.get("q", "").strip()[:200],
        state=state if state in STATES else "",
        section=query.get("section", ""),
        team=query.get("team", ""),
        sort=sort if sort.removeprefix("-") in names else "name",
        teams=teams,
    )


def _total(row: StoredRow) -> Any:
    return row.percent


def _points_of(place: int) -> Callable[[StoredRow], Any]:
    return lambda row: row.points[place]
