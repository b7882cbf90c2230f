"""How pairs are told: whose they are, what came of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.similarity.models import CaseState, Pair
from portal.similarity.selectors import Face, faces_of

CASES = {
    CaseState.OPEN: ("open", "circle-dashed", "quiet"),
    CaseState.NOTHING: ("looked at: nothing", "circle-check", "ok"),
    CaseState.FURTHER: ("taken further", "flag", "warn"),
}


@dataclass(frozen=True)
class Line:
    """One pair; ``is_above`` says that it waits for staff while it is open."""

    pair: Pair
    first: Face
    second: Face
    word: str
    icon: str
    tone: str
    is_above: bool


def lines_of(
    pairs: Iterable[Pair],
    assignment: Assignment,
    viewer: User,
    *,
    is_blind: bool,
    threshold: int,
) -> list[Line]:
    """Return pairs as they are told; 2 to 3 queries for any number."""
    listed = list(pairs)
    submissions = [
        side.submission for one in listed for side in (one.first, one.second)
    ]
    faces: Mapping[int, Face] = faces_of(
        submissions, assignment, viewer, is_blind=is_blind
    )
    return [
        Line(
            one,
            faces[one.first.submission_id],
            faces[one.second.submission_id],
            *CASES[CaseState(one.case.state)],
            is_above=100 * one.most >= threshold,
        )
        for one in listed
    ]
