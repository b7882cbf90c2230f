import pytest
from django.urls import reverse

from portal.submissions.models import NotebookPage, Rendered
from portal.submissions.services import render_waiting
from tests.factories.grading import a_person, an_enrollment
from tests.factories.notebooks import a_notebook

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed_in():
    return a_notebook()


def address(submission, name="notebook", path="work.ipynb"):
    return reverse(f"student:{name}", args=[submission.public_id, path])


def test_a_notebook_is_shown_in_a_frame_that_may_do_nothing(handed_in, signed_in):
    render_waiting()
    browser = signed_in(handed_in.enrollment.user)
    response = browser.get(address(handed_in))
    page = " ".join(response.content.decode().split())
    frame = 'sandbox="" title="work.ipynb, to be read"'
    assert f'{frame} src="{address(handed_in, "rendered")}"' in page
    assert "frame-src 'self'" in response["Content-Security-Policy"]
    assert "Refresh" not in response


def test_the_page_itself_is_locked_also_when_it_is_opened_directly(
    handed_in, signed_in
):
    render_waiting()
    response = signed_in(handed_in.enrollment.user).get(address(handed_in, "rendered"))
    policy = response["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'; style-src 'unsafe-inline'")
    assert "script-src" not in policy
    assert "allow-" not in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert b"<td>41</td>" in b"".join(response.streaming_content)


def test_while_it_is_made_the_page_says_so_and_asks_again(handed_in, signed_in):
    browser = signed_in(handed_in.enrollment.user)
    response = browser.get(address(handed_in))
    assert "This page is being made" in response.content.decode()
    assert response["Refresh"] == "4"
    assert browser.get(address(handed_in, "rendered")).status_code == 404


def test_what_cannot_be_shown_is_said_and_can_be_downloaded(handed_in, signed_in):
    NotebookPage.objects.update(state=Rendered.FAILED)
    page = signed_in(handed_in.enrollment.user).get(address(handed_in))
    assert "It cannot be shown" in page.content.decode()
    assert address(handed_in, "file") in page.content.decode()


def test_only_its_author_and_staff_read_it(handed_in, signed_in):
    render_waiting()
    course = handed_in.assignment.course
    tara = an_enrollment(course, "tara", role="grader").user
    bob = an_enrollment(course, "bob").user
    for person, status in ((tara, 200), (bob, 404), (a_person("oscar"), 404)):
        for name in ("notebook", "rendered"):
            assert signed_in(person).get(address(handed_in, name)).status_code == status


def test_a_file_that_is_no_notebook_has_no_page(handed_in, signed_in):
    browser = signed_in(handed_in.enrollment.user)
    assert browser.get(address(handed_in, path="other.py")).status_code == 404


def test_files_and_submission_lead_to_it(handed_in, signed_in):
    version = handed_in.version
    version.spec["grade"] |= {
        "family": "notebook",
        "options": {"notebook": "work.ipynb"},
    }
    type(version).objects.filter(pk=version.pk).update(spec=version.spec)
    browser = signed_in(handed_in.enrollment.user)
    for name in ("files", "submission"):
        page = browser.get(reverse(f"student:{name}", args=[handed_in.public_id]))
        assert address(handed_in) in page.content.decode()


def test_its_queries_do_not_grow(handed_in, signed_in, django_assert_max_num_queries):
    render_waiting()
    browser = signed_in(handed_in.enrollment.user)
    with django_assert_max_num_queries(12):
        browser.get(address(handed_in))
