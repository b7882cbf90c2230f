"""Pure rules of what a viewer may know of each check, now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from graders.protocol.statement import strictest
from portal.assessments.selectors import is_by_people

GIVEN = frozenset({"passed", "partly", "failed"})


class Sight(Enum):
    """How much of a check is shown."""

    FULL = "full"  # value, evidence, points
    VERDICT = "verdict"  # passed or not; nothing that tells hidden data
    TITLE = "title"  # that it exists; the rest comes later


@dataclass(frozen=True)
class Moment:
    """Who looks, and what has happened by then."""

    is_staff: bool
    is_past_due: bool
    is_published: bool


@dataclass(frozen=True)
class ShownScore:
    """Sums of what may be shown; ``later_points`` are decided but not shown yet."""

    points: float
    max_points: float
    pending_points: float
    later_points: float

    @property
    def told_points(self) -> float | None:
        """``points``, or None while none of them is decided and shown."""
        waiting = self.pending_points + self.later_points
        is_told = self.points or not waiting or self.max_points > waiting
        return self.points if is_told else None


def sight_of(check: Mapping[str, Any], moment: Moment) -> Sight:
    """Return how much of ``check`` (of a version's JSON) is shown."""
    visibility = check["visibility"]
    if moment.is_staff or visibility == "visible":
        return Sight.FULL
    if visibility == "after_due_date":
        return Sight.FULL if moment.is_past_due else Sight.TITLE
    if visibility == "after_published":
        return Sight.FULL if moment.is_published else Sight.TITLE
    return Sight.VERDICT


def has_points(check: Mapping[str, Any], moment: Moment) -> bool:
    """Return whether the check's points may be told, alone or in a sum.

    Those of a hidden check come with the published grade, which contains them.
    """
    sight = sight_of(check, moment)
    return sight is Sight.FULL or (sight is Sight.VERDICT and moment.is_published)


def narrowed(
    checks: Sequence[Mapping[str, Any]], lines: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Return ``checks`` as hidden as their own lines say, where those say so."""
    said = {line["name"]: line.get("visibility") or "visible" for line in lines}
    return [
        {
            **check,
            "visibility": strictest(
                (check["visibility"], said.get(check["name"], "visible"))
            ),
        }
        for check in checks
    ]


def told(
    lines: Sequence[Mapping[str, Any]],
    checks: Sequence[Mapping[str, Any]],
    moment: Moment,
) -> list[Mapping[str, Any]]:
    """Return ``lines`` as they may be told: what people gave waits for the release.

    Until then their checks look as if nobody had graded them.
    """
    if moment.is_staff or moment.is_published:
        return list(lines)
    manual = {check["name"] for check in checks if is_by_people(check)}
    waiting = {"points": 0.0, "share": 0.0, "state": "with_staff", "value": None}
    return [
        {**line, **waiting, "passed": None}
        if line["name"] in manual and line["state"] in GIVEN
        else line
        for line in lines
    ]


def shown_score(
    lines: Sequence[Mapping[str, Any]],
    checks: Sequence[Mapping[str, Any]],
    moment: Moment,
) -> ShownScore:
    """Add up a score's ``lines`` as far as the viewer may know them.

    A line whose check is gone from the version's list is treated as hidden.
    """
    checks = narrowed(checks, lines)
    lines = told(lines, checks, moment)
    known = {check["name"] for check in checks if has_points(check, moment)}
    shown = [line for line in lines if line["name"] in known]
    bonus = {c["name"] for c in checks if c["curve"]["kind"] == "bonus"}
    counted = [line for line in lines if line["name"] not in bonus]
    return ShownScore(
        points=_sum(shown, "points"),
        max_points=_sum(counted, "max_points"),
        pending_points=_sum(
            [line for line in shown if line["state"] == "with_staff"], "max_points"
        ),
        later_points=_sum(
            [line for line in counted if line["name"] not in known], "max_points"
        ),
    )


def hidden_measures(
    checks: Sequence[Mapping[str, Any]], moment: Moment
) -> frozenset[str]:
    """Return the measurements that would tell the value of a check not shown."""
    return frozenset(
        check["measure"]
        for check in checks
        if check["measure"] and sight_of(check, moment) is not Sight.FULL
    )


def shown_series(
    series: Sequence[Mapping[str, Any]],
    checks: Sequence[Mapping[str, Any]],
    moment: Moment,
) -> list[Mapping[str, Any]]:
    """Return the series whose check is shown in full; of no known check, staff's."""
    shown = {c["name"] for c in checks if sight_of(c, moment) is Sight.FULL}
    return [one for one in series if one["check"] in shown or moment.is_staff]


def _sum(lines: Sequence[Mapping[str, Any]], key: str) -> float:
    return round(sum(float(line[key]) for line in lines), 2)
