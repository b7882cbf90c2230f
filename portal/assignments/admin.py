"""Assignments and their versions in Django's admin, to look at only."""

from django.contrib import admin

from portal.assignments.models import (
    Assignment,
    AssignmentVersion,
    Extension,
    Override,
    Team,
)
from portal.lib.admin import ReadOnlyAdmin


@admin.register(Assignment)
class AssignmentAdmin(ReadOnlyAdmin):
    list_display = ("slug", "course", "position", "is_removed")
    list_select_related = ("course",)


@admin.register(AssignmentVersion)
class AssignmentVersionAdmin(ReadOnlyAdmin):
    list_display = ("assignment", "digest", "created_at")
    list_select_related = ("assignment__course",)


@admin.register(Override)
class OverrideAdmin(ReadOnlyAdmin):
    list_display = ("assignment", "field", "value", "author", "at")
    list_select_related = ("assignment__course", "author")


@admin.register(Extension)
class ExtensionAdmin(ReadOnlyAdmin):
    list_display = ("assignment", "enrollment", "section", "until", "author", "at")
    list_select_related = (
        "assignment__course",
        "enrollment__user",
        "enrollment__course",
        "section__course",
        "author",
    )


@admin.register(Team)
class TeamAdmin(ReadOnlyAdmin):
    list_display = ("name", "assignment", "formed_at", "dissolved_at")
    list_select_related = ("assignment__course",)
