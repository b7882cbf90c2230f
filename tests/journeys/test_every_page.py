"""Every page in a real browser: fits, speaks to everybody, and breaks no rule."""

from types import SimpleNamespace

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from graders.protocol import Heartbeat, StageProgress
from portal.grading.models import LeaseUse, StageLog
from portal.grading.services import accept_report, append_log, heartbeat
from portal.notifications.services import listen, look
from portal.submissions.services import render_waiting
from tests.factories.grading import a_report
from tests.factories.homework import found
from tests.factories.notebooks import a_notebook, homework
from tests.factories.proofs import a_proof
from tests.factories.term import a_term
from tests.journeys.looking import browser, faults_in_every_view, looked_at, opened

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def term(transactional_db):
    term = a_term(timezone.now())
    version = term.homework.published_version
    version.proof = a_proof(version.digest)
    version.save(update_fields=["proof"])
    listen(now=timezone.now())
    look(now=timezone.now())
    return term


def pages(term):
    """Return (who, name, address) of every page that can be looked at."""
    course, homework = term.course.public_id, term.homework.public_id
    places = [
        (None, "sign-in", reverse("account_login")),
        (None, "reset", reverse("account_reset_password")),
        (None, "reset-done", reverse("account_reset_password_done")),
        (None, "reset-link", link_to_reset(term.alice)),
        (None, "reset-over", reverse("account_reset_password_from_key_done")),
        (None, "sign-up-closed", reverse("account_signup")),
        (None, "not-found", "/nothing/"),
        (None, "sign-on-failed", reverse("socialaccount_login_error")),
        (None, "sign-on-cancelled", reverse("socialaccount_login_cancelled")),
        (None, "closed-account", reverse("account_inactive")),
        (term.alice, "home", reverse("student:home")),
        (term.alice, "course", reverse("student:course", args=[course])),
        (term.alice, "assignment", reverse("student:assignment", args=[homework])),
        (term.alice, "account", reverse("account:profile")),
        (term.alice, "tokens", reverse("account:tokens")),
        (term.alice, "password", reverse("account_change_password")),
        (term.alice, "sign-out", reverse("account_logout")),
        (term.alice, "refusal", reverse("ops:runners")),
        (term.tara, "staff-home", reverse("student:home")),
        (
            term.tara,
            "staff-assignment",
            reverse("student:assignment", args=[homework]),
        ),
        (term.tara, "gradebook", reverse("staff:gradebook", args=[course])),
        (term.tara, "column", reverse("staff:column", args=[homework])),
        (term.tara, "exports", reverse("staff:exports", args=[course])),
        (
            term.tara,
            "one-grade",
            reverse(
                "staff:cell", args=[term.alice.enrollments.get().public_id, homework]
            ),
        ),
        (term.alice, "calendar", reverse("account:calendar")),
        (term.alice, "notices", reverse("notices:list")),
        (term.tara, "staff-notices", reverse("notices:list")),
        (term.alice, "told-how", reverse("account:notices")),
        (term.tara, "rules", reverse("staff:rules", args=[course])),
        (
            term.tara,
            "late-trial",
            reverse("staff:late-trial", args=[course]) + "?rule=per_day&percent=10",
        ),
        (term.alice, "grades", reverse("student:grades", args=[course])),
        (
            term.tara,
            "staff-grades",
            reverse("staff:grades", args=[term.alice.enrollments.get().public_id]),
        ),
        (term.omar, "runners", reverse("ops:runners")),
        (term.omar, "queue", reverse("ops:queue")),
    ]
    for name, submission in term.submissions.items():
        url = reverse("student:submission", args=[submission.public_id])
        places.append((term.alice, f"submission-{name}", url))
        if name in ("best", "broken", "parked"):
            places.append((term.tara, f"staff-submission-{name}", url))
    best = term.submissions["best"].public_id
    places.append((term.alice, "files", reverse("student:files", args=[best])))
    places.append((term.alice, "log", reverse("student:logs", args=[best])))
    return places


def link_to_reset(person):
    """Return the address that a mail about a forgotten password holds."""
    place = [user_pk_to_url_str(person), default_token_generator.make_token(person)]
    return reverse("account_reset_password_from_key", args=place)


