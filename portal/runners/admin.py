"""Runners in Django's admin, to look at only."""

from django.contrib import admin

from portal.lib.admin import ReadOnlyAdmin
from portal.runners.models import Pool, Runner


@admin.register(Pool)
class PoolAdmin(ReadOnlyAdmin):
    list_display = ["name"]


@admin.register(Runner)
class RunnerAdmin(ReadOnlyAdmin):
    list_display = ["name", "state", "sandbox", "last_seen_at"]
    exclude = ["token_digest"]
