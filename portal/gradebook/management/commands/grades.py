"""``manage.py grades``: enter, release, exchange and recompute grades."""

import statistics
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.assignments.models import Assignment
from portal.gradebook.management import exchange, ledger
from portal.gradebook.services import rebuild_rows
from portal.grading.services import Rescore, rebuild_scores, rebuild_shares, rescore
from portal.lib.errors import PortalError

SAYINGS = {
    "enter": ledger.enter,
    "undo": ledger.undo,
    "release": ledger.release,
    "withdraw": ledger.withdraw,
    "export": exchange.export,
}


class Command(BaseCommand):
    """Whatever people say of grades is a line; scores are projections of reports."""

    help = "Enter, release, withdraw, export, import, rebuild or rescore grades."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser(
            "rebuild", help="every score, every row of grades, and every fair share"
        )
        again = verbs.add_parser(
            "rescore", help="an assignment's scores, by its published version's curves"
        )
        again.add_argument("assignment", metavar="ASSIGNMENT")
        again.add_argument("--course", required=True, metavar="SLUG:TERM")
        again.add_argument("--dry-run", action="store_true", help="only show it")
        ledger.add_verbs(verbs)
        exchange.add_verbs(verbs)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._do(options)
        except PortalError as error:
            raise CommandError(error.sentence) from error

    def _do(self, options: dict[str, Any]) -> None:
        verb = options["verb"]
        if verb in SAYINGS:
            self.stdout.write(SAYINGS[verb](options))
        elif verb == "import":
            for line in exchange.take_in(options):
                self.stdout.write(line)
        elif verb == "rebuild":
            self._rebuild()
        else:
            assignment = _assignment(options["assignment"], options["course"])
            is_dry_run = options["dry_run"]
            done = rescore(
                assignment, actor=None, now=timezone.now(), is_dry_run=is_dry_run
            )
            self._tell(done, is_dry_run=is_dry_run)

    def _rebuild(self) -> None:
        total, changed = rebuild_scores(now=timezone.now())
        self.stdout.write(f"{total} scores computed, {changed} changed.")
        total, changed = rebuild_rows(now=timezone.now())
        self.stdout.write(f"{total} rows of grades computed, {changed} changed.")
        total, changed = rebuild_shares()
        self.stdout.write(f"{total} fair shares computed, {changed} changed.")

    def _tell(self, done: Rescore, *, is_dry_run: bool) -> None:
        for change in done.changes:
            name = change.submission.enrollment.user.name
            number = change.submission.number
            moved = f"{change.before:g} -> {change.after:g}"
            by = change.after - change.before
            self.stdout.write(f"  {name}, submission {number}: {moved} ({by:+g})")
        word = "would change" if is_dry_run else "changed"
        self.stdout.write(
            f"{done.total} scores by version {done.version.digest[:6]}, "
            f"{len(done.changes)} {word}{_spread(done)}."
        )


def _spread(done: Rescore) -> str:
    moves = sorted(change.after - change.before for change in done.changes)
    if not moves:
        return ""
    up = sum(move > 0 for move in moves)
    middle = statistics.median(moves)
    return (
        f": {up} up, {len(moves) - up} down, from {moves[0]:+g} to {moves[-1]:+g}, "
        f"median {middle:+g}"
    )


def _assignment(slug: str, course: str) -> Assignment:
    key, colon, term = course.partition(":")
    if not colon:
        raise CommandError(f"{course!r} is no course; write it as w251:2022 Fall.")
    found = Assignment.objects.filter(
        slug=slug, course__slug=key, course__term=term
    ).select_related("published_version")
    assignment = found.first()
    if assignment is None:
        raise CommandError(f"There is no assignment {slug!r} in {course!r}.")
    return assignment
