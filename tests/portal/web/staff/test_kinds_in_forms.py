"""The kinds of AI-Sys made in forms, from an empty site to released final grades."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from graders.protocol import CheckResult
from portal.assessments.services import Judgement
from portal.assignments.selectors import current_spec
from portal.courses.models import Course, Role
from portal.courses.services import enroll, let_make_courses
from portal.gradebook.services import enter_override
from portal.marking.services import assess
from portal.meetings.models import Slot
from tests.factories.grading import a_person, a_submission, grade
from tests.factories.marking import the_check
from tests.factories.runners import a_runner
from tests.portal.web.staff.test_forms_to_finals import rows

pytestmark = pytest.mark.django_db
ABOUT = {"slug": "ai", "title": "AI-Sys", "term": "2026 Spring", "timezone": "UTC"}
GOOD = Judgement({"whole": ["good"]}, is_done=True)  # 90 %
LEVELS = [("Full", 20), ("Part", 14), ("None", 0)]


class Ines:
    """An instructor in front of forms; what is not taken is shown."""

    def __init__(self, client, course):
        self.client, self.course = client, course

    def post(self, name, sent, *more, of=None):
        address = reverse(f"staff:{name}", args=[of or self.course.public_id, *more])
        answer = self.client.post(address, sent)
        tried = answer.context and answer.context.get("tried")
        assert answer.status_code == 302, tried and (tried.problems, tried.consequences)
        return answer

    def part(self, name, *listed):
        sent = rows(name, *listed)
        self.post("setup-part", sent, name)

    def make(self, way, category, *tables, **about):
        sent = {"way": way, "category": category, **about}
        for prefix, listed in tables:
            sent |= rows(prefix, *listed)
        self.post("made-new", sent)
        return self.course.assignments.get(slug=about["slug"])


@pytest.fixture
def ines(signed_in):
    person = a_person("ines")
    let_make_courses(person, may=True, actor=None, now=timezone.now())
    client = signed_in(person)
    client.post(reverse("staff:begin-course"), ABOUT)
    return Ines(client, Course.objects.get())


def rules(ines):
    """Sessions, weights, what is dropped, late rules, letters, what is missing."""
    soon = timezone.now() + timedelta(days=9)
    starts = [f"{soon + timedelta(days=7 * n):%Y-%m-%dT09:30}" for n in range(3)]
    ines.part("sessions", *({"unit": n + 1, "starts": s} for n, s in enumerate(starts)))
    ines.part(
        "categories",
        {"slug": "projects", "weight": "60", "split": "points"},
        {"slug": "weekly", "weight": "20", "drop_lowest": "1"},
        {"slug": "part", "weight": "20", "split": "points", "required": "50"},
    )
    ines.part("late", {"rule": "gate", "categories": "weekly"}, {"rule": "zero"})
    ines.part("final", {"missing": "zero"})
    letters = {"A": "90", "B": "80", "F": "0"}
    ines.part("letters", *({"letter": k, "percent": v} for k, v in letters.items()))
    note = {"about": "Late work", "kind": "default", "text": "Not stated."}
    ines.part("notes", note)


def made(ines):
    """Return one of each kind, by its short name."""
    answered = {"title": "Prompts", "name": "answered", "by": "answered", "points": "1"}
    bands = {**answered, "how": "bands", "steps": "50: 50, 100: 100"}
    right = {"title": "Right", "name": "right", "by": "right", "points": "1"}
    paper = {"title": "AlexNet", "name": "first"}
    prompt = {"ask": "What is new?", "section": "each", "least_words": "40"}
    choice = {"ask": "Which?", "kind": "single", "options": "this\n* that"}
    headed = {"title": "Headed", "name": "parts", "by": "headings", "points": "2"}
    read = {"title": "Content", "name": "content", "by": "people"}
    talk = {"title": "The talk", "name": "talk", "points": "35", "graded": "rubric"}
    slot = {"role": "Presents", "sessions": "2-3", "places": "2", "notice_hours": "72"}
    document = {"documents": "report.md", "headings": "Question"}
    due = {"due-session": "2"}
    return [
        ines.make(
            "form",
            "weekly",
            ("check", [bands]),
            ("section", [paper]),
            ("q", [prompt]),
            **{"title": "Notes", "slug": "notes", "kind": "summary", **due},
        ),
        ines.make(
            "form",
            "weekly",
            ("check", [right]),
            ("q", [choice]),
            **{"title": "Quiz", "slug": "quiz", "kind": "quiz", **due},
        ),
        ines.make(
            "people",
            "part",
            ("part", [talk]),
            ("slot", [slot]),
            **{"title": "Present a paper", "slug": "talk", "kind": "presentation"},
        ),
        ines.make(
            "people",
            "part",
            **{"title": "Taking part", "slug": "taking", "kind": "participation"},
            points="60",
        ),
        ines.make(
            "document",
            "projects",
            ("check", [headed, {**read, "points": "8"}]),
            **{"title": "Proposal", "slug": "proposal", "kind": "milestone"},
            **document,
        ),
        ines.make(
            "document",
            "projects",
            ("check", [{**read, "points": "70"}]),
            **{"title": "Report", "slug": "report", "kind": "project"},
            documents="report.pdf, report.md",
            team_min="1",
            team_max="4",
        ),
    ]


def change_the_rubric(ines, talk):
    """Two criteria take the place of the one that it began with."""
    criteria = [("The paper is understood", 20), ("It fits the slot", 15)]
    sent = {"c-count": "3", "c-0-name": "whole", "c-0-title": "", "note": "In class."}
    for n, (title, points) in enumerate(criteria, start=1):
        sent |= {f"c-{n}-title": title, f"c-{n}-points": points, f"c-{n}-kind": "add"}
        sent |= {f"c-{n}-i-count": "1", f"c-{n}-i-0-title": "Yes"}
        sent |= {f"c-{n}-i-0-worth": points}
    wrong = {**sent, "c-2-i-0-worth": "some"}
    address = reverse("staff:made-rubric", args=[talk.public_id, "talk"])
    answer = ines.client.post(address, wrong)
    said = answer.content.decode()
    assert answer.status_code == 400 and "It fits the slot" in said
    assert "Criterion 3, item 1, Points: &#x27;some&#x27; is not a number" in said
    ines.post("made-rubric", sent, "talk", of=talk.public_id)
    ines.course.refresh_from_db()
    spec = current_spec(ines.course.assignments.get(slug="talk"))
    assert spec.points == 35 and spec.is_handed_in is False


def test_one_of_each_kind_of_ai_sys_goes_to_released_finals(ines, signed_in):
    rules(ines)
    notes, quiz, talk, taking, proposal, report = made(ines)
    change_the_rubric(ines, talk)
    now = timezone.now()
    zoe = enroll(ines.course, a_person("zoe"), role=Role.STUDENT, actor=None, now=now)
    student = signed_in(zoe.user)
    slots = list(Slot.objects.filter(assignment=talk))
    assert [(s.session.unit, s.places, s.notice_hours) for s in slots] == [
        (2, 2, 72),
        (3, 2, 72),
    ]
    student.post(reverse("meetings:slot-take", args=[slots[0].public_id]))
    assert "You have a place" in page_of(student, talk)
    assert "What is new?" in page_of(student, notes)

    runner, person = a_runner(), ines.course.enrollments.get(role="instructor").user
    found = {
        notes: [CheckResult("answered", value=1.0)],
        quiz: [CheckResult("right", value=0.4)],
        proposal: [CheckResult("parts", value=1.0)],
        report: [],
    }
    for item, checks in found.items():
        item.refresh_from_db()
        handed = a_submission(item, zoe)
        grade(handed, runner, checks=tuple(checks))
        if item in (proposal, report):
            check = the_check(item, "content")
            assess(handed, check, GOOD, base=0, actor=person, now=now)
    for item, points in ((talk, 28), (taking, 54)):
        why = {"reason": "As seen.", "actor": person, "now": now}
        enter_override(item, zoe, points=points, **why)

    ines.post("release-all", {"reason": "The term is over."})
    # project 72.2 of 80, the lower of two weekly ones dropped, part 82 of 95
    total = 0.6 * 72.2 / 80 * 100 + 0.2 * 100 + 0.2 * 82 / 95 * 100
    grades = reverse("student:grades", args=[ines.course.public_id])
    assert (
        f"You have {total:.1f}\xa0% so far: A" in student.get(grades).content.decode()
    )


def test_a_rubric_people_graded_by_is_changed_where_its_effect_is_shown(ines):
    rules(ines)
    *_, report = made(ines)
    address = reverse("staff:made-rubric", args=[report.public_id, "content"])
    assert "The whole" in ines.client.get(address).content.decode()
    now, person = timezone.now(), ines.course.enrollments.get().user
    zoe = enroll(ines.course, a_person("zoe"), role=Role.STUDENT, actor=None, now=now)
    handed = a_submission(report, zoe)
    grade(handed, a_runner(), checks=())
    assess(handed, the_check(report, "content"), GOOD, base=0, actor=person, now=now)
    answer = ines.client.get(address)
    assert answer.url == reverse("marking:rubric", args=[report.public_id, "content"])
    assert "Show what it does" in ines.client.get(answer.url).content.decode()


def test_what_has_no_rubric_has_no_page_for_one(book, signed_in):
    item = book.course.assignments.first()
    address = reverse("staff:made-rubric", args=[item.public_id, "content"])
    assert signed_in(book.tara).get(address).status_code == 404


def page_of(client, item):
    address = reverse("student:assignment", args=[item.public_id])
    return client.get(address).content.decode()
