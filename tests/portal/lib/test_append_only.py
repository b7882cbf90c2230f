"""Tables whose rows are written once stay so, whatever a later migration does."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from portal.gradebook.models import LedgerEntry
from portal.lib.append_only import allow_changes
from tests.factories.book import a_book

TABLE = LedgerEntry._meta.db_table


def refuses():
    """Say whether the database refuses to change a line."""
    try:
        with transaction.atomic():
            LedgerEntry.objects.update(reason="Nobody will see.")
    except IntegrityError:
        return True
    return False


@pytest.mark.django_db(transaction=True)
def test_what_a_migration_lost_is_put_back_when_it_ends():
    a_book()
    with connection.schema_editor() as editor:
        allow_changes(TABLE)(None, editor)
    assert not refuses()
    call_command("migrate", verbosity=0)
    assert refuses()


@pytest.mark.django_db(transaction=True)
def test_a_table_that_sqlite_made_anew_refuses_changes_again():
    a_book()
    longer = models.CharField(max_length=101, blank=True)
    longer.set_attributes_from_name("idempotency_key")
    old = LedgerEntry._meta.get_field("idempotency_key")
    with connection.schema_editor() as editor:
        editor.alter_field(LedgerEntry, old, longer)
    assert refuses() == (connection.vendor != "sqlite")
    call_command("migrate", verbosity=0)
    assert refuses()
    with connection.schema_editor() as editor:
        editor.alter_field(LedgerEntry, longer, old)
    call_command("migrate", verbosity=0)
