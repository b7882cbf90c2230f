"""Categories and the ledger in Django's admin, to look at only."""

from django.contrib import admin

from portal.gradebook.models import Category, LedgerEntry
from portal.lib.admin import ReadOnlyAdmin


@admin.register(Category)
class CategoryAdmin(ReadOnlyAdmin):
    list_display = ("slug", "course", "weight")
    list_select_related = ("course",)


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ReadOnlyAdmin):
    list_display = ("kind", "points", "reason", "at")
