"""Reads of jobs, the queue, reports and logs."""

from portal.grading.selectors.fleet import FleetLine, fleet
from portal.grading.selectors.job import (
    latest_job,
    latest_jobs,
    parked_jobs,
    reported_job,
    scored_work,
    told_job,
    with_jobs,
)
from portal.grading.selectors.log import (
    METRICS,
    Excerpt,
    bytes_of,
    excerpt_of,
    is_printed,
    log_bytes,
    log_tail,
    printed_logs,
    tail_of,
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
from portal.grading.selectors.told import leases_of, told_score

__all__ = [
    "METRICS",
    "CheckView",
    "Excerpt",
    "FleetLine",
    "Place",
    "ReportView",
    "Waiting",
    "bytes_of",
    "excerpt_of",
    "fleet",
    "is_printed",
    "latest_job",
    "latest_jobs",
    "leases_of",
    "leases_out",
    "log_bytes",
    "log_tail",
    "moment_of",
    "parked_jobs",
    "printed_logs",
    "queue_place",
    "recent_seconds",
    "reported_job",
    "scored_work",
    "tail_of",
    "told_job",
    "told_score",
    "visible_artifacts",
    "visible_logs",
    "visible_report",
    "visible_score",
    "waiting",
    "with_jobs",
]
