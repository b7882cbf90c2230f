"""Every write of what people found: assessments, remarks, changed rubrics."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from graders.scoring import rubric_score
from graders.scoring.rubric import NUMBER, ONE_OF, number_of
from portal.accounts.models import User
from portal.assessments.models import FIRST, Assessment, Remark, Revision, RubricEdition
from portal.assessments.selectors import RubricCheck
from portal.assignments.models import Assignment
from portal.audit import services as audit
from portal.lib.errors import ConflictError, InvalidError
from portal.submissions.models import Submission

LONGEST_COMMENT = 10_000
LONGEST_REMARK = 4000
LONGEST_REASON = 2000
WHOLE = 1000  # thousandths


class ChangedMeanwhileError(ConflictError):
    """Somebody else saved what one was working on; nothing was written."""

    code = "changed_meanwhile"


@dataclass(frozen=True)
class Judgement:
    """What a reader says: items by criterion, points more or less, a comment."""

    chosen: dict[str, list[str]] = field(default_factory=dict)
    adjustment: float = 0.0
    comment: str = ""
    is_done: bool = False


def save_assessment(
    submission: Submission,
    check: RubricCheck,
    said: Judgement,
    *,
    base: int,
    actor: User,
    now: datetime,
    reading: int = FIRST,
) -> Assessment:
    """Keep what ``actor`` says of a check; ``base`` is the revision they had seen.

    Raise ChangedMeanwhileError where somebody else saved since, InvalidError where it
    does not fit the rubric. The same again writes nothing.
    """
    said = fitted(check, said)
    try:
        with transaction.atomic():
            row = _row(submission, check.name, reading, actor=actor, now=now)
            if row.revision != base and row.author_id != actor.pk:
                raise ChangedMeanwhileError(_meanwhile(row))
            is_overtaken = row.is_done and not said.is_done and base < row.revision
            if row.revision and (is_overtaken or judgement_of(row) == said):
                return row  # a draft that the save overtook would undo it
            _advance(row, said, source=row.revision + 1, actor=actor, now=now)
    except IntegrityError as error:
        raise ChangedMeanwhileError(
            "Somebody saved this at the same moment."
        ) from error
    return row


def undo_assessment(assessment: Assessment, *, actor: User, now: datetime) -> None:
    """Go back to the state before; again, to the one before that. Nothing is lost."""
    with transaction.atomic():
        row = Assessment.objects.select_for_update().get(pk=assessment.pk)
        current = row.revisions.get(number=row.revision)
        before = row.revisions.filter(number__lt=current.source, source=F("number"))
        earlier = before.order_by("-number").first()
        if current.source == 0:
            raise ConflictError("There is nothing left to undo.")
        said = Judgement() if earlier is None else judgement_of(earlier)
        source = 0 if earlier is None else earlier.number
        _advance(row, said, source=source, actor=actor, now=now)


def write_remark(
    submission: Submission,
    *,
    path: str,
    kind: str,
    place: int,
    text: str,
    point: tuple[int, int] | None = None,
    actor: User,
    now: datetime,
) -> Remark:
    """Comment on a line, a cell or a page of a file that was handed in.

    ``point`` is where on a page, in thousandths from its left and its top.
    """
    text = text.strip()
    if not text or len(text) > LONGEST_REMARK:
        raise InvalidError(f"Write a comment of at most {LONGEST_REMARK:,} characters.")
    if kind not in Remark.Kind.values or not 1 <= place <= 1_000_000:
        raise InvalidError("Say where: a line, a cell or a page, counted from 1.")
    if point is not None and not (
        kind == Remark.Kind.PAGE and all(0 <= one <= WHOLE for one in point)
    ):
        raise InvalidError("A place on a page is 0 to 100 % from its left and its top.")
    if not submission.files.filter(path=path).exists():
        raise InvalidError("This submission has no such file.")
    with transaction.atomic():
        remark = Remark.objects.create(
            submission=submission,
            path=path,
            kind=kind,
            place=place,
            left=point[0] if point else None,
            top=point[1] if point else None,
            text=text,
            author=actor,
            at=now,
        )
        audit.record("remark.written", remark, actor=actor, now=now, path=path)
    return remark


@transaction.atomic
def withdraw_remark(remark: Remark, *, actor: User, now: datetime) -> None:
    """Take a remark back; only whoever wrote it can."""
    if remark.author_id != actor.pk:
        raise ConflictError("Only its author takes a comment back.")
    if remark.withdrawn_at is None:
        remark.withdrawn_at = now
        remark.save(update_fields=["withdrawn_at"])
        audit.record("remark.withdrawn", remark, actor=actor, now=now)


@transaction.atomic
def change_rubric(
    assignment: Assignment,
    file: str,
    content: dict[str, Any] | None,
    *,
    reason: str,
    actor: User,
    now: datetime,
) -> RubricEdition:
    """Let ``content`` be the rubric from now on; None goes back to the file's own."""
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise InvalidError(f"Say why, in at most {LONGEST_REASON:,} characters.")
    edition = RubricEdition.objects.create(
        assignment=assignment,
        file=file,
        content=content,
        reason=reason,
        author=actor,
        at=now,
    )
    audit.record("rubric.changed", assignment, actor=actor, now=now, file=file)
    return edition


