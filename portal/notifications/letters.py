"""Writes a letter: plain text, one line a notice, never a number of anybody's grade."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from portal.notifications.access import visible_notices
from portal.notifications.models import Letter
from portal.notifications.policy import one_line
from portal.notifications.selectors import Told, told
from portal.notifications.words import instant

MOST_LINES = 50


def written(letter: Letter, *, now: datetime) -> EmailMessage | None:
    """Return the mail, of what still holds and was not read; None if that is nothing.

    Looked up at this moment, through the same door as the page.
    """
    person = letter.person
    if not person.is_active:
        return None
    rows = visible_notices(person).filter(letter=letter, read_at=None)
    rows = rows.select_related("course", "submission", "assignment")
    news = told(person, rows.order_by("course__slug", "course", "at", "pk"), now=now)
    if not news:
        return None
    return EmailMessage(
        subject=_subject(news),
        body=_body(person.get_short_name(), news),
        to=[person.email],
        headers={
            "Auto-Submitted": "auto-generated",
            "Message-ID": f"<{letter.public_id}@{_host()}>",
        },
    )


def _subject(news: Sequence[Told]) -> str:
    courses = {one.notice.course for one in news}
    course = next(iter(courses)) if len(courses) == 1 else None
    place = course.slug.upper() if course else "Assay"
    said = news[0].sentence if len(news) == 1 else f"{len(news)} notices"
    return one_line(f"[{place}] {said}")[:200]


def _body(name: str, news: Sequence[Told]) -> str:
    parts = [f"Hello {one_line(name)},"]
    for course, group in groupby(news[:MOST_LINES], key=lambda one: one.notice.course):
        heading = f"{course.slug.upper()}, {course.title}" if course else "This site"
        zone = course.timezone if course else ""
        lines = "\n".join(_line(one, zone) for one in group)
        parts.append(f"{one_line(heading)}\n\n{lines}")
    if len(news) > MOST_LINES:
        parts.append(f"And {len(news) - MOST_LINES} more: {_url('notices:list')}")
    parts.append(
        "-- \nTimes are in the course's own zone. Choose what is mailed to you:\n"
        f"{_url('account:notices')}"
    )
    return "\n\n".join(parts) + "\n"


def _line(one: Told, zone: str) -> str:
    link = _url("notices:open", one.notice.public_id)
    at = instant(one.notice.at.isoformat(), zone)
    return f"- {one_line(one.sentence)}\n  {at}\n  {link}"


def _url(name: str, *arguments: object) -> str:
    return settings.SITE_URL.rstrip("/") + reverse(name, args=arguments)


def _host() -> str:
    return settings.SITE_URL.partition("//")[2].partition("/")[0].partition(":")[0]
