"""``manage.py runner``: enroll machines, give orders to them, list them."""

import os
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.courses.models import Course
from portal.lib.errors import PortalError
from portal.runners import policy, selectors, services
from portal.runners.models import Runner

ORDERS: dict[str, Callable[..., None]] = {
    "drain": services.drain,
    "resume": services.resume,
    "quarantine": services.quarantine,
}


class Command(BaseCommand):
    """One subcommand a verb; a token is shown once, or written to a file."""

    help = "Enroll runners, give orders to them, list them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        enroll = verbs.add_parser("enroll", help="let a machine work for us")
        enroll.add_argument("name")
        enroll.add_argument("--pool", action="append", required=True)
        served = enroll.add_mutually_exclusive_group(required=True)
        served.add_argument(
            "--course", action="append", default=[], metavar="SLUG:TERM"
        )
        served.add_argument("--all-courses", action="store_true")
        token = verbs.add_parser("token", help="make a new token; the old one ends")
        token.add_argument("name")
        for parser_with_token in (enroll, token):
            parser_with_token.add_argument("--token-file", type=Path)
        for verb in ORDERS:
            verbs.add_parser(verb).add_argument("name")
        verbs.add_parser("list", help="the fleet")

    def handle(self, *args: Any, **options: Any) -> None:
        now, verb = timezone.now(), options["verb"]
        try:
            if verb == "list":
                self._list(now)
            elif verb == "enroll":
                self._enroll(options, now)
            elif verb == "token":
                token = services.rotate_token(
                    _runner(options["name"]), actor=None, now=now
                )
                self._show(token, options["token_file"])
            else:
                ORDERS[verb](_runner(options["name"]), actor=None, now=now)
                self.stdout.write(f"{options['name']}: {verb}")
        except PortalError as error:
            raise CommandError(error.sentence) from error

    def _enroll(self, options: dict[str, Any], now: datetime) -> None:
        runner, token = services.enroll_runner(
            options["name"],
            pools=options["pool"],
            courses=[_course(key) for key in options["course"]],
            all_courses=options["all_courses"],
            actor=None,
            now=now,
        )
        self.stdout.write(f"{runner.name} is enrolled.")
        self._show(token, options["token_file"])

    def _show(self, token: str, file: Path | None) -> None:
        if file is None:
            self.stdout.write(f"Its token, shown only now: {token}")
            return
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as opened:
            opened.write(token + "\n")
        file.chmod(0o600)
        self.stdout.write(f"Its token is in {file}")

    def _list(self, now: datetime) -> None:
        for runner in selectors.runners():
            pools = ",".join(sorted(pool.name for pool in runner.pools.all()))
            word = policy.seems(
                runner.state, last_seen_at=runner.last_seen_at, is_busy=False, now=now
            )
            seen = (
                f"{runner.last_seen_at:%Y-%m-%d %H:%M:%SZ}"
                if runner.last_seen_at
                else "never"
            )
            self.stdout.write(f"{runner.name}\t{word}\t{pools}\tseen {seen}")


def _runner(name: str) -> Runner:
    runner = Runner.objects.filter(name=name).first()
    if runner is None:
        raise CommandError(f"No runner is named {name}; see `manage.py runner list`.")
    return runner


def _course(key: str) -> Course:
    slug, _, term = key.partition(":")
    course = Course.objects.filter(slug=slug, term=term).first()
    if course is None:
        known = ", ".join(f"{c.slug}:{c.term}" for c in Course.objects.all())
        raise CommandError(f"No course is {key}; there are: {known or 'none yet'}.")
    return course
