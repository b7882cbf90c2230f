"""``manage.py store``: remove stored files that nothing names."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.commands.cleaning import clean
from portal.lib.errors import PortalError

MIB = 2**20


class Command(BaseCommand):
    """What a submission, a version or a report names always stays."""

    help = "Look after the store of files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verb = verbs.add_parser("clean", help="remove files that nothing names")
        verb.add_argument(
            "--older-than",
            type=float,
            default=7.0,
            metavar="DAYS",
            help="only what was last put so long ago; 7 if left out, at least 1",
        )
        verb.add_argument("--dry-run", action="store_true", help="only count")

    def handle(self, *args: Any, **options: Any) -> None:
        is_dry_run = options["dry_run"]
        try:
            cleaned = clean(
                older_than=timedelta(days=options["older_than"]),
                is_dry_run=is_dry_run,
                now=timezone.now(),
            )
        except (PortalError, OverflowError, ValueError) as error:
            raise CommandError(str(error)) from error
        files, size = cleaned.files, cleaned.size / MIB
        word = "would be removed" if is_dry_run else "removed"
        self.stdout.write(f"Files that nothing names: {files}, {size:.1f} MiB, {word}.")
        if cleaned.scraps:
            self.stdout.write(f"Broken-off writes: {cleaned.scraps}, removed.")
