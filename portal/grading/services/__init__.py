"""Every write of grading."""

from portal.grading.services.choice import choose
from portal.grading.services.claim import Granted, claim_job
from portal.grading.services.desk import forget, open_to_people
from portal.grading.services.job import (
    cancel,
    grade_again,
    release_held_jobs,
    requeue,
)
from portal.grading.services.lease import expire_leases, heartbeat
from portal.grading.services.output import append_log, keep_artifact
from portal.grading.services.regrade import (
    begin_regrade,
    drop_regrade,
    publish_regrade,
)
from portal.grading.services.report import accept_report
from portal.grading.services.rescore import Rescore, rescore
from portal.grading.services.score import keep_score, rebuild_scores
from portal.grading.services.share import rebuild_shares
from portal.grading.services.submission import submit, submit_received
from portal.grading.services.ticket import send_tickets, topic_of

__all__ = [
    "Granted",
    "Rescore",
    "accept_report",
    "append_log",
    "begin_regrade",
    "cancel",
    "choose",
    "claim_job",
    "drop_regrade",
    "expire_leases",
    "forget",
    "grade_again",
    "heartbeat",
    "keep_artifact",
    "keep_score",
    "open_to_people",
    "publish_regrade",
    "rebuild_scores",
    "rebuild_shares",
    "release_held_jobs",
    "requeue",
    "rescore",
    "send_tickets",
    "submit",
    "submit_received",
    "topic_of",
]
