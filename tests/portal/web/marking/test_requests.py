"""Students ask on the submission's page; the thread is read by them and the staff."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.assessments.services import write_remark
from portal.gradebook.services import release
from portal.marking.models import RegradeRequest
from portal.marking.services import open_request, set_plan
from portal.marking.services.legible import prepare_waiting
from portal.marking.viewing import work_of
from portal.web.marking.received import received_of
from tests.factories.grading import NOON
from tests.factories.marking import PARTLY, add_file
from tests.factories.pdf import pdf_of

NOTEBOOK = b'{"cells": [{"cell_type": "code", "source": "x = 1", "outputs": []}]}'


def text(response):
    return response.content.decode()


@pytest.fixture
def submission(klass):
    klass.assess(klass.submissions[0], chosen=PARTLY, comment="Check the defaults.")
    return klass.submissions[0]


@pytest.fixture
def released(klass, submission):
    release(klass.assignment, reason="Done.", actor=klass.ines, now=timezone.now())
    return klass


def page_of(submission):
    return reverse("student:submission", args=[submission.public_id])


def test_before_the_release_a_student_sees_nothing_of_it(klass, submission, signed_in):
    alice = signed_in(submission.enrollment.user)
    page = text(alice.get(page_of(submission)))
    assert "Check the defaults" not in page and "Ask for a regrade" not in page
    assert "96.0" not in page and "90.0" in page and "with staff" in page
    staff = text(signed_in(klass.tara).get(page_of(submission)))
    assert "Check the defaults" in staff and "only staff see this" in staff
    assert "Grade with the rubric" in staff and "Grade with the rubric" not in page


def test_comments_in_files_are_read_after_the_release_and_not_before(
    klass, submission, signed_in
):
    add_file(submission, "lab.ipynb", NOTEBOOK)
    add_file(submission, "report.pdf", pdf_of("One", "Two"))
    kinds = {"forwarder.py": "line", "lab.ipynb": "cell", "report.pdf": "page"}
    for path, kind in kinds.items():
        write_remark(
            submission,
            path=path,
            kind=kind,
            place=1,
            text=f"Said of a {kind}.",
            point=(500, 250) if kind == "page" else None,
            actor=klass.tara,
            now=NOON,
        )
    work_of(submission, now=NOON)  # as graders did who commented on it
    prepare_waiting()
    alice = signed_in(submission.enrollment.user)
    assert "Said of a" not in text(alice.get(page_of(submission)))
    release(klass.assignment, reason="Done.", actor=klass.ines, now=timezone.now())
    page = text(alice.get(page_of(submission)))
    for kind in kinds.values():
        assert f"Said of a {kind}." in page
    assert "import paho" in page and "x = 1" in page
    picture = reverse("marking:own-page", args=[submission.public_id, 4, 1])
    assert picture in page and 'x="50%" y="25%"' in page
    assert alice.get(picture)["Content-Type"] == "image/png"
    read = received_of(
        submission,
        viewer=submission.enrollment.user,
        is_staff=False,
        is_published=True,
        now=timezone.now(),
    )
    assert {one.kind for one in read.remarks} == set(kinds.values())  # as programs see
    bob = signed_in(klass.submissions[1].enrollment.user)
    assert bob.get(picture).status_code == 404


def test_after_it_they_read_points_items_and_comments(
    released, submission, signed_in, prepared
):
    write_remark(
        submission,
        path="forwarder.py",
        kind="line",
        place=7,
        text="QoS 0 may lose it.",
        actor=released.tara,
        now=timezone.now(),
    )
    page = text(signed_in(submission.enrollment.user).get(page_of(submission)))
    for said in ("96.0", "Check the defaults.", "Named only", "Say why, too."):
        assert said in page
    assert "QoS 0 may lose it." in page and "cloud.publish(" in page
    assert "Tara" not in page  # who graded is the course’s, not the student’s, business


def test_a_request_goes_from_the_page_to_a_decision(released, submission, signed_in):
    alice, tara = signed_in(submission.enrollment.user), signed_in(released.tara)
    ask = reverse("marking:ask", args=[submission.public_id])
    sent = {"check": "note", "text": "Line 3 names both hops."}
    page = text(alice.post(ask, sent, follow=True))
    assert "Line 3 names both hops." in page and "Accept" not in page
    request = RegradeRequest.objects.get()
    queue = reverse("marking:requests", args=[released.assignment.course.public_id])
    assert "Alice Moreno: Note" in text(tara.get(queue))
    one = reverse("marking:request", args=[request.public_id])
    assert "Grade it anew" in text(tara.get(one))
    tara.post(one, {"do": "reply", "text": "Which hop?"})
    tara.post(one, {"do": "accept", "text": "You are right."})
    page = text(alice.get(page_of(submission)))
    assert "accepted" in page
    assert "You are right." in text(alice.get(one))
    assert "No request waits" in text(tara.get(queue))
    assert "Alice Moreno: Note" in text(tara.get(queue, {"only": "closed"}))
    assert tara.post(one, {"do": "decline", "text": "No."}).status_code == 409
    assert tara.post(one, {"do": "dance"}).status_code == 400


def test_in_blind_mode_neither_queue_nor_thread_tells_who(
    released, submission, signed_in
):
    now = timezone.now()
    set_plan(
        released.assignment, is_blind=True, regrade_days=7, actor=released.ines, now=now
    )
    request = open_request(
        submission, text="Please.", actor=submission.enrollment.user, now=now
    )
    tara = signed_in(released.tara)
    course = released.assignment.course.public_id
    one = reverse("marking:request", args=[request.public_id])
    for url in (reverse("marking:requests", args=[course]), one):
        page = text(tara.get(url))
        assert "Alice" not in page and str(submission.public_id) not in page
    staff = text(tara.get(page_of(released.submissions[1])))
    assert "only staff see this" not in staff
    assert "Grade with the rubric" not in staff  # it would tell a name by its paper


def test_queries_do_not_grow_with_the_requests(released, signed_in):
    url = reverse("marking:requests", args=[released.assignment.course.public_id])
    browser, counts = signed_in(released.tara), []
    for submission in released.submissions[:2]:
        author = submission.enrollment.user
        for check in ("note", "runs", ""):
            open_request(
                submission,
                text="Please.",
                check_name=check,
                actor=author,
                now=timezone.now(),
            )
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(url).status_code == 200
        counts.append(len(asked))
    assert counts == [5, 5]


def test_to_others_it_is_not_there(released, submission, signed_in):
    author = submission.enrollment.user
    request = open_request(submission, text="Please.", actor=author, now=timezone.now())
    bob = signed_in(released.submissions[1].enrollment.user)
    assert (
        bob.get(reverse("marking:request", args=[request.public_id])).status_code == 404
    )
    ask = reverse("marking:ask", args=[submission.public_id])
    assert bob.post(ask, {"text": "Mine?"}).status_code == 404
