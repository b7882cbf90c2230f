"""Every route, every kind of visitor: the whole access policy on one screen.

Sessions of people here; tokens of people in tests/portal/api/v1/test_doors.py; tokens
of runners and leases at the end.
"""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from portal.assignments.services import invite_to_team
from portal.courses.models import Section
from portal.courses.services import make_code
from portal.grading.models import Regrade
from portal.marking.models import RegradeRequest
from portal.marking.papers import sealed
from portal.meetings.models import Mark
from portal.meetings.services import take_place
from tests.factories.alike import a_pair
from tests.factories.grading import (
    NOON,
    a_course,
    a_job,
    a_person,
    a_submission,
    an_assignment,
    an_enrollment,
)
from tests.factories.meetings import (
    a_peer_rating,
    a_presentation,
    a_session,
    a_slot,
    an_attendance,
)
from tests.factories.runners import a_runner
from tests.factories.stated import an_archive_lab
from tests.factories.teams import a_project, a_team
from tests.portal.api.v1.test_doors import DOORS as API_DOORS

pytestmark = pytest.mark.django_db
VISITORS = ("nobody", "outsider", "classmate", "owner", "grader", "ops")
IN = 302  # to the sign-in page
BOARD = {
    "title": "Board",
    "quality": "accuracy",
    "size": "size_bytes",
    "latency": "latency_ratio",
    "gate": "",
}

