"""Jobs and what they found in Django's admin, to look at only."""

from django.contrib import admin

from portal.grading.models import GradingJob, LeaseUse, Report, Score
from portal.lib.admin import ReadOnlyAdmin


@admin.register(GradingJob)
class GradingJobAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "state", "outcome", "pool", "attempt", "created_at")
    list_select_related = ("pool",)
    list_filter = ("state", "outcome")


@admin.register(LeaseUse)
class LeaseUseAdmin(ReadOnlyAdmin):
    list_display = ("lease_id", "runner_name", "started_at", "ended_at", "ending")
    exclude = ("token_digest",)


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    list_display = ("job_id", "outcome", "runner_name", "received_at")


@admin.register(Score)
class ScoreAdmin(ReadOnlyAdmin):
    list_display = ("submission_id", "points", "max_points", "computed_at")
