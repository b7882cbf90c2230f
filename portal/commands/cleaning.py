"""Removes from the store what no row of any table names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.db import models

from portal.lib import store
from portal.lib.errors import InvalidError

FIELD = "sha256"  # how every table that names bytes of the store calls them


@dataclass(frozen=True)
class Cleaned:
    """How many files went, or with a dry run would go, and how many bytes."""

    files: int
    size: int
    scraps: int  # what broken-off writes left


def clean(*, older_than: timedelta, is_dry_run: bool, now: datetime) -> Cleaned:
    """Remove files that nothing names; InvalidError for an age below a day."""
    if older_than < store.LEAST_AGE:
        raise InvalidError(
            "A file that came today may be named by a row that is still to come: "
            "clean what is a day old, or older."
        )
    before = now - older_than
    files = size = 0
    for file in store.old_files(before=before):
        if is_named(file.sha256):
            continue
        if is_dry_run or store.remove(file.sha256, before=before, is_named=is_named):
            files, size = files + 1, size + file.size
    scraps = 0 if is_dry_run else store.remove_scraps(before=before)
    return Cleaned(files, size, scraps)


def is_named(sha256: str) -> bool:
    """Does a row of any table name these bytes?"""
    return any(
        model._default_manager.filter(**{FIELD: sha256}).exists()
        for model in naming_models()
    )


def naming_models() -> Iterator[type[models.Model]]:
    """Yield every table with a column of digests, also those to come."""
    for model in apps.get_models():
        if any(field.name == FIELD for field in model._meta.fields):
            yield model