# route, method -> status for nobody, outsider, classmate, owner, grader, ops
DOORS = {
    ("healthz", "get"): (200, 200, 200, 200, 200, 200),
    ("account:profile", "get"): (IN, 200, 200, 200, 200, 200),
    ("account:tokens", "get"): (IN, 200, 200, 200, 200, 200),
    ("account:notices", "get"): (IN, 200, 200, 200, 200, 200),
    ("notices:list", "get"): (IN, 200, 200, 200, 200, 200),
    ("notices:open", "get"): (IN, 302, 302, 302, 302, 302),  # none here: to the list
    ("notices:read", "post"): (IN, 404, 404, 404, 404, 404),  # none has this id
    ("notices:read-all", "post"): (IN, 302, 302, 302, 302, 302),
    ("account:archive", "get"): (IN, 200, 200, 200, 200, 200),
    ("account:calendar", "get"): (IN, 200, 200, 200, 200, 200),
    ("account:calendar-end", "post"): (IN, 302, 302, 302, 302, 302),
    ("account:token-revoke", "post"): (IN, 404, 404, 404, 404, 404),
    ("student:home", "get"): (IN, 200, 200, 200, 200, 200),
    ("student:course", "get"): (IN, 404, 200, 200, 200, 404),
    ("student:grades", "get"): (IN, 404, 200, 200, 302, 404),
    ("student:grades-file", "get"): (IN, 404, 404, 404, 404, 404),  # none so called
    ("student:assignment", "get"): (IN, 404, 200, 200, 200, 404),
    ("student:boards", "get"): (IN, 404, 302, 302, 302, 404),
    ("student:board", "get"): (IN, 404, 200, 200, 200, 404),
    ("student:leaders", "get"): (IN, 404, 200, 200, 200, 404),
    ("student:board-presence", "post"): (IN, 404, 302, 302, 404, 404),
    ("student:assignment-file", "get"): (IN, 404, 404, 404, 404, 404),
    ("student:hand-in", "post"): (IN, 404, 400, 400, 400, 404),
    ("student:submission", "get"): (IN, 404, 404, 200, 200, 404),
    ("staff:likeness", "get"): (IN, 404, 404, 404, 200, 404),
    ("student:answers", "get"): (IN, 404, 404, 404, 404, 404),  # no form
    ("student:preview", "post"): (IN, 200, 200, 200, 200, 200),
    ("student:files", "get"): (IN, 404, 404, 200, 200, 404),
    ("student:file", "get"): (IN, 404, 404, 404, 404, 404),
    ("student:notebook", "get"): (IN, 404, 404, 404, 404, 404),  # no such file
    ("student:rendered", "get"): (IN, 404, 404, 404, 404, 404),
    ("student:report", "get"): (IN, 404, 404, 404, 404, 404),  # none yet
    ("student:bundle", "get"): (IN, 404, 404, 404, 404, 404),  # none yet
    ("student:logs", "get"): (IN, 404, 404, 200, 200, 404),
    ("student:log", "get"): (IN, 404, 404, 200, 200, 404),
    ("student:cancel", "post"): (IN, 404, 404, 302, 302, 404),
    ("student:choose", "post"): (IN, 404, 404, 409, 409, 404),
    ("student:team", "get"): (IN, 404, 200, 200, 404, 404),
    ("student:team-make", "post"): (IN, 404, 400, 400, 403, 404),
    ("student:team-join", "post"): (IN, 404, 404, 404, 403, 404),
    ("student:team-invite", "post"): (IN, 404, 404, 404, 404, 404),
    ("student:team-leave", "post"): (IN, 404, 404, 302, 403, 404),
    ("student:invite-answer", "post"): (IN, 404, 302, 404, 404, 404),
    ("student:invite-withdraw", "post"): (IN, 404, 404, 302, 404, 404),
    ("staff:teams", "get"): (IN, 404, 404, 404, 200, 404),
    ("staff:team-form", "post"): (IN, 404, 404, 404, 400, 404),
    ("staff:teams-take-over", "post"): (IN, 404, 404, 404, 400, 404),
    ("staff:team-move", "post"): (IN, 404, 404, 404, 404, 404),
    ("staff:team-remove", "post"): (IN, 404, 404, 404, 400, 404),
    ("staff:team-size", "post"): (IN, 404, 404, 404, 302, 404),
    ("staff:team-dissolve", "post"): (IN, 404, 404, 404, 400, 404),
    ("student:enrol", "get"): (IN, 200, 200, 200, 200, 200),
    ("staff:new-course", "get"): (IN, 404, 404, 404, 404, 200),
    ("staff:make-course", "post"): (IN, 404, 404, 404, 404, 409),
    ("staff:begin-course", "post"): (IN, 404, 404, 404, 404, 400),
    ("staff:setup", "get"): (IN, 404, 404, 404, 403, 404),
    ("staff:setup-folder", "get"): (IN, 404, 404, 404, 403, 404),
    ("staff:setup-text", "get"): (IN, 404, 404, 404, 403, 404),
    ("staff:setup-part", "get"): (IN, 404, 404, 404, 403, 404),
    ("staff:made-new", "get"): (IN, 404, 404, 404, 403, 404),
    ("staff:made", "get"): (IN, 404, 404, 404, 403, 404),
    ("staff:made-rubric", "get"): (IN, 404, 404, 404, 403, 404),
    ("staff:release-all", "get"): (IN, 404, 404, 404, 200, 404),
    ("staff:rules", "get"): (IN, 404, 404, 404, 200, 404),
    ("staff:late-trial", "get"): (IN, 404, 404, 404, 200, 404),
    ("staff:people", "get"): (IN, 404, 404, 404, 200, 404),
    ("staff:person", "get"): (IN, 404, 404, 404, 403, 404),
    ("staff:person-change", "post"): (IN, 404, 404, 404, 403, 404),
    ("staff:person-drop", "post"): (IN, 404, 404, 404, 403, 404),
    ("staff:person-time", "post"): (IN, 404, 404, 404, 403, 404),
    ("staff:roster", "get"): (IN, 404, 404, 404, 403, 404),
    ("staff:roster-take-in", "post"): (IN, 404, 404, 404, 403, 404),
    ("staff:entry", "get"): (IN, 404, 404, 404, 403, 404),
    ("staff:code-open", "post"): (IN, 404, 404, 404, 403, 404),
    ("staff:code-close", "post"): (IN, 404, 404, 404, 404, 404),
    ("staff:section-add", "post"): (IN, 404, 404, 404, 403, 404),
    ("staff:section-change", "post"): (IN, 404, 404, 404, 404, 404),
    ("staff:dates", "get"): (IN, 404, 404, 404, 200, 404),
    ("staff:date-end", "post"): (IN, 404, 404, 404, 403, 404),
    ("staff:extend", "post"): (IN, 404, 404, 404, 404, 404),
    ("staff:extend-end", "post"): (IN, 404, 404, 404, 404, 404),
    ("staff:copy", "get"): (IN, 404, 404, 404, 403, 404),
    ("staff:folder", "get"): (IN, 404, 404, 404, 403, 404),
    ("staff:folder-take-in", "post"): (IN, 404, 404, 404, 403, 404),
    ("staff:dashboard", "get"): (IN, 404, 404, 404, 200, 404),
    ("staff:analysis", "get"): (IN, 404, 404, 404, 200, 404),
    ("staff:gradebook", "get"): (IN, 404, 404, 404, 200, 404),
    ("staff:columns", "post"): (IN, 404, 404, 404, 302, 404),
    ("staff:exports", "get"): (IN, 404, 404, 404, 200, 404),
    ("staff:export", "get"): (IN, 404, 404, 404, 404, 404),  # no file is called so
    ("staff:import", "post"): (IN, 404, 404, 404, 400, 404),
    ("staff:cell", "get"): (IN, 404, 404, 404, 200, 404),
    ("staff:undo", "post"): (IN, 404, 404, 404, 404, 404),  # no line has this id
    ("staff:column", "get"): (IN, 404, 404, 404, 200, 404),
    ("staff:release", "post"): (IN, 404, 404, 404, 400, 404),
    ("staff:withdraw", "post"): (IN, 404, 404, 404, 400, 404),
    ("staff:grades", "get"): (IN, 404, 404, 404, 200, 404),
    ("staff:grade-again", "post"): (IN, 404, 404, 404, 409, 404),
    ("staff:requeue", "post"): (IN, 404, 404, 404, 409, 404),
    ("marking:course", "get"): (IN, 404, 404, 404, 200, 404),
    ("marking:requests", "get"): (IN, 404, 404, 404, 200, 404),
    ("marking:request", "get"): (IN, 404, 404, 200, 200, 404),
    ("marking:ask", "post"): (IN, 404, 404, 400, 404, 404),
    ("marking:regrades", "get"): (IN, 404, 404, 404, 200, 404),
    ("marking:regrade", "get"): (IN, 404, 404, 404, 200, 404),
    ("marking:desk", "get"): (IN, 404, 404, 404, 200, 404),
    ("marking:plan", "post"): (IN, 404, 404, 404, 403, 404),
    ("marking:deal", "post"): (IN, 404, 404, 404, 403, 404),
    ("marking:papers", "post"): (IN, 404, 404, 404, 409, 404),
    ("marking:next", "get"): (IN, 404, 404, 404, 302, 404),
    ("marking:agreement", "get"): (IN, 404, 404, 404, 200, 404),
    ("marking:rubric", "get"): (IN, 404, 404, 404, 404, 404),  # none here
    ("marking:paper", "get"): (IN, 404, 404, 404, 200, 404),
    ("marking:presence", "post"): (IN, 404, 404, 404, 200, 404),
    ("marking:file", "get"): (IN, 404, 404, 404, 200, 404),
    ("marking:page", "get"): (IN, 404, 404, 404, 404, 404),  # it is no PDF
    ("marking:own-page", "get"): (IN, 404, 404, 404, 404, 404),
    ("similarity:runs", "get"): (IN, 404, 404, 404, 200, 404),
    ("similarity:start", "post"): (IN, 404, 404, 404, 302, 404),
    ("similarity:threshold", "post"): (IN, 404, 404, 404, 403, 404),
    ("similarity:comparison", "get"): (IN, 404, 404, 404, 200, 404),
    ("similarity:file", "get"): (IN, 404, 404, 404, 404, 404),  # no shape is so called
    ("staff:people-file", "get"): (IN, 404, 404, 404, 404, 404),
    ("staff:analysis-file", "get"): (IN, 404, 404, 404, 404, 404),
    ("staff:teams-file", "get"): (IN, 404, 404, 404, 404, 404),
    ("meetings:attendance-file", "get"): (IN, 404, 404, 404, 404, 404),
    ("similarity:pair", "get"): (IN, 404, 404, 404, 200, 404),
    ("similarity:note", "post"): (IN, 404, 404, 404, 400, 404),
    ("similarity:names", "post"): (IN, 404, 404, 404, 403, 404),
    ("meetings:attendance", "get"): (IN, 404, 404, 404, 200, 404),
    ("meetings:own-attendance", "get"): (IN, 404, 200, 200, 404, 404),
    ("meetings:register", "get"): (IN, 404, 404, 404, 200, 404),
    ("meetings:mark-undo", "post"): (IN, 404, 404, 404, 302, 404),
    ("meetings:slot-open", "post"): (IN, 404, 404, 404, 400, 404),
    ("meetings:slot-close", "post"): (IN, 404, 404, 404, 409, 404),
    ("meetings:slot-take", "post"): (IN, 404, 302, 409, 403, 404),
    ("meetings:slot-assign", "post"): (IN, 404, 404, 404, 404, 404),
    ("meetings:place-leave", "post"): (IN, 404, 404, 302, 302, 404),
    ("meetings:rating", "get"): (IN, 404, 200, 200, 404, 404),
    ("meetings:ratings", "get"): (IN, 404, 404, 404, 200, 404),
    ("meetings:ratings-enter", "post"): (IN, 404, 404, 404, 409, 404),
    ("ops:runners", "get"): (IN, 404, 404, 404, 404, 200),
    ("ops:runner-order", "post"): (IN, 404, 404, 404, 404, 302),
    ("ops:queue", "get"): (IN, 404, 404, 404, 404, 200),
    ("ops:requeue", "post"): (IN, 404, 404, 404, 404, 409),
    ("admin:index", "get"): (IN, IN, IN, IN, IN, 200),
}
_OF_DESK = "regrades desk plan deal papers next agreement rubric"
OF_DESK = [f"marking:{name}" for name in _OF_DESK.split()]
# Answered by allauth, or the same for everybody.
FOREIGN = ("account_", "socialaccount_", "openid_connect_", "admin:", "?")
OF_BOOK = [f"staff:{n}" for n in "columns exports export import undo".split()]
OF_SLOT = [f"meetings:slot-{n}" for n in "close take assign".split()]
OF_RATING = [f"meetings:{n}" for n in "rating ratings ratings-enter".split()]
_OF_SETUP = "setup setup-folder setup-text setup-part made-new release-all"
OF_SETUP = [f"staff:{name}" for name in _OF_SETUP.split()]
OF_ALIKE = [f"similarity:{n}" for n in "runs start threshold".split()]
OF_COMPARISON = [f"similarity:{n}" for n in "comparison file".split()]
OF_PAIR = [f"similarity:{n}" for n in "pair note names".split()]
OF_COLUMN = [f"staff:{n}" for n in "column release withdraw".split()]
PAIRS = {
    "staff:cell": ("enrollment", "assignment"),
    "meetings:register": ("attending", "unit"),
}
SAME_FOR_ALL = {"readyz", "api-unknown", "calendar-feed"}


