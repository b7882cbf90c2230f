"""Assessments in Django's admin, to look at only."""

from django.contrib import admin

from portal.assessments.models import Assessment, RubricEdition
from portal.lib.admin import ReadOnlyAdmin


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    list_display = ("check_name", "reading", "revision", "is_done", "at")


@admin.register(RubricEdition)
class RubricEditionAdmin(ReadOnlyAdmin):
    list_display = ("file", "assignment", "reason", "at")
    list_select_related = ("assignment__course",)
