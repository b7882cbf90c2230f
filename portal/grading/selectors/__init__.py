"""Reads of jobs, the queue, reports and logs."""

from portal.grading.selectors.fleet import FleetLine, fleet
from portal.grading.selectors.job import (
    attempts,
    latest_job,
    latest_jobs,
    parked_jobs,
)
from portal.grading.selectors.log import (
    log_bytes,
    log_tail,
    visible_artifacts,
    visible_logs,
)
from portal.grading.selectors.queue import (
    Place,
    Waiting,
    leases_out,
    queue_place,
    recent_seconds,
    waiting,
)
from portal.grading.selectors.report import (
    CheckView,
    ReportView,
    moment_of,
    visible_report,
    visible_score,
)

__all__ = [
    "CheckView",
    "FleetLine",
    "Place",
    "ReportView",
    "Waiting",
    "attempts",
    "fleet",
    "latest_job",
    "latest_jobs",
    "leases_out",
    "log_bytes",
    "log_tail",
    "moment_of",
    "parked_jobs",
    "queue_place",
    "recent_seconds",
    "visible_artifacts",
    "visible_logs",
    "visible_report",
    "visible_score",
    "waiting",
]
