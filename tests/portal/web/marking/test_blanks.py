"""Grading what nobody hands in, on pages: by key, without a trace for students."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.gradebook.services import release
from portal.grading.models import Score
from portal.marking.services import begin_papers, set_plan
from portal.meetings.services import assign_place
from portal.submissions.models import Submission
from tests.factories.grading import NOON, an_enrollment
from tests.factories.marking import a_grader, an_exam, typed
from tests.factories.meetings import a_session, a_slot
from tests.factories.teams import a_team
from tests.portal.web.marking.conftest import sent

pytestmark = pytest.mark.django_db


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def exam(db):
    return an_exam(title="First exam")


@pytest.fixture
def tara(exam):
    return a_grader(exam.course)


@pytest.fixture
def alice(exam):
    return an_enrollment(exam.course, "Alice")


@pytest.fixture
def desk(exam):
    return reverse("marking:desk", args=[exam.public_id])


@pytest.fixture
def begun(exam, alice, tara):
    begin_papers(exam, actor=tara, now=NOON)
    return Submission.objects.get(enrollment=alice)


def test_papers_are_begun_and_taken_back_on_the_desk(
    exam, alice, tara, desk, signed_in
):
    browser = signed_in(tara)
    assert "Begin the papers" in text(browser.get(desk))
    page = text(browser.post(desk + "papers/", {"do": "begin"}, follow=True))
    assert "1 paper begun." in page and "2 of 2 answers to grade" in page
    assert "Everybody has a paper" in page
    page = text(browser.post(desk + "papers/", {"do": "begin"}, follow=True))
    assert "Everybody has a paper already." in page
    page = text(browser.post(desk + "papers/", {"do": "take-back"}, follow=True))
    assert "1 paper taken back" in page and "Begin the papers" in page


def test_papers_of_before_are_seen_and_taken_back_where_work_is_handed_in(
    begun, exam, tara, desk, signed_in
):
    bob = an_enrollment(exam.course, "Bob")
    begin_papers(exam, actor=tara, now=NOON)
    browser = signed_in(tara)
    url = browser.get(desk + "next/?check=question-1")["Location"]
    browser.post(url, sent(typed(6), check="question-1"))
    version = exam.published_version
    version.spec["grade"]["family"] = "written"
    version.save()
    page = text(browser.get(desk))
    assert "Papers of before" in page and "2 papers are here." in page
    assert "Nobody said anything of 1" in page and "1 was graded" in page
    assert "Begin the" not in page and "Take 1 empty paper back" in page
    page = text(browser.post(desk + "papers/", {"do": "take-back"}, follow=True))
    assert "1 paper taken back" in page and "1 paper is here." in page
    assert "empty paper" not in page
    left = Submission.objects.get()
    assert left.enrollment in (bob, begun.enrollment) and left.assessments.exists()


def test_a_question_is_graded_by_a_number_and_enter(begun, tara, desk, signed_in):
    browser = signed_in(tara)
    url = browser.get(desk + "next/?check=question-1")["Location"]
    page = text(browser.get(url))
    assert "Nothing was handed in" in page and "Submission 1" not in page
    assert "Comment at a place" not in page and "on time" not in page
    assert 'name="question-1.whole"' in page and 'data-key="1"' in page
    form = sent(typed("7,5"), check="question-1")
    assert browser.post(url, form).status_code == 302
    assert Score.objects.get().points == 7.5
    assert 'value="7.5"' in text(browser.get(url))
    wrong = browser.post(url, sent(typed("11"), check="question-1", base=1))
    assert wrong.status_code == 400
    assert "from 0 to 10" in text(wrong) and 'value="11"' in text(wrong)
    assert "“11” is not kept" in text(wrong) and 'aria-invalid="true"' in text(wrong)
    assert "<b>–</b> <small>/ 10" in text(wrong) and "– / 10" in text(wrong)
    draft = sent(typed("ten"), check="question-1", base=1, do="draft")
    told = text(browser.post(url, draft, headers={"HX-Request": "true"}))
    assert "<b>–</b>" in told and "from 0 to 10" in told
    assert Score.objects.get().points == 7.5
    missing = browser.post(
        url.replace("question-1", "question-2"), sent({}, check="question-2")
    )
    assert missing.status_code == 400 and "how many points" in text(missing)


def everywhere(exam, paper):
    """Return pages where hand-ins are listed, and those that a hand-in has itself."""
    pages = [
        reverse("student:assignment", args=[exam.public_id]),
        reverse("student:course", args=[exam.course.public_id]),
        reverse("student:grades", args=[exam.course.public_id]),
        reverse("student:home"),
    ]
    names = ("submission", "files", "answers", "report", "bundle", "logs")
    return pages, [reverse(f"student:{name}", args=[paper.public_id]) for name in names]


def test_a_student_sees_nothing_of_a_paper_before_the_release(
    exam, begun, alice, tara, signed_in
):
    grading = signed_in(tara)
    url = grading.get(
        reverse("marking:next", args=[exam.public_id]) + "?check=question-1"
    )["Location"]
    comment = {"question-1:comment": "Look at the chain rule."}
    grading.post(url, {**sent(typed(6), check="question-1"), **comment})
    browser = signed_in(alice.user)
    pages, hidden = everywhere(exam, begun)
    for page in pages:
        said = text(browser.get(page))
        assert "chain rule" not in said and str(begun.public_id) not in said
        assert "Submission 1" not in said
    for page in (*hidden, url):
        assert browser.get(page).status_code == 404
    ask = reverse("marking:ask", args=[begun.public_id])
    assert browser.post(ask, {"text": "Why?"}).status_code == 404


def test_after_the_release_it_is_read_on_the_assignments_page(
    exam, begun, alice, tara, signed_in
):
    grading = signed_in(tara)
    for question in ("question-1", "question-2"):
        url = grading.get(
            reverse("marking:next", args=[exam.public_id]) + f"?check={question}"
        )["Location"]
        comment = {f"{question}:comment": f"About {question}."}
        grading.post(url, {**sent(typed(6), check=question), **comment})
    ines = a_grader(exam.course, "Ines Ortega", "instructor")
    release(exam, reason="Term", actor=ines, now=timezone.now())
    browser = signed_in(alice.user)
    page = reverse("student:assignment", args=[exam.public_id])
    said = text(browser.get(page))
    assert "About question-1." in said and said.count("<b>6.0</b>") == 2
    assert "Submission 1" not in said
    assert "Ask for a regrade" in said
    asked = browser.post(
        reverse("marking:ask", args=[begun.public_id]),
        {"text": "Question 1 was right.", "check": "question-1"},
    )
    assert asked.status_code == 302
    thread = text(browser.get(asked["Location"]))
    assert f'href="{page}"' in thread and str(begun.public_id) not in thread
    assert "Grade it anew" in text(grading.get(asked["Location"]))
    bob = an_enrollment(exam.course, "Bob")
    assert "About question-1." not in text(signed_in(bob.user).get(page))


def test_a_talks_page_leads_to_its_paper_unless_names_are_hidden(signed_in):
    talk = an_exam(kind="presentation", slug="talk", title="Talk")
    tara, alice = a_grader(talk.course), an_enrollment(talk.course, "Alice")
    slot = a_slot(talk, a_session(talk.course, at=timezone.now()), role="Argues")
    assign_place(slot, alice, actor=tara, now=timezone.now())
    begin_papers(talk, actor=tara, now=NOON)
    browser = signed_in(tara)
    page = reverse("student:assignment", args=[talk.public_id])
    said = text(browser.get(page))
    paper = said.split("/grading/papers/")[1].split("/")[0]
    url = reverse("marking:paper", args=[talk.public_id, paper])
    assert "Grade at the desk" in said and f'href="{url}"' in said
    assert "<b>Argues</b>, session 1" in text(browser.get(url))
    ines = a_grader(talk.course, "Ines Ortega", "instructor")
    set_plan(talk, is_blind=True, regrade_days=7, actor=ines, now=NOON)
    assert "/grading/papers/" not in text(browser.get(page))
    assert "Argues" not in text(browser.get(url))


@pytest.mark.parametrize(("is_blind", "paper"), [(False, 11), (True, 10)])
def test_a_talk_of_teams_costs_the_same_at_any_size(signed_in, is_blind, paper):
    talk = an_exam(kind="presentation", slug="talk", team_min=1, team_max=3)
    tara = a_grader(talk.course, role="instructor")
    set_plan(talk, is_blind=is_blind, regrade_days=7, actor=tara, now=NOON)
    session = a_session(talk.course, at=NOON + timedelta(days=2))
    staff, counts = signed_in(tara), []
    release(talk, reason="Done.", actor=tara, now=timezone.now())
    for more in (2, 12):
        slot = a_slot(talk, session, places=more, role=f"Role {more}")
        for number in range(more):
            student = an_enrollment(talk.course)
            assign_place(slot, student, actor=tara, now=NOON)
            a_team(talk, student, an_enrollment(talk.course), name=f"{more} {number}")
        begin_papers(talk, actor=tara, now=NOON)
        an_enrollment(talk.course)
        his = signed_in(student.user)
        places = places_of(talk, staff)
        found = {name: cost(staff, url) for name, url in places.items()}
        counts.append({**found, "own": cost(his, places["page"])})
    assert counts[0] == counts[1]
    costs = {"desk": 9, "paper": paper, "question": paper, "page": 9, "own": 11}
    assert counts[1] == costs


def places_of(talk, staff):
    desk = reverse("marking:desk", args=[talk.public_id])
    question = staff.get(desk + "next/?check=question-1")["Location"]
    return {
        "desk": desk,
        "paper": question.partition("?")[0],
        "question": question,
        "page": reverse("student:assignment", args=[talk.public_id]),
    }


def cost(browser, url):
    browser.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(url).status_code == 200
    return len(asked)
