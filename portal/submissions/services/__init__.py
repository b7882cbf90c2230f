"""Every write of submissions, their artifacts and the quota they use."""

from portal.submissions.services.desk import (
    Blank,
    delete_blanks,
    name_late,
    store_blanks,
)
from portal.submissions.services.notebook import render_waiting
from portal.submissions.services.quota import (
    Reservation,
    charge,
    refund,
    reserve,
    reserve_held,
)
from portal.submissions.services.submission import record_artifacts, store_submission
from portal.submissions.services.team import credit_earlier, record_choice

__all__ = [
    "Blank",
    "Reservation",
    "charge",
    "credit_earlier",
    "delete_blanks",
    "name_late",
    "record_artifacts",
    "record_choice",
    "refund",
    "render_waiting",
    "reserve",
    "reserve_held",
    "store_blanks",
    "store_submission",
]