def routes(resolver=None, space=""):
    """Yield the full name of every route."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = pattern.namespace or ""
            yield from routes(pattern, ":".join(filter(None, (space, inner))))
        else:
            yield ":".join(filter(None, (space, pattern.name or "?")))


@pytest.fixture
def scene():
    """A course with a queued submission, and one of each kind of visitor."""
    course = a_course("w251")
    owner = an_enrollment(course, "alice")
    assignment = an_assignment(course, board=BOARD)
    submission = a_submission(assignment, owner)
    job = a_job(submission)
    project = a_project(course, due=None)
    team = a_team(project, owner)
    classmate = an_enrollment(course, "bob")
    archive = an_archive_lab(course, slug="borrowed")
    invite = invite_to_team(team, classmate, actor=owner.user, now=NOON)
    attending = an_attendance(course)
    mark = Mark.objects.create(
        assignment=attending,
        session=a_session(course),
        enrollment=owner,
        kind="present",
        author=owner.user,
        at=NOON,
    )
    soon = timezone.now() + timedelta(days=9)
    talk = a_presentation(course)
    slot = a_slot(talk, a_session(course, 2, soon))
    place = take_place(slot, actor=owner.user, now=NOON)
    people = {
        "nobody": None,
        "outsider": a_person("oscar"),
        "classmate": classmate.user,
        "owner": owner.user,
        "grader": an_enrollment(course, "tara", role="grader").user,
        "ops": a_person("omar", is_ops=True),
    }
    ids = {
        "course": course.public_id,
        "enrollment": owner.public_id,
        "gradebook": course.public_id,
        "assignment": assignment.public_id,
        "project": project.public_id,
        "archive": archive.public_id,
        "attending": attending.public_id,
        "unit": 1,
        "mark": mark.public_id,
        "rating": a_peer_rating(course).public_id,
        "talk": talk.public_id,
        "slot": slot.public_id,
        "place": place.public_id,
        "team": team.public_id,
        "invite": invite.public_id,
        "code": make_code(course, actor=owner.user, now=NOON).public_id,
        "section": Section.objects.create(course=course, name="A").pk,
        "comparison": (
            pair := a_pair(assignment, owner, classmate)
        ).comparison.public_id,
        "pair": pair.public_id,
        "job": job.public_id,
        "runner": a_runner("cpu-01").public_id,
        "submission": submission.public_id,
        "paper": sealed(submission.public_id, assignment),
        "regrade": Regrade.objects.create(
            assignment=assignment,
            version=assignment.published_version,
            reason="Why not.",
            author=owner.user,
            begun_at=NOON,
        ).public_id,
        "request": RegradeRequest.objects.create(
            submission=submission, opened_at=NOON
        ).public_id,
    }
    return people, ids


def address(name, ids):
    """Return a URL of the route with the scene's own ids."""
    owner_of = {
        "student:course": "course",
        "student:grades": "course",
        "student:grades-file": "course",
        "staff:grades": "enrollment",
        "staff:dashboard": "course",
        "staff:analysis": "assignment",
        "staff:likeness": "assignment",
        "staff:gradebook": "course",
        **dict.fromkeys(OF_BOOK, "course"),
        **dict.fromkeys(OF_COLUMN, "assignment"),
        "student:assignment": "assignment",
        "student:boards": "course",
        "student:board": "assignment",
        "student:leaders": "archive",
        "student:board-presence": "assignment",
        "student:assignment-file": "assignment",
        "student:hand-in": "assignment",
        "staff:requeue": "job",
        "student:team": "project",
        "student:team-make": "project",
        "student:team-join": "project",
        "student:team-invite": "team",
        "student:team-leave": "team",
        "student:invite-answer": "invite",
        "student:invite-withdraw": "invite",
        **dict.fromkeys(OF_SETUP, "course"),
        **dict.fromkeys(("staff:made", "staff:made-rubric"), "assignment"),
        "staff:rules": "course",
        "staff:late-trial": "course",
        **dict.fromkeys(("staff:people", "staff:people-file"), "course"),
        "staff:analysis-file": "assignment",
        "staff:teams-file": "project",
        "meetings:attendance-file": "attending",
        "staff:person": "enrollment",
        "staff:person-change": "enrollment",
        "staff:person-drop": "enrollment",
        "staff:person-time": "enrollment",
        "staff:roster": "course",
        "staff:roster-take-in": "course",
        "staff:entry": "course",
        "staff:code-open": "course",
        "staff:code-close": "code",
        "staff:section-add": "course",
        "staff:section-change": "section",
        "staff:dates": "assignment",
        "staff:date-end": "assignment",
        "staff:extend": "assignment",
        "staff:extend-end": "assignment",
        "staff:copy": "course",
        "staff:folder": "course",
        "staff:folder-take-in": "course",
        "staff:teams": "project",
        "staff:team-form": "project",
        "staff:teams-take-over": "project",
        "staff:team-move": "team",
        "staff:team-remove": "team",
        "staff:team-size": "team",
        "staff:team-dissolve": "team",
        **dict.fromkeys(OF_ALIKE, "assignment"),
        **dict.fromkeys(OF_COMPARISON, "comparison"),
        **dict.fromkeys(OF_PAIR, "pair"),
        "meetings:attendance": "attending",
        "meetings:own-attendance": "attending",
        "meetings:mark-undo": "mark",
        "meetings:slot-open": "talk",
        **dict.fromkeys(OF_SLOT, "slot"),
        "meetings:place-leave": "place",
        **dict.fromkeys(OF_RATING, "rating"),
        "ops:requeue": "job",
        "ops:runner-order": "runner",
        "account:token-revoke": "course",  # no token has this id
        **dict.fromkeys(("notices:open", "notices:read"), "course"),
        **dict.fromkeys(("marking:course", "marking:requests"), "course"),
        "marking:request": "request",
        "marking:regrade": "regrade",
        **dict.fromkeys(OF_DESK, "assignment"),
    }
    for arguments in (
        [ids[kind] for kind in PAIRS.get(name, ())],
        [ids[owner_of.get(name, "submission")]],
        [ids[owner_of.get(name, "submission")], "drain"],
        [ids["assignment"], ids["paper"]],
        [ids["assignment"], ids["paper"], 1],
        [ids["assignment"], ids["paper"], 1, 1],
        [ids["submission"], 1, 1],
    ):
        try:
            return reverse(name, args=arguments)
        except Exception:
            continue
    raise AssertionError(name)


