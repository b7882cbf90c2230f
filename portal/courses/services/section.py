"""Sections of a course: added, renamed, removed while nobody is in them."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from portal.accounts.models import User
from portal.audit import services as audit
from portal.courses.models import Course, Section
from portal.lib.errors import ConflictError, InvalidError

LONGEST_NAME = 64


@transaction.atomic
def add_section(course: Course, *, name: str, actor: User, now: datetime) -> Section:
    """Make a section; ConflictError where there is one of that name."""
    try:
        with transaction.atomic():
            section = Section.objects.create(course=course, name=_name(name))
    except IntegrityError as error:
        raise ConflictError(f"There is a section {name.strip()} already.") from error
    audit.record("section.added", section, actor=actor, now=now, name=section.name)
    return section


@transaction.atomic
def rename_section(section: Section, *, name: str, actor: User, now: datetime) -> None:
    """Call it something else; who is in it stays in it."""
    before, name = section.name, _name(name)
    section.name = name
    try:
        with transaction.atomic():
            section.save(update_fields=["name"])
    except IntegrityError as error:
        raise ConflictError(f"There is a section {section.name} already.") from error
    audit.record(
        "section.renamed",
        section,
        actor=actor,
        now=now,
        before=before,
        name=section.name,
    )


@transaction.atomic
def remove_section(section: Section, *, actor: User, now: datetime) -> None:
    """Take an empty section away; one that anything hangs on stays."""
    if section.enrollments.exists():
        raise ConflictError(
            f"People are or were in section {section.name}; move them first."
        )
    audit.record("section.removed", section, actor=actor, now=now, name=section.name)
    try:
        with transaction.atomic():
            section.delete()
    except ProtectedError as error:
        raise ConflictError(
            f"Section {section.name} has extensions or enrol codes, so it stays."
        ) from error


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise InvalidError(f"A section's name has 1 to {LONGEST_NAME} characters.")
    return name
