"""Whose move it is: one sentence, what it cost, what to do; once a page."""

from dataclasses import dataclass

from portal.grading.visibility import ShownScore
from portal.grading.words import Status
from portal.submissions.selectors import Quota
from portal.web import formats

WHOSE = {
    "student": "The student’s move.",
    "staff": "Staff’s move.",
    "ops": "The operators’ move.",
    "nobody": "Nobody’s move.",
}


@dataclass(frozen=True)
class Move:
    """What ``components/move.html`` shows."""

    whose: str
    sentence: str
    icon: str
    tone: str
    is_yours: bool = False


def move_of(
    status: Status,
    *,
    score: ShownScore | None,
    quota: Quota | None,
    is_own: bool,
    place: str = "",
) -> Move:
    """Return the move of a submission for its author, or for staff who look on."""
    is_yours = is_own and status.whose_move == "student"
    if score is not None and score.pending_points and status.whose_move == "nobody":
        return _with_people(score, quota, is_own=is_own)
    sentence = " ".join(
        part
        for part in (status.sentence, place, status.cost_sentence, _left(status, quota))
        if part
    )
    return Move(
        "Your move." if is_yours else WHOSE[status.whose_move],
        sentence,
        "hand" if is_yours else status.icon,
        "quiet" if status.word == "graded" else status.tone,
        is_yours,
    )


def _with_people(score: ShownScore, quota: Quota | None, *, is_own: bool) -> Move:
    points = formats.maximum(score.pending_points)
    sentence = f"{points} points wait for a person who reads your work."
    if not is_own:
        sentence = f"{points} points wait for a person with the rubric."
    more = " Nothing is waiting for you." if is_own else ""
    return Move(WHOSE["staff"], sentence + more, "user-pen", "quiet")


def _left(status: Status, quota: Quota | None) -> str:
    if quota is None or status.is_live:
        return ""
    return f"{quota.left} of {quota.per_day} gradings left."
