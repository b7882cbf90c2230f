"""Submissions in Django's admin: to look at, never to change."""

from django.contrib import admin

from portal.lib.admin import ReadOnlyAdmin
from portal.submissions.models import Artifact, QuotaBucket, Submission, SubmissionFile


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "assignment", "number", "received_at", "charge")
    list_select_related = ("assignment__course",)
    search_fields = ("public_id", "digest")


@admin.register(SubmissionFile)
class SubmissionFileAdmin(ReadOnlyAdmin):
    list_display = ("path", "submission")
    list_select_related = ("submission__assignment",)


@admin.register(Artifact)
class ArtifactAdmin(ReadOnlyAdmin):
    list_display = ("sha256", "size", "created_at")
    search_fields = ("sha256",)


@admin.register(QuotaBucket)
class QuotaBucketAdmin(ReadOnlyAdmin):
    list_display = ("assignment", "enrollment", "team", "level", "as_of")
    list_select_related = ("assignment__course", "enrollment__user", "team")
