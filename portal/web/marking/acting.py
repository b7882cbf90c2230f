"""What a grader's form asks for: keep, go on, undo, flag, comment at a place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import QueryDict
from django.urls import reverse

from portal.accounts.models import User
from portal.assessments.models import Remark
from portal.assessments.services import (
    WHOLE,
    Judgement,
    judgement_of,
    withdraw_remark,
    write_remark,
)
from portal.lib.errors import ConflictError, InvalidError, NotFoundError
from portal.marking import services
from portal.marking.selectors.walk import next_open
from portal.web.errors import status_of
from portal.web.marking.bench import Bench
from portal.web.marking.places import paper_url
from portal.web.marking.sheet import base_in, judgement_in, number_in


@dataclass(frozen=True)
class Outcome:
    """Where to go next, or what stands in the way; then what was sent stays."""

    url: str = ""
    notice: str = ""
    problem: str = ""
    status: int = 200


def act(bench: Bench, posted: QueryDict, *, actor: User, now: datetime) -> Outcome:
    """Do what ``do`` says; whatever it is, what was chosen is kept first.

    A conflict or a wrong number comes back as a problem, with nothing lost.
    """
    what, _, which = posted.get("do", "save").partition(":")
    try:
        if what in ("save", "draft"):
            return _save(bench, posted, actor, now, is_done=what == "save")
        if what != "undo":
            _keep(bench, posted, actor, now, is_done=False)
            if what != "remark":
                _keep_remark(bench, posted, actor, now)
        return _act(bench, posted, what, which, actor, now)
    except (ConflictError, InvalidError) as error:
        return Outcome(problem=error.sentence, status=status_of(error))


def _save(
    bench: Bench, posted: QueryDict, actor: User, now: datetime, *, is_done: bool
) -> Outcome:
    if is_done:
        _keep_remark(bench, posted, actor, now)
    _keep(bench, posted, actor, now, is_done=is_done)
    if not is_done:
        return Outcome(bench.here)
    following = next_open(
        bench.desk, actor, bench.entry, check=bench.check, reading=bench.reading
    )
    if following is None:
        url = reverse("marking:desk", args=[bench.assignment.public_id])
        return Outcome(url, "Saved. Nothing of yours is left to grade here.")
    return Outcome(
        paper_url(
            bench.assignment, following.id, check=bench.check, reading=bench.reading
        ),
        f"Saved: {bench.name}.",
    )


def _keep(
    bench: Bench, posted: QueryDict, actor: User, now: datetime, *, is_done: bool
) -> None:
    """Keep every sheet of the page. One that was finished stays finished."""
    for check in bench.checks:
        if f"{check.name}:base" not in posted:
            continue  # the form of this check was not sent
        row = bench.found.get(check.name)
        is_done_now = is_done or bool(row and row.is_done)
        said = judgement_in(posted, check, is_done=is_done_now)
        if row is None and said == Judgement():
            continue  # nothing said, nothing to keep
        services.assess(
            bench.submission,
            check,
            said,
            base=base_in(posted, check),
            reading=bench.reading,
            actor=actor,
            now=now,
        )


def _act(
    bench: Bench,
    posted: QueryDict,
    what: str,
    which: str,
    actor: User,
    now: datetime,
) -> Outcome:
    if what not in ACTS:
        raise InvalidError("This page cannot do that.")
    notice = ACTS[what](bench, posted, which, actor, now)
    return Outcome(bench.here, notice)


def _undo(
    bench: Bench, posted: QueryDict, which: str, actor: User, now: datetime
) -> str:
    names = [check.name for check in bench.checks]
    services.undo_last(
        bench.submission, names, reading=bench.reading, actor=actor, now=now
    )
    return "Taken back: it is as it was before your last change."


def _flag(
    bench: Bench, posted: QueryDict, which: str, actor: User, now: datetime
) -> str:
    if bench.entry is None:
        raise ConflictError("Another submission counts; flag that one.")
    change = services.unwant_second if bench.is_flagged else services.want_second
    change(bench.assignment, bench.entry, actor=actor, now=now)
    return "No second reader any more." if bench.is_flagged else "Flagged."


def _remark(
    bench: Bench, posted: QueryDict, which: str, actor: User, now: datetime
) -> str:
    number = _number(posted.get("remark-file", ""))
    file = next((one for one in bench.look.work if one.number == number), None)
    if file is None:
        raise InvalidError("This submission has no such file.")
    write_remark(
        bench.submission,
        path=file.path,
        kind=file.place_kind,
        place=_number(posted.get("remark-place", "")),
        text=posted.get("remark-text", ""),
        point=_point(posted) if file.place_kind == "page" else None,
        actor=actor,
        now=now,
    )
    return ""


def _keep_remark(bench: Bench, posted: QueryDict, actor: User, now: datetime) -> None:
    """Keep a comment at a place that was written, though another button was pressed."""
    if posted.get("remark-text", "").strip():
        _remark(bench, posted, "", actor, now)


def _number(raw: str) -> int:
    text = raw.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0


def _point(posted: QueryDict) -> tuple[int, int] | None:
    """Return where on a page, in thousandths; None where nobody said."""
    raw = [posted.get(f"remark-{side}", "").strip() for side in ("left", "top")]
    if not any(raw):
        return None
    left, top = (number_in(one) * 10 for one in raw)
    if not (0 <= left <= WHOLE and 0 <= top <= WHOLE):
        raise InvalidError("A place on a page is 0 to 100 % from its left and its top.")
    return round(left), round(top)


def _withdraw(
    bench: Bench, posted: QueryDict, which: str, actor: User, now: datetime
) -> str:
    rows = {str(one.public_id): one for one in bench.submission.remarks.all()}
    remark: Remark | None = rows.get(which)
    if remark is None:
        raise NotFoundError("There is no such comment.")
    withdraw_remark(remark, actor=actor, now=now)
    return "The comment is taken back."


def _phrase(
    bench: Bench, posted: QueryDict, which: str, actor: User, now: datetime
) -> str:
    text = posted.get(f"{which}:comment", "") or posted.get("phrase", "")
    services.keep_phrase(bench.assignment, text, actor=actor, now=now)
    return "Kept, for every grader of this assignment."


def _drop_phrase(
    bench: Bench, posted: QueryDict, which: str, actor: User, now: datetime
) -> str:
    services.remove_phrase(bench.assignment, which, actor=actor, now=now)
    return "It is offered no longer."


def _take_over(
    bench: Bench, posted: QueryDict, which: str, actor: User, now: datetime
) -> str:
    """Begin with what was found in the submission before; it is still to be saved."""
    for check in bench.checks:
        row = bench.earlier.get(check.name)
        if row is not None:
            said = replace(judgement_of(row), is_done=False)
            services.assess(bench.submission, check, said, base=0, actor=actor, now=now)
    return "Taken over; look whether it still holds, then save."


Act = Callable[[Bench, QueryDict, str, User, datetime], str]
ACTS: Mapping[str, Act] = {
    "undo": _undo,
    "flag": _flag,
    "remark": _remark,
    "withdraw": _withdraw,
    "phrase": _phrase,
    "take-over": _take_over,
    "drop-phrase": _drop_phrase,
}
