"""A course made in forms, from nothing to assignments; changes say what they do."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from portal.assignments.models import Assignment
from portal.assignments.selectors import current_spec, due_dates
from portal.courses.models import Course, Role
from portal.courses.services import enroll, let_make_courses
from portal.gradebook.services import enter_override
from portal.setup.parts import PARTS
from portal.setup.scales import SCALES
from tests.factories.folders import write_course
from tests.factories.grading import a_person, hand_in

pytestmark = pytest.mark.django_db
ABOUT = {
    "slug": "small",
    "title": "A small course",
    "term": "2026 Fall",
    "timezone": "Europe/Berlin",
}


@pytest.fixture
def ines(signed_in):
    """Somebody who may make courses, at an empty site."""
    person = a_person("ines")
    let_make_courses(person, may=True, actor=None, now=timezone.now())
    return signed_in(person)


@pytest.fixture
def folder(tmp_path):
    return write_course(tmp_path / "w251")


@pytest.fixture
def course(ines):
    ines.post(reverse("staff:begin-course"), ABOUT)
    return Course.objects.get()


@pytest.fixture
def say(ines, course):
    """Post rows to a part of the course."""

    def say(name, *rows, **more):
        address = reverse("staff:setup-part", args=[course.public_id, name])
        sent = {f"{name}-count": len(rows), **more}
        for number, row in enumerate(rows):
            sent |= {f"{name}-{number}-{key}": value for key, value in row.items()}
        return ines.post(address, sent)

    return say


@pytest.fixture
def make(ines, course):
    """Post the form of an assignment."""

    def make(**fields):
        address = reverse("staff:made-new", args=[course.public_id])
        return ines.post(address, {"category": "coursework", **fields})

    return make


SESSIONS = [
    {"unit": "1", "starts": "2026-09-02T18:30", "title": "Begin"},
    {"unit": "2", "starts": "2026-09-09T18:30"},
]


def test_whoever_may_make_courses_begins_one_and_is_led_through_it(ines, course):
    assert (course.slug, course.timezone) == ("small", "Europe/Berlin")
    assert course.enrollments.get().role == Role.INSTRUCTOR
    page = ines.get(reverse("staff:setup", args=[course.public_id])).content.decode()
    for name in PARTS:
        assert reverse("staff:setup-part", args=[course.public_id, name]) in page
    home = ines.get(reverse("student:home")).content.decode()
    assert reverse("staff:new-course") in home
    again = ines.post(reverse("staff:begin-course"), ABOUT)
    assert again.status_code == 400 and Course.objects.count() == 1


def test_a_name_or_zone_that_can_t_be_is_said(ines):
    wrong = {**ABOUT, "slug": "Small!", "timezone": "Mars/Base"}
    answer = ines.post(reverse("staff:begin-course"), wrong)
    said = answer.content.decode()
    assert answer.status_code == 400
    assert "lower-case letters" in said and "no time zone" in said


def test_the_parts_of_a_course_are_filled_in_and_hold(course, say):
    assert say("sessions", *SESSIONS).status_code == 302
    assert say(
        "sessions", *SESSIONS, **{"from": "2026-09-16T18:30"}, many="2", days="7"
    )
    rows = [
        {"slug": "homework", "title": "Homework", "weight": "60", "split": "points"},
        {"slug": "coursework", "weight": "40,0", "drop_lowest": "1"},
    ]
    assert say("categories", *rows).status_code == 302
    late = {"rule": "per_day", "percent": "10", "max_days": "3", "day": "calendar"}
    assert say("late", late, {"rule": "", "day": "calendar"}).status_code == 302
    letters = [{"letter": "A", "percent": "90"}, {"letter": "F", "percent": "0"}]
    assert say("letters", *letters).status_code == 302
    final = {"missing": "zero", "rounding": "half_up", "decimals": "1"}
    assert say("final", final).status_code == 302

    course.refresh_from_db()
    policy = course.policy
    assert [one.unit for one in course.sessions.all()] == [1, 2, 3, 4]
    assert [one["weight"] for one in policy["categories"]] == [60, 40]
    assert policy["late"][0]["options"] == {
        "percent": 10,
        "max_days": 3,
        "day": "calendar",
    }
    assert policy["final"]["letters"] == {"A": 90, "F": 0}
    assert (policy["final"]["missing"], policy["final"]["decimals"]) == ("zero", 1)


@pytest.mark.parametrize("scale", SCALES)
def test_a_usual_scale_fills_the_rows_and_nothing_else(ines, course, say, scale):
    assert say("categories", {"slug": "homework", "weight": "100"}).status_code == 302
    address = reverse("staff:setup-part", args=[course.public_id, "letters"])
    assert 'value="signs"' in ines.get(address).content.decode()
    page = ines.post(address, {"scale": scale, "letters-count": "0"}).content.decode()
    rows = SCALES[scale].rows
    for n, row in enumerate(rows):
        for field, value in row.items():
            name = f"letters-{n}-{field}"
            assert re.search(f'name="{name}"\\s+value="{re.escape(value)}"', page)
    assert not Course.objects.get().policy["final"]["letters"]
    assert say("letters", *rows).status_code == 302  # as it is sent then
    letters = Course.objects.get().policy["final"]["letters"]
    assert letters == {row["letter"]: float(row["percent"]) for row in rows}


def test_only_letters_have_scales(ines, course):
    address = reverse("staff:setup-part", args=[course.public_id, "sessions"])
    page = ines.post(address, {"scale": "signs", "sessions-count": "0"})
    assert "A+" not in page.content.decode()


@pytest.mark.parametrize(
    ("name", "row", "sentence"),
    [
        ("categories", {"slug": "x", "weight": "90"}, "weights add up to 90"),
        ("categories", {"slug": "x", "weight": "ten"}, "is not a number"),
        ("categories", {"slug": "x"}, "Category 1, Weight, %: say something"),
        ("sessions", {"unit": "1", "starts": "2026-03-29T02:30"}, "set forward then"),
        ("sessions", {"unit": "1", "starts": "soon"}, "is not a date and time"),
        ("late", {"rule": "per_day"}, "the rule per_day needs it"),
        ("late", {"rule": "zero", "categories": "labs"}, "is not in this course"),
        ("letters", {"letter": "A", "percent": "-1"}, "allowed: 0 to 1000"),
        (
            "caps",
            {"assignment": "a", "check": "b", "percent": "1"},
            "not in this course",
        ),
    ],
)
def test_what_can_t_hold_is_said_and_what_was_typed_stays(
    course, say, name, row, sentence
):
    before = course.policy
    answer = say(name, row)
    said = answer.content.decode()
    assert answer.status_code == 400 and sentence in said
    assert all(value in said for value in row.values())
    course.refresh_from_db()
    assert course.policy == before


def test_a_session_moved_after_hand_ins_says_so_first(course, say, make):
    say("sessions", *SESSIONS)
    fields = {"kind": "summary", "way": "form", "check-count": "1"}
    fields |= {"check-0-title": "Filled in", "check-0-points": "10"}
    fields |= {"check-0-by": "answered", "check-0-how": "line"}
    question = {"q-count": "1", "q-0-ask": "What is new?", "q-0-kind": "text"}
    done = make(title="Notes", **fields, **question, **{"due-session": "2"})
    assert done.status_code == 302
    item = Assignment.objects.get()
    assert item.published_version is not None
    alice = enroll(
        course, a_person("alice"), role=Role.STUDENT, actor=None, now=timezone.now()
    )
    hand_in(item, alice, now=timezone.now(), files=("answers.json",))
    moved = [SESSIONS[0], {**SESSIONS[1], "starts": "2026-09-10T18:30"}]

    shown = say("sessions", *moved)

    said = shown.content.decode()
    assert shown.status_code == 200 and "Nothing is saved yet" in said
    assert "notes: due 9 Sep 2026 18:30 becomes 10 Sep 2026 18:30, after 1" in said
    assert due_dates(Assignment.objects.get()).due.day == 9
    seen = shown.context["tried"].seen
    assert say("sessions", *moved, seen=seen).status_code == 302
    assert due_dates(Assignment.objects.get()).due.day == 10


def test_weights_that_move_totals_say_by_how_much(ines, course, say, make):
    for title, category in (("One", "a"), ("Two", "b")):
        rows = [{"slug": "a", "weight": "50"}, {"slug": "b", "weight": "50"}]
        say("categories", *rows)
        make(title=title, kind="quiz", way="people", category=category, points="10")
    alice = enroll(
        course, a_person("alice"), role=Role.STUDENT, actor=None, now=timezone.now()
    )
    person = course.enrollments.get(role=Role.INSTRUCTOR).user
    for item, points in zip(course.assignments.all(), (10, 5), strict=True):
        who = {"reason": "As seen.", "actor": person, "now": timezone.now()}
        enter_override(item, alice, points=points, **who)
    rows = [{"slug": "a", "weight": "90"}, {"slug": "b", "weight": "10"}]
    shown = say("categories", *rows)
    assert "1 of 1 total changes, by +20.0 to +20.0" in shown.content.decode()
    assert say("categories", *rows, seen=shown.context["tried"].seen).status_code == 302


def test_an_assignment_is_made_changed_and_taken_out(ines, course, make):
    parts = {"part-count": "2", "part-0-title": "Question 1", "part-0-points": "25"}
    parts |= {"part-1-title": "Question 2", "part-1-points": "15"}
    made = make(title="First exam", kind="quiz", way="people", text="A pen.", **parts)
    assert made.status_code == 302
    item = Assignment.objects.get()
    assert (item.slug, current_spec(item).points) == ("first-exam", 40)
    address = reverse("staff:made", args=[item.public_id])
    page = ines.get(address)
    assert "Question 2" in page.content.decode()
    assert page.context["drawn"].tables[0].grid.rows[0].hidden[0].value == "question-1"

    fields = {"title": "The exam", "kind": "quiz", "category": "coursework"}
    kept = {"part-0-name": "question-1", "part-1-remove": "yes"}
    assert ines.post(address, {**fields, **parts, **kept}).status_code == 302
    spec = current_spec(Assignment.objects.get())
    assert (spec.title, spec.points, spec.slug) == ("The exam", 25, "first-exam")

    shown = ines.post(address, {"action": "remove"})
    assert "hidden from students" in shown.content.decode()
    seen = shown.context["tried"].seen
    ines.post(address, {"action": "remove", "seen": seen})
    assert Assignment.objects.get().is_removed


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": "", "points": "1"}, "Title: say something"),
        ({"title": "X"}, "It gives no points"),
        ({"title": "X", "points": "1", "due-offset": "-1d"}, "from which session"),
        (
            {
                "title": "X",
                "points": "1",
                "due-at": "2026-09-09T12:00",
                "due-session": "1",
            },
            "a time or a session, not both",
        ),
        ({"title": "X", "points": "1", "due-session": "9"}, "there is no session 9"),
        (
            {
                "title": "X",
                "points": "1",
                "release-at": "2026-09-09T12:00",
                "due-at": "2026-09-08T12:00",
            },
            "is before release",
        ),
    ],
)
def test_an_assignment_that_can_t_be_is_said_and_what_was_typed_stays(
    make, fields, sentence
):
    answer = make(kind="quiz", way="people", text="Mine stays.", **fields)
    said = answer.content.decode()
    assert answer.status_code == 400 and sentence in said and "Mine stays." in said
    assert not Assignment.objects.exists()


def test_one_assignment_s_folder_is_added_to_the_others(ines, course, make, folder):
    make(title="Exam", kind="quiz", way="people", points="10")
    text = (folder / "hw05-image-classifier/assignment.toml").read_text()
    text = text.replace('category = "homework"', 'category = "coursework"')
    text = text.replace("release = { session = 1 }\n", "")
    text = text.replace('due = { session = 2, offset = "-24h" }\n', "")
    (folder / "hw05-image-classifier/assignment.toml").write_text(text)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in (folder / "hw05-image-classifier").rglob("*"):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
    address = reverse("staff:folder", args=[course.public_id])
    file = SimpleUploadedFile("hw05.zip", out.getvalue())
    page = ines.post(address, {"file": file, "reason": "proven elsewhere"})
    ticket = page.context["preview"].ticket
    assert [line.word for line in page.context["preview"].lines] == [
        "unchanged",
        "added",
    ]
    take = reverse("staff:folder-take-in", args=[course.public_id])
    ines.post(take, {"ticket": ticket, "reason": "proven elsewhere"})
    slugs = [item.slug for item in course.assignments.filter(is_removed=False)]
    assert slugs == ["exam", "hw05"]
    page = ines.get(
        reverse("staff:made", args=[course.assignments.get(slug="hw05").public_id])
    )
    assert "It comes from files" in page.content.decode()
    sent = ines.get(reverse("staff:setup-folder", args=[course.public_id])).content
    names = zipfile.ZipFile(io.BytesIO(sent)).namelist()
    assert "small/course.toml" in names and "small/002-hw05/judge.py" in names


def test_all_of_the_file_can_be_changed_as_text(ines, course):
    address = reverse("staff:setup-text", args=[course.public_id])
    text = ines.get(address).context["text"]
    wrong = ines.post(address, {"text": f"{text}\n[[sessions]]\nunit = 1\n"})
    assert wrong.status_code == 400 and "starts" in wrong.content.decode()
    cycle = "unit = 1\nstarts = { session = 1 }\n"
    hung = ines.post(address, {"text": f"{text}\n[[sessions]]\n{cycle}"})
    assert "must be a date and time" in hung.content.decode()
    note = '[[notes]]\nabout = "Late"\nkind = "policy"\ntext = "By word."\n'
    assert ines.post(address, {"text": f"{text}\n{note}"}).status_code == 302
    course.refresh_from_db()
    assert course.policy["notes"][0]["text"] == "By word."


def test_all_grades_are_released_at_once(book, signed_in):
    tara = signed_in(book.tara)
    address = reverse("staff:release-all", args=[book.course.public_id])
    assert "3 assignments not released" in tara.get(address).content.decode()
    assert tara.post(address, {"reason": ""}).status_code == 400
    assert tara.post(address, {"reason": "The end."}).status_code == 302
    assert "All grades are released" in tara.get(address).content.decode()


def test_queries_do_not_grow_with_the_assignments(
    ines, course, make, django_assert_num_queries
):
    address = reverse("staff:setup", args=[course.public_id])
    for number in range(3):
        make(title=f"Exam {number}", kind="quiz", way="people", points="1")
        with django_assert_num_queries(6):
            assert f"Exam {number}" in ines.get(address).content.decode()
