"""Has the database refuse to change or remove a line of the ledger."""

from django.db import migrations

from portal.lib.append_only import allow_changes, refuse_changes

TABLE = "gradebook_ledgerentry"


class Migration(migrations.Migration):
    dependencies = [("gradebook", "0004_constrain_ledger")]

    operations = [migrations.RunPython(refuse_changes(TABLE), allow_changes(TABLE))]
