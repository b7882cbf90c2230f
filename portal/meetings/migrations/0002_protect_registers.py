"""Has the database refuse to change or remove a line of a register."""

from django.db import migrations

from portal.lib.append_only import allow_changes, refuse_changes

TABLE = "meetings_mark"


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_begin")]

    operations = [migrations.RunPython(refuse_changes(TABLE), allow_changes(TABLE))]
