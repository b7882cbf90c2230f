"""Commands whose verbs yield what they say, line by line."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.lib.errors import PortalError

Options = Mapping[str, Any]


class SayingCommand(BaseCommand):
    """Prints what the verb's ``say`` yields; a service's refusal is its error."""

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for line in options["say"](options):
                self.stdout.write(line)
        except PortalError as error:
            raise CommandError(error.sentence) from error
