"""``manage.py requests``: what students ask after a release, and the answers."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.gradebook.services import release
from portal.marking.models import RegradeRequest
from portal.marking.services import open_request
from tests.factories.grading import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(klass, monkeypatch):
    """Alice asks about her note, which is released."""
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    work = klass.submissions[0]
    klass.assess(work)
    release(klass.assignment, reason="Graded.", actor=klass.ines, now=NOON)
    alice = work.enrollment.user
    return open_request(work, text="Page 2?", check_name="note", actor=alice, now=NOON)


def say(*words):
    out = io.StringIO()
    call_command("requests", *map(str, words), stdout=out)
    return out.getvalue()


def course_of(klass):
    course = klass.assignment.course
    return "--course", f"{course.slug}:{course.term}"


def test_a_request_is_listed_answered_and_decided(klass, asked):
    number, by = asked.public_id, ("--by", klass.tara.email)
    said = say("list", *course_of(klass))
    who = asked.submission.enrollment.user.email
    assert said == f"{number} open: {who}, hw05, note\n  {who}: Page 2?\n"
    assert "still open" in say("reply", number, "--text", "Which line?", *by)
    assert "accepted" in say("accept", number, "--text", "You are right.", *by)
    assert say("list", *course_of(klass)) == ""
    said = say("list", "--closed", *course_of(klass))
    assert "accepted" in said and f"  {klass.tara.email}: You are right." in said
    with pytest.raises(CommandError, match="closed this request already"):
        say("decline", number, "--text", "No.", *by)


def test_a_request_is_declined_with_a_reason_by_staff_alone(klass, asked):
    number, by = asked.public_id, ("--by", klass.tara.email)
    with pytest.raises(CommandError, match="Say why"):
        say("decline", number, "--text", " ", *by)
    bob = klass.submissions[1].enrollment.user.email
    with pytest.raises(CommandError, match="no such request"):
        say("decline", number, "--text", "No.", "--by", bob)
    with pytest.raises(CommandError, match="no such request"):
        say("decline", "17", "--text", "No.", *by)
    assert "declined" in say("decline", number, "--text", "It stays.", *by)
    assert RegradeRequest.objects.get().decided_by == klass.tara
