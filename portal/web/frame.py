"""The bar around a page: course, zone and the way to the other pages."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.courses.models import Course


@dataclass(frozen=True)
class NavItem:
    """One word of the navigation; never one that leads nowhere."""

    word: str
    url: str
    is_here: bool = False


@dataclass(frozen=True)
class Frame:
    """What ``components/bar.html`` and ``components/foot.html`` need."""

    zone: str = ""
    nav: tuple[NavItem, ...] = ()
    course: Course | None = None
    is_staff: bool = False
    is_ops_page: bool = False
    now: datetime = field(default_factory=timezone.now)


def site_frame(viewer: Any, *, here: str = "") -> Frame:
    """Return the frame of a page that belongs to no course."""
    if not isinstance(viewer, User):
        return Frame()
    items = [_item("Home", reverse("student:home"), here), *_ops_items(viewer, here)]
    return Frame(zone=viewer.timezone or "UTC", nav=tuple(items))


def course_frame(viewer: User, course: Course, *, is_staff: bool, here: str) -> Frame:
    """Return the frame of a course's page, in the course's zone."""
    items = [
        _item("Home", reverse("student:home"), here),
        _item("Assignments", reverse("student:course", args=[course.public_id]), here),
    ]
    if course.policy.get("boards"):
        url = reverse("student:boards", args=[course.public_id])
        items.append(_item("Boards", url, here))
    if is_staff:
        url = reverse("staff:dashboard", args=[course.public_id])
        items.insert(1, _item("Dashboard", url, here))
        url = reverse("staff:people", args=[course.public_id])
        items.append(_item("People", url, here))
        url = reverse("marking:course", args=[course.public_id])
        items.append(_item("Grading", url, here))
        url = reverse("staff:gradebook", args=[course.public_id])
        items.append(_item("Gradebook", url, here))
    else:
        url = reverse("student:grades", args=[course.public_id])
        items.append(_item("Grades", url, here))
    items += _ops_items(viewer, here)
    return Frame(course.timezone, tuple(items), course, is_staff)


def ops_frame(viewer: User, *, here: str) -> Frame:
    """Return the frame of a page for those who run the site."""
    items = (_item("Home", reverse("student:home"), here), *_ops_items(viewer, here))
    return Frame(viewer.timezone or "UTC", items, is_ops_page=True)


def _ops_items(viewer: User, here: str) -> list[NavItem]:
    if not viewer.is_ops:
        return []
    return [
        _item("Runners", reverse("ops:runners"), here),
        _item("Queue", reverse("ops:queue"), here),
        _item("New course", reverse("staff:new-course"), here),
    ]


def _item(word: str, url: str, here: str) -> NavItem:
    return NavItem(word, url, word == here)
