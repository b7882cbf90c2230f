"""Lets a cell's next line be written by one person only."""

from django.db import migrations, models
from django.db.models import Q

KINDS = "override adjustment excuse incomplete release comment undo".split()


class Migration(migrations.Migration):
    dependencies = [("gradebook", "0003_number_ledger_lines")]

    operations = [
        migrations.AlterField("ledgerentry", "number", models.PositiveIntegerField()),
        migrations.AddConstraint(
            "ledgerentry",
            models.UniqueConstraint(
                name="gradebook_ledger_number_once",
                fields=["assignment", "enrollment", "number"],
                condition=Q(enrollment__isnull=False),
            ),
        ),
        migrations.AddConstraint(
            "ledgerentry",
            models.UniqueConstraint(
                name="gradebook_ledger_number_once_for_all",
                fields=["assignment", "number"],
                condition=Q(enrollment__isnull=True),
            ),
        ),
        migrations.AddConstraint(
            "ledgerentry",
            models.UniqueConstraint(
                name="gradebook_ledger_idempotency_key_once",
                fields=["author", "idempotency_key"],
                condition=~Q(idempotency_key=""),
            ),
        ),
        migrations.AddConstraint(
            "ledgerentry",
            models.CheckConstraint(
                name="gradebook_ledger_kind_known", condition=Q(kind__in=KINDS)
            ),
        ),
        migrations.AddConstraint(
            "ledgerentry",
            models.CheckConstraint(
                name="gradebook_ledger_says_why", condition=~Q(reason="")
            ),
        ),
    ]
