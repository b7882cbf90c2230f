"""Runners in Django's admin, to look at only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from portal.runners.models import Pool, Runner


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Writes go through services."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Pool)
class PoolAdmin(ReadOnlyAdmin):
    list_display = ["name"]


@admin.register(Runner)
class RunnerAdmin(ReadOnlyAdmin):
    list_display = ["name", "state", "sandbox", "last_seen_at"]
    exclude = ["token_digest"]
