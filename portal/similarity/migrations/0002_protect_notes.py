"""Has the database refuse to change or remove a note of a case."""

from django.db import migrations

from portal.lib.append_only import allow_changes, refuse_changes

TABLE = "similarity_note"


class Migration(migrations.Migration):
    dependencies = [("similarity", "0001_begin")]

    operations = [migrations.RunPython(refuse_changes(TABLE), allow_changes(TABLE))]
