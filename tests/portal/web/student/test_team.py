import pytest
from django.urls import reverse
from django.utils import timezone

from portal.assignments.services import form_team, invite_to_team, join_team
from portal.assignments.teams import team_of
from portal.grading.models import Score
from tests.factories.grading import a_course, an_enrollment, hand_in
from tests.factories.teams import a_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    course = a_course("w251")
    return [an_enrollment(course, name) for name in ("Alice", "Bob", "Cem")]


@pytest.fixture
def project(cast):
    return a_project(cast[0].course, due=None)


def page(client, name, thing):
    return client.get(reverse(f"student:{name}", args=[thing.public_id]))


def send(client, action, thing, **fields):
    address = reverse(f"student:{action}", args=[thing.public_id])
    return client.post(address, fields, follow=True)


def test_the_page_says_what_is_missing_and_then_for_whom_one_hands_in(
    cast, project, signed_in
):
    alice, bob, _ = cast
    hers, his = signed_in(alice.user), signed_in(bob.user)
    said = page(hers, "assignment", project).content.decode()
    assert "you are in none: make a team or join one first" in said
    assert "Drop files here" not in said

    said = send(hers, "team-make", project, name="Blue Whales").content.decode()
    team = team_of(alice, project)
    assert "yours has 1" in said and team.join_code[:5] in said
    send(his, "team-join", project, code=team.join_code.lower())

    said = page(his, "assignment", project).content.decode()
    assert "You hand in for Blue Whales:</b> you and Alice." in said
    assert "Drop files here" in said
    submission = hand_in(project, alice, now=timezone.now())
    assert "Alice <span" in page(his, "assignment", project).content.decode()
    said = page(his, "submission", submission).content.decode()
    assert "<dd>Blue Whales: Alice, Bob</dd>" in said


def test_invitations_are_answered_and_taken_back_on_the_page(cast, project, signed_in):
    alice, bob, cem = cast
    now = timezone.now()
    team = form_team(project, name="Blue", actor=alice.user, now=now)
    for guest in (bob, cem):
        send(signed_in(alice.user), "team-invite", team, email=guest.user.email)
    first, second = team.invites.order_by("pk")
    assert (
        "You are invited" in page(signed_in(bob.user), "team", project).content.decode()
    )
    send(signed_in(bob.user), "invite-answer", first, answer="accept")
    send(signed_in(alice.user), "invite-withdraw", second)
    assert team_of(bob, project) == team
    assert (
        "You are invited"
        not in page(signed_in(cem.user), "team", project).content.decode()
    )
    assert "You left" in send(signed_in(bob.user), "team-leave", team).content.decode()
    again = invite_to_team(team, bob, actor=alice.user, now=now)
    send(signed_in(bob.user), "invite-answer", again, answer="decline")
    assert team_of(bob, project) is None


def test_a_late_joiner_is_told_what_does_not_count(cast, project, signed_in):
    alice, bob, cem = cast
    team = form_team(project, name="Blue", actor=alice.user, now=timezone.now())
    send(signed_in(bob.user), "team-join", project, code=team.join_code)
    hand_in(project, alice, now=timezone.now())
    said = send(signed_in(cem.user), "team-join", project, code=team.join_code)
    assert "What came before does not count for you" in said.content.decode()
    said = page(signed_in(cem.user), "assignment", project).content.decode()
    assert "before you joined" in said


def test_queries_do_not_grow_with_the_team(cast, signed_in, cost_of):
    project = a_project(cast[0].course, most=9, due=None)
    address = reverse("student:team", args=[project.public_id])
    alice, browser, costs = cast[0], signed_in(cast[0].user), []
    guest = form_team(project, name="Red", actor=cast[2].user, now=timezone.now())
    invite_to_team(guest, alice, actor=cast[2].user, now=timezone.now())
    cost_of(alice.user, browser, address)  # in none yet
    team = form_team(project, name="Blue", actor=alice.user, now=timezone.now())
    for count in (1, 5):
        while team.members.count() < 1 + count:
            mate = an_enrollment(project.course)
            join_team(project, code=team.join_code, actor=mate.user, now=timezone.now())
            invited = an_enrollment(project.course)
            invite_to_team(team, invited, actor=alice.user, now=timezone.now())
        costs.append(cost_of(alice.user, browser, address))
    assert costs[0] == costs[1]


def test_there_is_no_team_page_where_one_is_alone(cast, signed_in):
    alone = a_project(cast[0].course, least=1, most=1)
    assert page(signed_in(cast[0].user), "team", alone).status_code == 404


def test_the_submission_that_counts_is_chosen_on_the_page(cast, signed_in):
    alice = cast[0]
    assignment = a_project(alice.course, least=1, counts="chosen", due=None)
    for points in (3, 5):
        submission = hand_in(assignment, alice, now=timezone.now())
        Score.objects.create(
            submission=submission,
            job=submission.grading_jobs.get(),
            points=points,
            max_points=10,
            computed_at=timezone.now(),
        )
    client = signed_in(alice.user)
    before = page(client, "assignment", assignment).content.decode()
    assert "Of several, the one you choose counts." in before
    assert before.count("Let this count") == 2
    low = alice.submissions.get(number=1)
    after = send(client, "choose", low).content.decode()
    assert "Submission 1 is the one chosen." in after
    row = after.split('class="is-me"')[1].split("</tr>")[0]
    assert ">1</a>" in row and "chosen" in row and "counts" in row
