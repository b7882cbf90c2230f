"""A regrade is asked for in its window, talked about, and decided once."""

from datetime import timedelta

import pytest

from portal.audit.models import Event
from portal.gradebook.services import release
from portal.lib.errors import ConflictError, InvalidError, NotFoundError
from portal.marking import services
from portal.marking.access import get_request, visible_requests
from portal.marking.selectors.desk import plan_of
from portal.marking.selectors.requests import open_counts, window_of
from tests.factories.grading import NOON, a_person

WHY = "Line 3 names both hops."


@pytest.fixture
def released(klass):
    klass.assess(klass.submissions[0])
    release(klass.assignment, reason="Done.", actor=klass.ines, now=NOON)
    return klass


def ask(klass, *, days=1.0, text=WHY, actor=None, check="note"):
    submission = klass.submissions[0]
    return services.open_request(
        submission,
        text=text,
        check_name=check,
        actor=actor or submission.enrollment.user,
        now=NOON + timedelta(days=days),
    )


def test_before_the_release_there_is_nothing_to_ask(klass):
    with pytest.raises(ConflictError, match="once grades are released"):
        ask(klass)
    alice = klass.submissions[0]
    plan = plan_of(klass.assignment)
    window = window_of(alice, plan, reader=alice.enrollment.user, now=NOON)
    assert (window.until, window.is_open) == (None, False)


def test_the_window_ends(released):
    ask(released, days=7)
    with pytest.raises(ConflictError, match="is over"):
        ask(released, days=7.01, check="")


def test_a_request_is_talked_about_and_decided_once(released):
    request = ask(released)
    alice = released.submissions[0].enrollment.user
    services.reply(request, "Which line?", actor=released.tara, now=NOON)
    services.reply(request, "The third.", actor=alice, now=NOON)
    services.decide(
        request, is_accepted=True, text="You are right.", actor=released.tara, now=NOON
    )
    said = list(request.messages.values_list("author__name", "text"))
    assert said == [
        ("Alice Moreno", WHY),
        ("Tara Lindqvist", "Which line?"),
        ("Alice Moreno", "The third."),
        ("Tara Lindqvist", "You are right."),
    ]
    assert (request.state, request.points_before) == ("accepted", 98.0)
    with pytest.raises(ConflictError, match="closed this request"):
        services.decide(
            request, is_accepted=False, text="No.", actor=released.ben, now=NOON
        )
    with pytest.raises(ConflictError, match="is closed"):
        services.reply(request, "But", actor=alice, now=NOON)
    verbs = Event.objects.filter(object_kind="regraderequest").order_by("pk")
    assert [event.verb.partition(".")[2] for event in verbs] == [
        "opened",
        "replied",
        "replied",
        "accepted",
    ]


def test_one_at_a_time_about_the_same_thing(released):
    request = ask(released)
    with pytest.raises(ConflictError, match="open already"):
        ask(released)
    ask(released, check="")  # about everything is another thing
    assert open_counts(released.assignment.course) == {released.assignment.pk: 2}
    alice = released.submissions[0].enrollment.user
    services.withdraw_request(request, actor=alice, now=NOON)
    assert ask(released).state == "open"


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"text": " "}, InvalidError),
        ({"text": "x" * 4001}, InvalidError),
        ({"check": "nothing"}, InvalidError),
    ],
)
def test_it_must_say_why_and_about_what(released, more, error):
    with pytest.raises(error):
        ask(released, **more)


def test_to_others_it_is_not_there(released):
    request = ask(released)
    bob = released.submissions[1].enrollment.user
    with pytest.raises(NotFoundError):
        ask(released, actor=bob)
    for person in (bob, a_person("Oscar")):
        with pytest.raises(NotFoundError):
            get_request(person, request.public_id)
        with pytest.raises(NotFoundError):
            services.reply(request, "Hi", actor=person, now=NOON)
        with pytest.raises(NotFoundError):
            services.decide(
                request, is_accepted=True, text="Yes", actor=person, now=NOON
            )
    assert list(visible_requests(released.tara)) == [request]