@pytest.mark.parametrize(("name", "method"), DOORS)
def test_each_visitor_gets_what_the_table_says(name, method, scene):
    people, ids = scene
    found = [visit(name, method, people[visitor], ids) for visitor in VISITORS]
    assert tuple(found) == DOORS[name, method]


def visit(name, method, person, ids):
    """Return the answer's status; what the visit changed is undone."""
    client = Client()
    with transaction.atomic():
        if person is not None:
            backend = settings.AUTHENTICATION_BACKENDS[0]
            client.force_login(person, backend=backend)
        status = getattr(client, method)(address(name, ids)).status_code
        transaction.set_rollback(True)
    return status


def test_every_route_is_in_a_table():
    of_programs = {name for name in routes() if name.startswith(("api-v1:", "runner-"))}
    known = {name for name, _ in DOORS} | SAME_FOR_ALL | of_programs
    strange = {n for n in routes() if n not in known and not n.startswith(FOREIGN)}
    assert strange == set()


def test_every_address_of_programs_is_in_their_table():
    listed = len({path for _, path in API_DOORS})
    named = {name for name in routes() if name.startswith("api-v1:")}
    assert listed >= len(named) - 1  # one token's own address has tests of its own


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "claims/"),
        ("post", "leases/{lease}/heartbeat/"),
        ("put", "leases/{lease}/log/public/"),
        ("get", "leases/{lease}/blobs/{sha}/"),
        ("put", "leases/{lease}/artifacts/model.npz/"),
        ("post", "leases/{lease}/report/"),
    ],
)
@pytest.mark.parametrize("bearer", ["", "assay_run_stranger", "assay_pat_person"])
def test_a_runners_address_knows_nobody_else(method, path, bearer):
    url = "/api/runner/v1/" + path.format(
        lease="00000000-0000-0000-0000-000000000000", sha="a" * 64
    )
    headers = {"Assay-Protocol": "1"}
    if bearer:
        headers["Authorization"] = f"Bearer {bearer}"
    answer = getattr(Client(), method)(url, headers=headers)
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
