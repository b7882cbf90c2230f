"""The rubric of a paper as a form: a key for every item, and what it comes to."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict

from graders.scoring import RubricScore, rubric_score
from graders.scoring.rubric import NUMBER, ONE_OF
from portal.assessments.models import Assessment
from portal.assessments.selectors import RubricCheck
from portal.assessments.services import Judgement, can_be_kept, judgement_of
from portal.lib.errors import InvalidError
from portal.web import formats

# Letters with a meaning of their own (c f j k l s u) are left out.
KEYS = "123456789qwertyiopadghzxvbnm"


@dataclass(frozen=True)
class Item:
    """One line of a rubric as it is chosen."""

    name: str
    title: str
    worth: str
    comment: str
    key: str
    is_chosen: bool


@dataclass(frozen=True)
class Fieldset:
    """One criterion; ``input`` is radio where one is chosen, text where one types."""

    field: str
    title: str
    note: str
    input: str
    points: float
    maximum: float
    is_open: bool
    items: tuple[Item, ...]
    typed: str = ""
    is_wrong: bool = False  # what is typed is no number that can be kept
    shortcut: str = ""  # of what is typed; items have their own

    @property
    def key(self) -> str:
        """Return the field's name as an element's id may hold it."""
        return self.field.replace(".", "--")


@dataclass(frozen=True)
class Sheet:
    """One check's form. ``base`` is the revision it was made from."""

    check: RubricCheck
    fieldsets: tuple[Fieldset, ...]
    score: RubricScore
    adjustment: str
    comment: str
    base: int
    is_done: bool
    by: str
    at: datetime | None

    @property
    def points(self) -> float:
        return self.check.points * self.score.share

    @property
    def is_wrong(self) -> bool:
        """Whether it says no points, for something typed cannot be kept."""
        return any(one.is_wrong for one in self.fieldsets)


def sheets_of(
    checks: Iterable[RubricCheck],
    found: Mapping[str, Assessment],
    posted: QueryDict | None = None,
) -> list[Sheet]:
    """Return the forms, filled with what is stored, or with what was just sent."""
    keys = iter(KEYS)
    return [_sheet(check, found.get(check.name), keys, posted) for check in checks]


def judgement_in(posted: QueryDict, check: RubricCheck, *, is_done: bool) -> Judgement:
    """Return what was sent for a check; InvalidError where a number is none."""
    chosen = _sent(posted, check)
    return Judgement(
        chosen={name: items for name, items in chosen.items() if items},
        adjustment=number_in(posted.get(f"{check.name}:adjustment", "")),
        comment=posted.get(f"{check.name}:comment", ""),
        is_done=is_done,
    )


def _sent(posted: QueryDict, check: RubricCheck) -> dict[str, list[str]]:
    """Return what was chosen or typed, a comma of somebody's numbers as a point."""
    found = {}
    for criterion in check.rubric["criteria"]:
        sent = posted.getlist(f"{check.name}.{criterion['name']}")
        if criterion["kind"] == NUMBER:
            sent = [one.strip().replace(",", ".") for one in sent if one.strip()]
        found[criterion["name"]] = sent
    return found


def base_in(posted: QueryDict, check: RubricCheck) -> int:
    """Return the revision that the sender had seen."""
    raw = posted.get(f"{check.name}:base", "0")
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 9 else 0


def number_in(raw: str) -> float:
    """Return a number of points as people write it."""
    text = raw.strip().replace(formats.MINUS, "-").replace(",", ".") or "0"
    try:
        return float(text)
    except ValueError as error:
        raise InvalidError(f"{raw!r} is no number of points.") from error


def _sheet(
    check: RubricCheck,
    row: Assessment | None,
    keys: Iterator[str],
    posted: QueryDict | None,
) -> Sheet:
    stored = judgement_of(row) if row else Judgement()
    chosen, adjustment, comment = _filled(check, stored, posted)
    wrong = _wrong(check, chosen)
    fit = {name: items for name, items in chosen.items() if name not in wrong}
    score = rubric_score(check.rubric, fit, stored.adjustment)
    lines = {line.name: line for line in score.lines}
    return Sheet(
        check=check,
        fieldsets=tuple(
            _fieldset(check, criterion, lines[criterion["name"]], chosen, keys, wrong)
            for criterion in check.rubric["criteria"]
        ),
        score=score,
        adjustment=adjustment,
        comment=comment,
        base=row.revision if row else 0,
        is_done=bool(row and row.is_done),
        by=row.author.name if row and row.revision else "",
        at=row.at if row and row.revision else None,
    )


def _filled(
    check: RubricCheck, stored: Judgement, posted: QueryDict | None
) -> tuple[Mapping[str, Any], str, str]:
    """Return what the form shows; what was sent and could not be kept stays in it."""
    if posted is None:
        more = f"{stored.adjustment:g}" if stored.adjustment else ""
        return stored.chosen, more, stored.comment
    chosen = _sent(posted, check)
    sent = (posted.get(f"{check.name}:{key}", "") for key in ("adjustment", "comment"))
    return (chosen, *sent)  # type: ignore[return-value]


def _wrong(check: RubricCheck, chosen: Mapping[str, Any]) -> set[str]:
    """Return the criteria whose typed points cannot be kept."""
    return {
        one["name"]
        for one in check.rubric["criteria"]
        if one["kind"] == NUMBER and not can_be_kept(one, chosen.get(one["name"], ()))
    }


def _fieldset(
    check: RubricCheck,
    criterion: Mapping[str, Any],
    line: Any,
    chosen: Mapping[str, Any],
    keys: Iterator[str],
    wrong: Collection[str],
) -> Fieldset:
    kind = criterion["kind"]
    is_typed = kind == NUMBER
    return Fieldset(
        field=f"{check.name}.{criterion['name']}",
        title=criterion["title"],
        note=criterion.get("note", ""),
        input="text" if is_typed else "radio" if kind in ONE_OF else "checkbox",
        points=line.points,
        maximum=line.max_points,
        is_open=line.is_open,
        items=tuple(
            Item(
                name=item["name"],
                title=item["title"],
                worth=worth_of(item, kind),
                comment=item.get("comment", ""),
                key=next(keys, ""),
                is_chosen=item["name"] in chosen.get(criterion["name"], ()),
            )
            for item in criterion["items"]
        ),
        typed="".join(chosen.get(criterion["name"], ())) if is_typed else "",
        is_wrong=criterion["name"] in wrong,
        shortcut=next(keys, "") if is_typed else "",
    )


def worth_of(item: Mapping[str, Any], kind: str) -> str:
    """Return what an item is worth, as it stands at the end of its line."""
    points = f"{item['points']:g}"
    if kind == "add":
        return f"+{points}"
    return f"{formats.MINUS}{points}" if kind == "subtract" else points
