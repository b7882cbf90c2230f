"""What a form begins with: what was refused last, else what was handed in last."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from graders.spec import AssignmentSpec
from graders.spec.forms import ANSWERS
from portal.assignments.models import Assignment
from portal.submissions.models import Submission
from portal.web.requests import SignedInRequest
from portal.web.student.sheet import Answers, handed_in

REFUSED = "These answers are not handed in yet: the last try was refused."
LAST = "These are the answers that you handed in last; change them and hand in again."


@dataclass(frozen=True)
class Draft:
    """The answers on the page; ``key`` names the draft that a browser keeps."""

    key: str
    answers: Answers
    sentence: str
    files: tuple[str, ...]  # what else is handed in, beside the form


def draft_of(
    request: SignedInRequest,
    assignment: Assignment,
    spec: AssignmentSpec,
    newest: Submission | None,
) -> Draft:
    """Return what the page's form is filled in with; at most 1 query.

    Where nothing was refused it is what came last, the ``newest`` of theirs.
    """
    kept: Mapping[str, Any] = request.session.get(_key(assignment), {})
    answers, sentence = kept, REFUSED
    if not kept:
        answers, sentence = handed_in(newest), LAST
    others = (*spec.submit.files, *spec.submit.optional)
    return Draft(
        key=f"{assignment.public_id}:{request.user.public_id}",
        answers=answers,
        sentence=sentence if answers else "",
        files=tuple(name for name in others if name != ANSWERS),
    )


def keep_draft(request: HttpRequest, assignment: Assignment, answers: Answers) -> None:
    """Keep what was sent, in case it is refused."""
    request.session[_key(assignment)] = dict(answers)


def drop_draft(request: HttpRequest, assignment: Assignment) -> None:
    """Forget it: it is handed in."""
    request.session.pop(_key(assignment), None)


def _key(assignment: Assignment) -> str:
    return f"draft:{assignment.public_id}"
