"""The diary in Django's admin, to look at only."""

from django.contrib import admin

from portal.audit.models import Event
from portal.lib.admin import ReadOnlyAdmin


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("at", "verb", "object_kind", "object_id", "actor_kind", "actor_id")
    search_fields = ("verb", "object_id", "actor_id")
    list_filter = ("object_kind",)