def fitted(check: RubricCheck, said: Judgement) -> Judgement:
    """Return ``said`` in the rubric's own order, or raise InvalidError."""
    known = {c["name"]: c for c in check.rubric["criteria"]}
    strange = sorted(set(said.chosen) - set(known))
    if strange:
        raise InvalidError(f"The rubric has no criterion {strange[0]!r}; read it anew.")
    chosen: dict[str, list[str]] = {}
    for name, criterion in known.items():
        wanted = said.chosen.get(name, [])
        if criterion["kind"] == NUMBER:
            chosen |= _typed(criterion, wanted)
            continue
        names = [item["name"] for item in criterion["items"]]
        if set(wanted) - set(names):
            raise InvalidError(f"{criterion['title']}: an item is gone; read it anew.")
        if criterion["kind"] in ONE_OF and len(set(wanted)) > 1:
            raise InvalidError(f"{criterion['title']}: choose one level.")
        if picked := [item for item in names if item in wanted]:
            chosen[name] = picked
    _refuse_odd(check, said)
    fit = Judgement(chosen, said.adjustment, said.comment.strip(), said.is_done)
    if said.is_done and not rubric_score(check.rubric, chosen).is_complete:
        raise InvalidError(
            "Say how many points it gets first."
            if all(one["kind"] == NUMBER for one in known.values())
            else "Choose a level for every criterion first.",
            code="not_whole",
        )
    return fit


def _typed(criterion: Mapping[str, Any], wanted: list[str]) -> dict[str, list[str]]:
    """Return the points that were typed, as they are kept; nothing where none were."""
    value = number_of(wanted)
    if not can_be_kept(criterion, wanted):
        raise InvalidError(
            f"{criterion['title']}: say one number of points, from 0 to "
            f"{criterion['points']:g}."
        )
    return {} if value is None else {criterion["name"]: [f"{value:.10g}"]}


def can_be_kept(criterion: Mapping[str, Any], typed: Sequence[str]) -> bool:
    """Say whether it is nothing, or one number within the criterion’s points."""
    if not "".join(typed).strip():
        return True
    value = number_of(typed)
    return value is not None and len(typed) == 1 and 0 <= value <= criterion["points"]


def judgement_of(row: Assessment | Revision) -> Judgement:
    """Return what a stored state says."""
    return Judgement(row.chosen, row.adjustment, row.comment, row.is_done)


def _refuse_odd(check: RubricCheck, said: Judgement) -> None:
    if not math.isfinite(said.adjustment) or abs(said.adjustment) > check.points:
        raise InvalidError(
            f"An adjustment is a number of points, at most {check.points:g} either way."
        )
    if said.adjustment and not said.comment.strip():
        raise InvalidError("Say to the student why points are adjusted.")
    if len(said.comment) > LONGEST_COMMENT:
        raise InvalidError(f"A comment has at most {LONGEST_COMMENT:,} characters.")


def _row(
    submission: Submission, check_name: str, reading: int, *, actor: User, now: datetime
) -> Assessment:
    row, _ = Assessment.objects.select_for_update().get_or_create(
        submission=submission,
        check_name=check_name,
        reading=reading,
        defaults={"author": actor, "at": now},
    )
    return row


def _advance(
    row: Assessment, said: Judgement, *, source: int, actor: User, now: datetime
) -> None:
    """Write the next revision; one of two at the same moment loses, by constraint."""
    values = {**asdict(said), "author": actor, "at": now}
    number = row.revision + 1
    Revision.objects.create(assessment=row, number=number, source=source, **values)
    for name, value in {**values, "revision": number}.items():
        setattr(row, name, value)
    row.save()
    audit.record(
        "assessment.saved",
        row,
        actor=actor,
        now=now,
        revision=number,
        is_done=said.is_done,
    )


def _meanwhile(row: Assessment) -> str:
    return f"{row.author.name} saved this meanwhile; nothing of yours was written over."
