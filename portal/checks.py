"""System checks: nonsense in the settings is refused at start, with a hint."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register

DEVELOPMENT = "development-only"


@register()
def production_is_safe(app_configs: Any, **options: Any) -> list[Error]:
    """Refuse a production site that could leak, or whose keys are public."""
    if not settings.PRODUCTION:
        return []
    found = []
    if settings.SANDBOX == "process":
        found.append(
            Error(
                "The process sandbox isolates nothing.",
                hint="Install Docker on the runners and set ASSAY_SANDBOX=docker.",
                id="assay.E001",
            )
        )
    for name in ("SECRET_KEY", "INSTALLATION_KEY"):
        value = getattr(settings, name)
        if len(value) < 32 or value.startswith(DEVELOPMENT):
            found.append(
                Error(
                    f"{name} is missing, short or the one in the source.",
                    hint=f"Set ASSAY_{name} to 50 random characters.",
                    id="assay.E002",
                )
            )
    if settings.DEBUG:
        found.append(
            Error(
                "Debug pages show settings and code.",
                hint="Unset ASSAY_DEBUG.",
                id="assay.E003",
            )
        )
    return found
