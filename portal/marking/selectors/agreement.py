"""Where two readers read the same answer: how alike, and what is to be settled."""

from dataclasses import dataclass

from portal.assessments.selectors import RubricCheck
from portal.marking.policy import Agreement, agreement_of, is_far_apart
from portal.marking.selectors.desk import DONE, Desk, Paper, Station


@dataclass(frozen=True)
class Pair:
    """One answer that two people have read."""

    paper: Paper
    first: Station
    second: Station
    is_far: bool
    is_settled: bool  # what counts is what the second found


@dataclass(frozen=True)
class CheckAgreement:
    """How two readers agree on one check."""

    check: RubricCheck
    agreement: Agreement | None
    pairs: tuple[Pair, ...]
    wanted: int  # second readings that are yet to be done


def agreement_on(desk: Desk) -> list[CheckAgreement]:
    """Return the agreement on each check of the desk; no query."""
    return [_of(desk, check) for check in desk.checks]


def _of(desk: Desk, check: RubricCheck) -> CheckAgreement:
    found, wanted = [], 0
    for paper in desk.papers:
        second = paper.station(check.name, 2)
        first = paper.station(check.name)
        if second is None or first is None:
            continue
        if first.state != DONE or second.state != DONE:
            wanted += 1
            continue
        found.append(_pair(paper, first, second))
    scores = [
        (p.first.check.score(p.first.by), p.second.check.score(p.second.by))
        for p in found
    ]
    found.sort(
        key=lambda pair: -abs((pair.first.points or 0) - (pair.second.points or 0))
    )
    return CheckAgreement(check, agreement_of(scores), tuple(found), wanted)


def _pair(paper: Paper, first: Station, second: Station) -> Pair:
    one, other = first.check.score(first.by), second.check.score(second.by)
    return Pair(
        paper,
        first,
        second,
        is_far=is_far_apart(one, other),
        is_settled=bool(first.by and second.by and first.by.chosen == second.by.chosen),
    )
