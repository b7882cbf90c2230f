"""``manage.py person``: invite people."""

import secrets
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.accounts import services
from portal.lib.errors import PortalError


class Command(BaseCommand):
    """A password that was not given is made up, and shown only now."""

    help = "Add a person who may sign in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        add = verbs.add_parser("add", help="add a person")
        add.add_argument("email")
        add.add_argument("--name", required=True)
        add.add_argument("--ops", action="store_true", help="runs the site")
        add.add_argument(
            "--password-stdin", action="store_true", help="read it from the first line"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        is_given = options["password_stdin"]
        password = _first_line() if is_given else secrets.token_urlsafe(12)
        try:
            person = services.create_person(
                options["email"],
                name=options["name"],
                password=password,
                is_ops=options["ops"],
                actor=None,
                now=timezone.now(),
            )
        except PortalError as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(f"{person.email} may sign in.")
        if not is_given:
            self.stdout.write(f"The password, shown only now: {password}")


def _first_line() -> str:
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise CommandError("No password came on standard input.")
    return password
