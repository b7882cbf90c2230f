"""How a class is graded by people, and what students ask afterwards."""

from portal.marking.models.asked import RegradeRequest, RequestMessage
from portal.marking.models.dealing import (
    REGRADE_DAYS,
    Allotment,
    Phrase,
    Plan,
    Presence,
)
from portal.marking.models.legible import Legible

__all__ = [
    "REGRADE_DAYS",
    "Allotment",
    "Legible",
    "Phrase",
    "Plan",
    "Presence",
    "RegradeRequest",
    "RequestMessage",
]
