"""Every write to courses and their people."""

from portal.courses.services.code import make_code, revoke_code, use_code
from portal.courses.services.copy import (
    copy_course,
    copy_staff,
    moved_on,
    plan_copy,
    wall_clock,
)
from portal.courses.services.course import CourseChange, sync_course
from portal.courses.services.enrollment import drop, enroll, set_time_multiplier
from portal.courses.services.maker import let_make_courses
from portal.courses.services.people import (
    change_person,
    drop_person,
    keep_an_instructor,
)
from portal.courses.services.roster import RosterPlan, import_roster, plan_roster
from portal.courses.services.section import (
    add_section,
    remove_section,
    rename_section,
)

__all__ = [
    "CourseChange",
    "RosterPlan",
    "add_section",
    "change_person",
    "copy_course",
    "copy_staff",
    "drop",
    "drop_person",
    "enroll",
    "import_roster",
    "keep_an_instructor",
    "let_make_courses",
    "make_code",
    "moved_on",
    "plan_copy",
    "plan_roster",
    "remove_section",
    "rename_section",
    "revoke_code",
    "set_time_multiplier",
    "sync_course",
    "use_code",
    "wall_clock",
]
