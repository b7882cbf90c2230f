"""Mail: one for a person however much there is, sent once, with no number in it."""

import smtplib
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from graders.protocol import Outcome
from portal.gradebook.services import release
from portal.notifications import services
from portal.notifications.models import Letter, Notice, Preference
from portal.notifications.policy import can_get_mail, day_of_digest, one_line
from tests.factories.grading import (
    NOON,
    a_submission,
    an_assignment,
    an_enrollment,
    grade,
)

MINUTE = timedelta(minutes=1)
SOON = NOON + 2 * MINUTE
WHY = {"reason": "Done.", "now": NOON}


@pytest.fixture
def released(scene):
    """Three assignments come out at once, for two students."""
    for number in (1, 2):
        an_assignment(scene.course, slug=f"more{number}", title=f"More {number}")
    for item in scene.course.assignments.all():
        release(item, actor=scene.tara, **WHY)
    scene.hear()
    return scene


def send(now=SOON):
    services.pack(now=now)
    return services.deliver(now=now)


def test_many_releases_are_one_mail_a_person(released):
    assert send(NOON) == 0  # the minute is not over
    assert send() == 2
    assert sorted(one.to[0] for one in mail.outbox) == [
        "alice@example.edu",
        "bob@example.edu",
    ]
    letter = mail.outbox[0]
    assert letter.subject == "[W251] 3 notices"
    assert letter.body.count("is out.") == 3
    assert "Thu 1 Oct 2026, 05:00 PDT" in letter.body  # the course's own zone
    assert "http://127.0.0.1:8000/account/notices/" in letter.body
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_nothing_is_sent_twice_however_often_it_is_tried(released):
    for _ in range(3):
        send()
        services.look(now=SOON, is_forced=True)
        services.listen(now=SOON)
    assert len(mail.outbox) == 2
    assert send(NOON + timedelta(hours=3)) == 0


def test_what_a_dead_worker_may_have_sent_is_not_sent_again(released, caplog):
    services.pack(now=SOON)
    claimed = Letter.objects.first()
    Letter.objects.filter(pk=claimed.pk).update(state="sending", claimed_at=SOON)
    assert services.deliver(now=SOON) == 1
    assert services.deliver(now=SOON + timedelta(hours=1)) == 0
    claimed.refresh_from_db()
    assert claimed.state == "unsure"
    assert "may or may not have gone out" in caplog.text


def refused(code):
    return smtplib.SMTPRecipientsRefused({"x": (code, b"no")})


def test_a_server_that_says_later_is_asked_again_and_one_that_says_no_is_not(
    released, monkeypatch
):
    says = [refused(451), refused(550)]
    monkeypatch.setattr(EmailBackend, "send_messages", moody(says))
    assert send() == 0
    assert list(states()) == ["refused", "waiting"]
    assert services.deliver(now=SOON + timedelta(seconds=30)) == 0
    assert services.deliver(now=SOON + 2 * MINUTE) == 1
    assert list(states()) == ["refused", "sent"]


def test_a_line_that_dies_in_the_middle_ends_the_round_and_only_that_letter(
    released, monkeypatch
):
    says = [smtplib.SMTPServerDisconnected("gone")]
    monkeypatch.setattr(EmailBackend, "send_messages", moody(says))
    assert send() == 0
    assert list(states()) == ["unsure", "waiting"]
    assert services.deliver(now=SOON) == 1
    assert list(states()) == ["sent", "unsure"]


def test_it_is_given_up_after_some_tries(released, monkeypatch):
    says = [refused(451)] * 30
    monkeypatch.setattr(EmailBackend, "send_messages", moody(says))
    services.pack(now=SOON)
    for hour in range(24):
        services.deliver(now=SOON + timedelta(hours=hour))
    assert list(states()) == ["refused", "refused"]
    assert Letter.objects.first().tries == 6


