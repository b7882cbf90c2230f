"""What one piece of work is worth, before anybody asks when it came."""

from dataclasses import dataclass, replace

from portal.gradebook.policy.counting import Candidate

MARKS = ("points", "credit", "bands")
BANDS = (0.0, 50.0, 90.0, 100.0)  # mastery: little, an attempt, good, perfect
CLOSE = 1e-9  # so that 0.1 + 0.2 reaches 0.3


@dataclass(frozen=True)
class ItemRules:
    """How an assignment's points are read.

    ``points``: as they are, a bonus included. ``credit``: all from ``pass_mark`` on
    (without one, from ``max_points`` on), else none. ``bands``: the highest of BANDS,
    in percent, that is reached.
    """

    max_points: float
    marks: str = "points"
    pass_mark: float | None = None


@dataclass(frozen=True)
class Cap:
    """At most ``percent`` of the points, because of a check."""

    percent: float
    check: str


def worth(
    candidate: Candidate, rules: ItemRules, caps: tuple[Cap, ...] = ()
) -> Candidate:
    """Return the candidate with its points marked and capped."""
    if rules.marks == "points" and not caps and candidate.scored is not None:
        return candidate  # marked already
    points = marked(candidate.points, rules)
    capped_by = ""
    for cap in caps:
        most = cap.percent * rules.max_points / 100.0
        if points > most:
            points, capped_by = most, cap.check
    return replace(
        candidate,
        points=points,
        scored=candidate.points,
        marked=points,
        capped_by=capped_by,
    )


def marked(points: float, rules: ItemRules) -> float:
    """Return ``points`` as the marks of the category read them."""
    if rules.marks == "credit":
        needed = rules.max_points if rules.pass_mark is None else rules.pass_mark
        return rules.max_points if points >= needed - CLOSE else 0.0
    if rules.marks == "bands" and rules.max_points > 0:
        reached = 100.0 * points / rules.max_points + CLOSE
        band = max(bound for bound in BANDS if bound <= reached or bound == 0)
        return band * rules.max_points / 100.0
    return points
