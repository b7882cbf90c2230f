"""Notices and letters in Django's admin, to look at only."""

from django.contrib import admin

from portal.lib.admin import ReadOnlyAdmin
from portal.notifications.models import Heard, Letter, Notice


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    list_display = ("made_at", "person", "state", "tries", "note")
    list_filter = ("state",)
    raw_id_fields = ("person",)


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ("at", "person", "kind", "channel", "read_at")
    list_filter = ("kind",)
    raw_id_fields = ("person", "course", "assignment", "submission", "letter")


@admin.register(Heard)
class HeardAdmin(ReadOnlyAdmin):
    list_display = ("event", "is_failed")
    list_filter = ("is_failed",)
