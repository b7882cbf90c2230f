"""No page of a whole course asks the database for more than a dozen statements.

The real courses with made-up classes, their term over, as their staff and two students
find them from link to link; everybody has an unread notice, which the bar counts.
"""

import re
from collections import Counter, deque
from datetime import UTC, datetime
from html import unescape
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

from portal.accounts.models import User
from portal.commands.simulate.playing import simulate
from portal.courses.models import Course
from portal.notifications.models import Notice
from portal.submissions.models import Submission
from tests.courses.finals.school import ROOT

pytestmark = pytest.mark.django_db
FOLDERS = ("w251", "w255", "ai-sys-sp19", "eecs182-fa22", "cmsc35200")
NOW = datetime(2024, 1, 1, tzinfo=UTC)
MOST = 12
EACH = 3  # pages of one kind that are looked at
LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)')
OUT = ("account_logout", "admin:", "api-v1:")


def pages_of(person):
    """Yield kind, address and number of statements of what ``person`` can reach."""
    browser = Client()
    browser.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    seen, known, ahead = Counter(), {"/"}, deque(["/"])
    while ahead:
        address = ahead.popleft()
        kind = kind_of(address)
        if kind is None or kind.startswith(OUT) or seen[kind] >= EACH:
            continue
        page = browser.get(address)  # the first time may work out what changed
        links = [page["Location"]] if page.status_code == 302 else []
        if page.status_code == 200:
            seen[kind] += 1
            with CaptureQueriesContext(connection) as asked:
                page = browser.get(address)
            yield kind, address, len(asked)
            if page["Content-Type"].startswith("text/html"):
                links = map(unescape, LINK.findall(page.content.decode()))
        fresh = [link for link in links if link not in known]
        known.update(fresh)
        ahead.extend(fresh)


def kind_of(address):
    try:
        return resolve(address.split("?")[0]).view_name
    except Resolver404:
        return None


def tell(person, submission):
    Notice.objects.create(
        person=person,
        kind="graded",
        channel="portal",
        at=NOW,
        told_at=NOW,
        submission=submission,
        assignment=submission.assignment,
        course=submission.assignment.course,
    )


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_page_of_a_course_asks_more_than_a_dozen(folder):
    where = str(ROOT / "courses" / folder)
    call_command("course", "load", where, unproven="Nothing is run.", stdout=StringIO())
    course = Course.objects.get()
    played = simulate(course, students=5, seed=1, until=None, now=NOW)
    staff = User.objects.get(email=played.instructor)
    students = course.enrollments.filter(role="student").select_related("user")
    kinds, over = set(), []
    for person in (staff, *(one.user for one in students[:2])):
        tell(person, Submission.objects.filter(assignment__course=course).first())
        for kind, address, asked in pages_of(person):
            kinds.add(kind)
            if asked > MOST:
                over.append((asked, kind, address, person.email))
    assert sorted(over, reverse=True) == []
    assert {"student:home", "student:submission", "staff:dashboard"} <= kinds
    assert len(kinds) > 40
