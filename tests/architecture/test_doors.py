"""Every route, every kind of visitor: the whole access policy on one screen.

Sessions of people here; tokens of people in tests/portal/api/v1/test_doors.py; tokens
of runners and leases at the end.
"""

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from tests.architecture.addresses import address, routes
from tests.portal.api.v1.test_doors import DOORS as API_DOORS

pytestmark = pytest.mark.django_db
VISITORS = ("nobody", "outsider", "classmate", "owner", "grader", "ops")
IN = 302  # to the sign-in page

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
    ("staff:make-course", "get"): (IN, 404, 404, 404, 404, 302),
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
    ("staff:title", "post"): (IN, 404, 404, 404, 403, 404),
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
    ("staff:import", "get"): (IN, 404, 404, 404, 302, 404),
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
    ("marking:course-file", "get"): (IN, 404, 404, 404, 404, 404),
    ("marking:requests-file", "get"): (IN, 404, 404, 404, 404, 404),
    ("marking:papers-file", "get"): (IN, 404, 404, 404, 404, 404),
    ("marking:graders-file", "get"): (IN, 404, 404, 404, 404, 404),
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
# Answered by allauth, or the same for everybody.
FOREIGN = ("account_", "socialaccount_", "openid_connect_", "admin:", "?")
SAME_FOR_ALL = {"readyz", "api-unknown", "calendar-feed"}


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
