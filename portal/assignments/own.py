"""What is kept about one student's teams and extra time, as far as they may know it."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from portal.assignments.models import Extension, TeamInvite, TeamMember
from portal.assignments.selectors import assignments_of, due_dates
from portal.courses.models import Course, Enrollment


def own_record(student: Enrollment, *, now: datetime) -> dict[str, list[Any]]:
    """Return extensions, places in teams and invitations; of others nothing."""
    shown = _shown(student.course, now)
    places = TeamMember.objects.filter(enrollment=student, assignment__in=shown)
    given = Extension.objects.filter(
        Q(enrollment=student) | Q(section__isnull=False, section=student.section_id),
        assignment__in=shown,
    )
    invites = TeamInvite.objects.filter(
        enrollment=student, team__assignment__in=shown
    ).select_related("team__assignment")
    return {
        "extensions": [
            {
                "assignment": one.assignment.slug,
                "for": "you" if one.enrollment_id else "your section",
                "until": one.until,
                "reason": one.reason,
                "at": one.at,
            }
            for one in given.select_related("assignment").order_by("pk")
        ],
        "teams": [
            {
                "assignment": one.assignment.slug,
                "team": one.team.name,
                "joined_at": one.joined_at,
                "left_at": one.left_at,
            }
            for one in places.select_related("assignment", "team").order_by("pk")
        ],
        "invitations": [
            {
                "assignment": one.team.assignment.slug,
                "team": one.team.name,
                "at": one.at,
                "answer": one.answer,
            }
            for one in invites.order_by("pk")
        ],
    }


def _shown(course: Course, now: datetime) -> list[int]:
    """Return what students may know of, also those who have left."""
    published = assignments_of(course).filter(published_version__isnull=False)
    return [item.pk for item in published if due_dates(item).is_released(now)]
