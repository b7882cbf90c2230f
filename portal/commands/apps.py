"""Registers the commands and the checks that run before anything starts."""

from django.apps import AppConfig


class CommandsConfig(AppConfig):
    """Loads portal.checks once, when Django is ready."""

    name = "portal.commands"
    label = "commands"

    def ready(self) -> None:
        from portal import checks  # noqa: F401 - registering is its effect
