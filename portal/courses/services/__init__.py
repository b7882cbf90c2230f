"""Every write to courses and their people."""

from portal.courses.services.course import CourseChange, sync_course
from portal.courses.services.enrollment import drop, enroll, set_time_multiplier
from portal.courses.services.roster import RosterPlan, import_roster, plan_roster

__all__ = [
    "CourseChange",
    "RosterPlan",
    "drop",
    "enroll",
    "import_roster",
    "plan_roster",
    "set_time_multiplier",
    "sync_course",
]