def test_where_no_connection_is_made_all_waits(released, monkeypatch):
    def closed(self):
        raise ConnectionRefusedError("nobody listens")

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "open", closed)
        assert send() == 0
    assert list(states()) == ["waiting", "waiting"]
    assert services.deliver(now=SOON) == 2


def moody(says):
    whole = EmailBackend.send_messages

    def send_messages(self, messages):
        said = says.pop(0) if says else None
        if said is not None:
            raise said
        return whole(self, messages)

    return send_messages


def states():
    return Letter.objects.order_by("state").values_list("state", flat=True)


def test_what_was_read_in_time_is_not_mailed(released):
    services.mark_all_read(actor=released.alice.user, now=NOON)
    assert send() == 1
    assert mail.outbox[0].to == ["bob@example.edu"]


def test_the_next_mail_to_a_person_waits_a_little(released):
    send()
    release(an_assignment(released.course, slug="late"), actor=released.tara, **WHY)
    released.hear(SOON)
    assert send(SOON + 5 * MINUTE) == 0
    assert send(SOON + 11 * MINUTE) == 2


def test_people_choose_and_what_waited_is_not_mailed_any_more(released):
    alice, bob = released.alice.user, released.bob.user
    wish = {"actor": alice, "now": NOON}
    services.set_preferences(alice, {"released": "portal"}, **wish)
    services.set_preferences(bob, {"released": "off"}, actor=bob, now=NOON)
    assert send() == 0
    assert len(released.said(alice)) == 3
    release(an_assignment(released.course, slug="late"), actor=released.tara, **WHY)
    released.hear(SOON)
    assert len(released.said(alice)) == 4
    assert len(released.said(bob)) == 3  # off: no new one at all


def test_the_daily_mail_is_one_a_day_in_the_readers_morning(scene):
    Preference.objects.create(person=scene.alice.user, kind="graded", channel="daily")
    grade(a_submission(scene.assignment, scene.alice), scene.runner)
    scene.hear()
    early = datetime(2026, 10, 2, 13, 30, tzinfo=UTC)  # half past six in California
    assert services.pack_daily(now=early) == 0
    assert services.pack_daily(now=early + timedelta(hours=1)) == 1
    grade(a_submission(scene.assignment, scene.alice), scene.runner)
    scene.hear(early)
    assert services.pack_daily(now=early + timedelta(hours=2)) == 0
    assert services.pack_daily(now=early + timedelta(hours=25)) == 1
    assert services.deliver(now=early + timedelta(hours=25)) == 2


def test_nobody_at_an_address_that_cannot_be_gets_mail(scene):
    made_up = an_enrollment(scene.course, "Ada")
    made_up.user.email = "ada@simulated.example"
    made_up.user.save()
    grade(
        a_submission(scene.assignment, made_up), scene.runner, outcome=Outcome.TIMEOUT
    )
    scene.hear()
    assert Notice.objects.get().channel == "portal"
    assert send() == 0


@pytest.mark.parametrize(
    ("address", "can"),
    [
        ("a@example.edu", True),
        ("a@b.simulated.EXAMPLE", False),
        ("a@x.invalid.", False),
        ("a@latest", True),
    ],
)
def test_which_addresses_can_be(address, can):
    assert can_get_mail(address) is can


def test_a_title_breaks_no_header(scene):
    item = an_assignment(scene.course, slug="x", title="A\r\nBcc: eve@example.edu")
    release(item, actor=scene.tara, **WHY)
    scene.hear()
    send()
    assert (
        mail.outbox[0].subject
        == "[W251] Your grade for “A Bcc: eve@example.edu” is out."
    )
    assert mail.outbox[0].recipients() == ["alice@example.edu"]
    assert one_line("a\x00\u2028b") == "a b"


def test_a_day_begins_at_seven_of_ones_own():
    at = datetime(2026, 10, 2, 5, tzinfo=UTC)
    assert day_of_digest(at, "Europe/Paris") == "2026-10-02"
    assert day_of_digest(at, "") == ""
