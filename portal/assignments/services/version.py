"""Makes an assignment what its folder says, one immutable version after another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from graders.spec import AssignmentSpec, spec_to_json
from portal.accounts.models import User
from portal.assignments.models import Assignment, AssignmentVersion, VersionFile
from portal.assignments.services.known import Known, known_in
from portal.audit import services as audit
from portal.courses.models import Course
from portal.lib import store
from portal.lib.errors import ConflictError, InvalidError

PIECE_BYTES = 2**20


@dataclass(frozen=True)
class AssignmentChange:
    """What a load did to one assignment: ``word`` is added, changed or unchanged."""

    assignment: Assignment
    version: AssignmentVersion
    word: str
    before: AssignmentVersion | None  # what was published before

    @property
    def is_published(self) -> bool:
        return self.assignment.published_version_id == self.version.pk


def store_files(spec: AssignmentSpec) -> None:
    """Keep the bytes of the spec's files; InvalidError if one changed meanwhile."""
    for file in spec.files:
        with (spec.folder / file.path).open("rb") as stream:
            kept = store.put(iter(lambda: stream.read(PIECE_BYTES), b""))
        if kept.sha256 != file.sha256:
            raise InvalidError(f"{spec.folder / file.path} changed while it was read.")


def sync_assignment(
    course: Course,
    spec: AssignmentSpec,
    *,
    position: int,
    proof: dict[str, Any] | None = None,
    unproven_reason: str = "",
    known: Known | None = None,
    actor: User | None,
    now: datetime,
) -> AssignmentChange:
    """Make or update the assignment of ``spec``; the same spec again changes nothing.

    A proven version is published, an unproven one only with a reason. Overrides stay,
    and submissions stay with the version they were handed in under. Part of a load's
    transaction, which asked what is ``known``: what stays as it is costs no query.
    """
    known = known or known_in(course, [spec.digest])
    assignment, is_new = known.assignments.get(spec.slug), False
    if assignment is None:
        assignment, is_new = Assignment.objects.get_or_create(
            course=course, slug=spec.slug, defaults={"position": position}
        )
    before = assignment.published_version
    if assignment.position != position or assignment.is_removed:
        assignment.position, assignment.is_removed = position, False
        assignment.save(update_fields=["position", "is_removed"])
    version = known.version(assignment, spec.digest)
    is_changed = version is None
    if version is None:
        version = _create_version(assignment, spec, actor=actor, now=now)
    _add_proof(version, proof)
    if before != version and (version.is_proven or unproven_reason):
        publish_version(version, reason=unproven_reason, actor=actor, now=now)
        is_changed = True
    word = "added" if is_new else "changed" if is_changed else "unchanged"
    return AssignmentChange(assignment, version, word, before)


def put_in_order(known: Known, slugs: Iterable[str]) -> None:
    """Let what is here stand where ``slugs`` has it, removed no more; 1 query."""
    moved = []
    for position, slug in enumerate(slugs):
        item = known.assignments.get(slug)
        if item is not None and (item.position != position or item.is_removed):
            item.position, item.is_removed = position, False
            moved.append(item)
    Assignment.objects.bulk_update(moved, ["position", "is_removed"])


@transaction.atomic
def publish_version(
    version: AssignmentVersion, *, reason: str = "", actor: User | None, now: datetime
) -> None:
    """Let students hand in to this version; an unproven one needs a reason."""
    if not version.is_proven:
        if not reason.strip():
            raise ConflictError("This version is not proven; say why it is published.")
        version.unproven_reason = reason.strip()
        version.save(update_fields=["unproven_reason"])
    assignment = version.assignment
    if assignment.published_version_id == version.pk:
        return
    assignment.published_version = version
    assignment.save(update_fields=["published_version"])
    audit.record(
        "assignment.published",
        assignment,
        actor=actor,
        now=now,
        version=version.digest,
        unproven_reason="" if version.is_proven else version.unproven_reason,
    )


@transaction.atomic
def remove_missing(
    course: Course, slugs: Iterable[str], *, actor: User | None, now: datetime
) -> list[Assignment]:
    """Hide the assignments that are not among ``slugs``; nothing is deleted."""
    gone = list(course.assignments.filter(is_removed=False).exclude(slug__in=slugs))
    for assignment in gone:
        assignment.is_removed = True
        assignment.save(update_fields=["is_removed"])
        audit.record("assignment.removed", assignment, actor=actor, now=now)
    return gone


@transaction.atomic
def _create_version(
    assignment: Assignment, spec: AssignmentSpec, *, actor: User | None, now: datetime
) -> AssignmentVersion:
    version = AssignmentVersion.objects.create(
        assignment=assignment,
        digest=spec.digest,
        spec=spec_to_json(spec),
        text=spec.text,
        created_at=now,
    )
    VersionFile.objects.bulk_create(
        VersionFile(
            version=version,
            path=file.path,
            role=file.role,
            sha256=file.sha256,
            size=file.size,
        )
        for file in spec.files
    )
    audit.record(
        "assignment.loaded", assignment, actor=actor, now=now, version=spec.digest
    )
    return version


def _add_proof(version: AssignmentVersion, proof: dict[str, Any] | None) -> None:
    """A proof may come after its version; a later one takes the place of the first."""
    if proof is None or proof == version.proof:
        return
    before = version.proof or {}
    if proof.get("made_at", "") >= before.get("made_at", ""):
        version.proof = proof
        version.save(update_fields=["proof"])
