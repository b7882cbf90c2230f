"""A rubric as a form: criteria with their items, drawn and read back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from portal.lib.errors import InvalidError
from portal.setup.handmade.said import free_name, slug_of
from portal.setup.tables import Field, Given, Table, is_blank, row_of, typed

KINDS = (
    ("levels", "one level is chosen"),
    ("bands", "one band is chosen, in percent"),
    ("add", "chosen items add up"),
    ("subtract", "chosen items take off"),
    ("points", "points are typed"),
)
NOTE = Field("note", "What graders should know of the whole", "long")
CRITERION = (
    Field("title", "Criterion", is_needed=True, width=6),
    Field("points", "Points", "number", is_needed=True, width=2),
    Field("kind", "How it gives them", "choice", KINDS, width=4),
    Field("note", "For graders", width=12),
)
ITEM = (
    Field("title", "Item", is_needed=True),
    Field("worth", "Points", "number", is_needed=True),
    Field("comment", "Said to the student"),
)
Item = tuple[str, Given]  # what it is called, what its fields show
Criterion = tuple[str, Given, Sequence[Item]]
MOST = 40  # criteria, and items of one
SPARE, NEW = 2, 4  # empty items of a criterion that is there, and of a new one


@dataclass(frozen=True)
class ItemRow:
    """One line of a criterion: what it was called, and what its fields show."""

    prefix: str
    name: str
    shown: Given


@dataclass(frozen=True)
class CriterionRow:
    """One criterion: its fields, then its items."""

    prefix: str
    number: int
    name: str
    shown: Given
    items: tuple[ItemRow, ...]

    @property
    def unit(self) -> str:
        return "Percent" if self.shown.get("kind") == "bands" else "Points"


@dataclass(frozen=True)
class RubricForm:
    """All that the form shows."""

    note: str
    criteria: tuple[CriterionRow, ...]
    kinds: tuple[tuple[str, str], ...] = KINDS


def form_of(raw: Mapping[str, Any], *, blanks: int = 1) -> RubricForm:
    """Return the form of a rubric as its file says it."""
    rows = [(one["name"], _shown(one), _items(one)) for one in raw["criteria"]]
    return _form(str(raw.get("rubric", {}).get("note", "")), rows, blanks)


def form_sent(sent: QueryDict, *, blanks: int = 1) -> RubricForm:
    """Return the form as it was sent, wrong as it may be."""
    rows = [
        (
            sent.get(f"{at}-name", ""),
            _given(sent, at, CRITERION),
            [
                (sent.get(f"{under}-name", ""), given)
                for under in _prefixes(sent, f"{at}-i")
                if not is_blank(ITEM, given := _given(sent, under, ITEM))
            ],
        )
        for at in _prefixes(sent, "c")
    ]
    said = [row for row in rows if row[1]["title"].strip() or row[2]]
    return _form(sent.get("note", ""), said, blanks)


def raw_of(sent: QueryDict) -> Table:
    """Return what was sent as a rubric's file says it; InvalidError names all faults.

    An empty title takes out what was there; what is new gets a name from its title.
    """
    problems: list[str] = []
    criteria: list[Table] = []
    taken = {sent.get(f"{at}-name", "") for at in _prefixes(sent, "c")}
    for number, at in enumerate(_prefixes(sent, "c"), start=1):
        try:
            criteria += _criterion(sent, at, f"Criterion {number}", taken)
        except InvalidError as error:
            problems.append(error.sentence)
    if problems:
        raise InvalidError("\n".join(problems))
    note = sent.get("note", "").strip()
    return {**({"rubric": {"note": note}} if note else {}), "criteria": criteria}


def _criterion(sent: QueryDict, at: str, where: str, taken: set[str]) -> list[Table]:
    given, name = _given(sent, at, CRITERION), sent.get(f"{at}-name", "")
    unders = _prefixes(sent, f"{at}-i")
    is_gone = not given["title"].strip()
    is_empty = all(is_blank(ITEM, _given(sent, under, ITEM)) for under in unders)
    if is_gone and (name or (is_empty and is_blank(CRITERION, given))):
        return []
    row = row_of(CRITERION, given, where=f"{where}, ")
    worth = "percent" if row["kind"] == "bands" else "points"
    known = {sent.get(f"{under}-name", "") for under in unders}
    items = [
        one
        for n, under in enumerate(unders, start=1)
        for one in _item(sent, under, f"{where}, item {n}, ", worth, known)
    ]
    called = name or free_name(slug_of(row["title"]) or "criterion", taken)
    return [{"name": called, **row, **({"items": items} if items else {})}]


def _item(
    sent: QueryDict, under: str, where: str, worth: str, known: set[str]
) -> list[Table]:
    given, name = _given(sent, under, ITEM), sent.get(f"{under}-name", "")
    if not given["title"].strip() and (name or is_blank(ITEM, given)):
        return []
    row = row_of(ITEM, given, where=where)
    called = name or free_name(slug_of(row["title"]) or "item", known)
    row[worth] = row.pop("worth")
    return [{"name": called, **row}]


def _prefixes(sent: QueryDict, prefix: str) -> list[str]:
    count = sent.get(f"{prefix}-count", "0")
    many = min(int(count), MOST) if count.isdecimal() else 0
    return [f"{prefix}-{number}" for number in range(many)]


def _given(sent: QueryDict, at: str, fields: tuple[Field, ...]) -> dict[str, str]:
    return {field.name: sent.get(f"{at}-{field.name}", "") for field in fields}


def _shown(one: Mapping[str, Any]) -> dict[str, str]:
    return {field.name: typed(one.get(field.name)) for field in CRITERION}


def _items(criterion: Mapping[str, Any]) -> list[Item]:
    worth = "percent" if criterion["kind"] == "bands" else "points"
    return [
        (
            one["name"],
            {
                "title": one["title"],
                "worth": typed(one.get(worth)),
                "comment": one.get("comment", ""),
            },
        )
        for one in criterion.get("items", ())
    ]


def _form(note: str, rows: Sequence[Criterion], blanks: int) -> RubricForm:
    new: Any = [("", {"kind": "levels"}, [])] * blanks
    criteria = []
    for number, (name, shown, items) in enumerate((*rows, *new)[:MOST]):
        spare: Any = [("", {})] * (SPARE if items else NEW)
        listed = (*items, *spare)[:MOST]
        at = f"c-{number}"
        lines = (ItemRow(f"{at}-i-{n}", *one) for n, one in enumerate(listed))
        criteria.append(CriterionRow(at, number + 1, name, shown, tuple(lines)))
    return RubricForm(note, tuple(criteria))
