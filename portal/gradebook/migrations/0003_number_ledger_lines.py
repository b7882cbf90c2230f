"""Counts the lines of each cell, and knows what is incomplete."""

from django.conf import settings
from django.db import migrations, models


def count_lines(apps, editor):
    """Give each line its place among those of its cell, oldest first."""
    entries = apps.get_model("gradebook", "LedgerEntry").objects
    counts = {}
    for entry in entries.order_by("pk").iterator():
        cell = (entry.assignment_id, entry.enrollment_id)
        counts[cell] = counts.get(cell, 0) + 1
        entries.filter(pk=entry.pk).update(number=counts[cell])


class Migration(migrations.Migration):
    dependencies = [
        ("assignments", "0001_begin"),
        ("gradebook", "0002_mark_cap_and_require"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "ledgerentry", "number", models.PositiveIntegerField(null=True)
        ),
        migrations.AddField(
            "ledgerentry",
            "idempotency_key",
            models.CharField(blank=True, default="", max_length=100),
            preserve_default=False,
        ),
        migrations.AlterField(
            "ledgerentry",
            "kind",
            models.CharField(
                choices=[
                    ("override", "Override"),
                    ("adjustment", "Adjustment"),
                    ("excuse", "Excuse"),
                    ("incomplete", "Incomplete"),
                    ("release", "Release"),
                    ("comment", "Comment"),
                    ("undo", "Undo"),
                ],
                max_length=16,
            ),
        ),
        migrations.RunPython(count_lines, migrations.RunPython.noop),
    ]
