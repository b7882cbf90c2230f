"""Every write to notices and mail."""

from portal.notifications.services.deadlines import remind
from portal.notifications.services.grades import look
from portal.notifications.services.listening import hear_above, listen
from portal.notifications.services.machines import report_silent
from portal.notifications.services.notices import (
    forget_old,
    mark_all_read,
    mark_read,
    tell,
)
from portal.notifications.services.packing import pack, pack_daily
from portal.notifications.services.preferences import set_preferences
from portal.notifications.services.sending import deliver
from portal.notifications.services.simulated import bookmark, tell_simulated

__all__ = [
    "bookmark",
    "deliver",
    "forget_old",
    "hear_above",
    "listen",
    "look",
    "mark_all_read",
    "mark_read",
    "pack",
    "pack_daily",
    "remind",
    "report_silent",
    "set_preferences",
    "tell",
    "tell_simulated",
]
