"""`manage.py store clean` removes what nothing names, and nothing else."""

import io
import os
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.commands.cleaning import naming_models
from portal.lib import store
from tests.factories.term import a_term

pytestmark = pytest.mark.django_db


def clean(*options):
    out = io.StringIO()
    call_command("store", "clean", *options, stdout=out)
    return out.getvalue()


def everything(settings):
    return {path.name for path in settings.STORE.glob("??/??/*")}


def age_all(settings, days):
    then = (timezone.now() - timedelta(days=days)).timestamp()
    for path in settings.STORE.glob("??/??/*"):
        os.utime(path, (then, then))


def test_what_rows_name_stays_and_orphans_go(settings):
    a_term(timezone.now())
    named = everything(settings)
    assert named
    orphan = store.put_bytes(b"x" * 2**20)
    age_all(settings, days=8)
    said = clean("--dry-run")
    assert said.startswith("Files that nothing names: 1, 1.0 MiB, would be removed")
    assert orphan.sha256 in everything(settings)
    assert "nothing names: 1, 1.0 MiB, removed." in clean()
    assert everything(settings) == named


def test_young_files_stay_as_long_as_asked(settings):
    store.put_bytes(b"orphan")
    age_all(settings, days=2)
    assert "nothing names: 0," in clean()
    assert "nothing names: 1," in clean("--older-than", "1.5")


@pytest.mark.parametrize("days", ["0.9", "0", "-3", "nan"])
def test_what_came_today_is_never_touched(days):
    with pytest.raises(CommandError):
        clean("--older-than", days)


def test_every_table_that_names_bytes_is_asked():
    names = {model.__name__ for model in naming_models()}
    assert {"Artifact", "VersionFile"} <= names
