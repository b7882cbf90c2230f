"""Registers the commands, and what runs before the site starts or after a migration."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class CommandsConfig(AppConfig):
    """Loads portal.checks once, when Django is ready, and guards what migrations do."""

    name = "portal.commands"
    label = "commands"

    def ready(self) -> None:
        from portal import checks  # noqa: F401 - registering is its effect
        from portal.lib import append_only

        # Sent once for each app that has models, when all are migrated: one will do.
        once = apps.get_app_config("audit")
        post_migrate.connect(append_only.restore, sender=once)
