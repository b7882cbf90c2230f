"""The only doors to notices: one's own, as far as they still hold."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.accounts.models import User
from portal.courses.models import STAFF, Enrollment
from portal.lib.errors import NotFoundError
from portal.notifications.kinds import OF_GRADES, OF_OPS, OF_STAFF
from portal.notifications.models import Notice, Shown


def visible_notices(viewer: User) -> QuerySet[Notice]:
    """Return one's own, newest first; 1 query.

    Left out is what is of a course one is not in any more, or not as staff, of an
    assignment that is gone, and of a grade that is not out.
    """
    here = Enrollment.objects.filter(
        user=viewer, is_active=True, course=OuterRef("course")
    )
    out = Shown.objects.filter(
        enrollment__user=viewer, assignment=OuterRef("assignment")
    )
    found = Notice.objects.filter(
        Q(course=None) | Exists(here),
        Q(assignment=None) | Q(assignment__is_removed=False),
    )
    found = found.filter(
        ~Q(kind__in=OF_STAFF) | Exists(here.filter(role__in=STAFF)),
        ~Q(kind__in=OF_GRADES) | Exists(out),
        person=viewer,
    )
    if not viewer.is_ops:
        found = found.exclude(kind__in=OF_OPS)
    return found.order_by("-at", "-pk")


def get_notice(viewer: User, public_id: UUID | str) -> Notice:
    """Return one's own notice, or NotFoundError where it is absent or holds no more."""
    try:
        notice = visible_notices(viewer).filter(public_id=public_id).first()
    except ValidationError:
        notice = None
    if notice is None:
        raise NotFoundError(
            "This notice is not there: it was not for you, or it holds no more."
        )
    return notice
