"""``manage.py grades rebuild``: compute every stored score anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.grading.services import rebuild_scores


class Command(BaseCommand):
    """Scores are projections of reports; this proves it."""

    help = "Compute scores anew from the reports; prints how many changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["rebuild"])

    def handle(self, *args: Any, **options: Any) -> None:
        total, changed = rebuild_scores(now=timezone.now())
        self.stdout.write(f"{total} scores computed, {changed} changed.")