def test_every_page_is_accessible_fits_and_obeys_the_policy(live_server, term, browser):
    assert looked_at(live_server, browser, pages(term)) == []


def test_a_notebook_is_accessible_beside_its_page_and_by_itself(
    live_server, transactional_db, browser
):
    submission = a_notebook(homework())
    render_waiting()
    place = [submission.public_id, "work.ipynb"]
    author = submission.enrollment.user
    author.set_unusable_password()
    author.save()
    places = [
        (author, "notebook", reverse("student:notebook", args=place)),
        (author, "first-password", reverse("account_set_password")),
    ]
    faults = looked_at(live_server, browser, places)
    client = Client()
    client.force_login(author, backend=settings.AUTHENTICATION_BACKENDS[0])
    rendered = client.get(reverse("student:rendered", args=place))
    page = browser.new_page()  # where it stands, no script may run, not even axe
    page.set_content(b"".join(rendered.streaming_content).decode())
    assert faults + faults_in_every_view(page, "notebook-itself") == []


def test_what_is_told_of_errors_is_accessible_and_fits(live_server, browser):
    page = opened(browser, live_server, None, reverse("account_signup"))
    faults = []
    for status in ("400", "403", "403_csrf", "429", "500"):
        told = {"content_type": "text/html", "body": render_to_string(f"{status}.html")}
        page.route("**/broken/", lambda route, _, told=told: route.fulfill(**told))
        page.goto(f"{live_server.url}/broken/")
        faults += faults_in_every_view(page, f"error-{status}")
    assert faults == []


def test_a_live_page_follows_its_job_and_reloads_when_it_has_ended(
    live_server, term, browser
):
    submission = term.submissions["running"]
    address = reverse("student:submission", args=[submission.public_id])
    page = opened(browser, live_server, term.alice, address)
    page.wait_for_selector("h1:has-text('Train, seed 2')")
    use = LeaseUse.objects.get(job=term.jobs["running"])

    stages = (StageProgress("train-3", "Train, seed 3", "student", "running"),)
    heartbeat(use, Heartbeat(1, stages), now=timezone.now())
    page.wait_for_selector("h1:has-text('Train, seed 3')")

    page.click("text=The figures")
    log = StageLog.objects.get(job=use.job, stage="metrics-2")
    line = b'{"epoch": 10, "val_accuracy": 0.9444}\n'
    append_log(use, "metrics-2", line, offset=log.size, is_public=True)
    page.wait_for_selector("#learning-table td:has-text('0.9444')", state="visible")

    granted = SimpleNamespace(use=use)
    accept_report(use, a_report(granted, **found(0.95)), now=timezone.now())
    page.wait_for_selector(".score-n:has-text('60.0')")
    assert page.locator("[hx-trigger]").count() == 0


def test_files_are_judged_as_they_are_chosen_and_handed_in_with_a_receipt(
    live_server, term, browser
):
    address = reverse("student:assignment", args=[term.homework.public_id])
    page = opened(browser, live_server, term.alice, address)
    page.wait_for_selector("button[type=submit]:disabled")

    page.set_input_files("input[type=file]", [_file("train.py"), _file("weights.pt")])
    assert page.locator(".files .is-bad").inner_text() == "refused"
    assert page.locator(".files .is-warn").inner_text() == "missing"

    page.set_input_files("input[type=file]", [_file("predict.py")])
    page.click("text=Hand in 2 files")
    page.wait_for_url("**/submissions/**")
    assert "receipt" in page.locator(".note.is-ok").inner_text()


def test_handing_in_works_without_javascript(live_server, term, browser):
    address = reverse("student:assignment", args=[term.homework.public_id])
    page = opened(browser, live_server, term.alice, address, java_script_enabled=False)

    page.set_input_files("input[type=file]", [_file("train.py")])
    page.click("button[type=submit]")
    assert "predict.py is missing" in page.locator(".lede").inner_text()

    page.goto(live_server.url + address)
    page.set_input_files("input[type=file]", [_file("train.py"), _file("predict.py")])
    page.click("button[type=submit]")
    assert "/submissions/" in page.url


def _file(name):
    return {"name": name, "mimeType": "text/plain", "buffer": b"print(1)\n"}
