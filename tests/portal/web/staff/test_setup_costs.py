"""Pages of setting a course up cost the same however much is in it, and little."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.courses.models import Course, Enrollment, Role
from portal.courses.services import let_make_courses
from portal.setup.changing import zip_of
from portal.setup.parts import PARTS
from tests.factories.grading import a_person

pytestmark = pytest.mark.django_db
OF_COURSE = {
    "setup": 7,
    "setup-folder": 10,
    "setup-text": 5,
    "made-new": 5,
    "rules": 4,
    "late-trial": 4,
    "people": 7,
    "roster": 4,
    "entry": 6,
    "copy": 5,
    "folder": 4,
    "exports": 3,
}
OF_ASSIGNMENT = {"made": 6, "dates": 7}
RUBRIC, PERSON, NEW_COURSE, PART = 7, 6, 3, 5
# A POST that shows a page; one that tries a load is the load, taken back.
PREVIEWS = {"roster": 6, "import": 11, "copy": 10, "dates": 11, "problems": 8}
LOADS = {"remove": 45, "folder": 39}


@pytest.fixture
def ines(signed_in):
    person = a_person("ines")
    let_make_courses(person, may=True, actor=None, now=timezone.now())
    return signed_in(person)


@pytest.fixture
def course(ines):
    about = {"slug": "small", "title": "A small course", "term": "2026 Fall"}
    zone = {"timezone": "Europe/Berlin"}
    ines.post(reverse("staff:begin-course"), {**about, **zone})
    course = Course.objects.get()
    rows = [(1, "2026-09-02T18:30"), (2, "2026-09-09T18:30")]
    sent = {"sessions-count": "2"}
    for n, (unit, starts) in enumerate(rows):
        sent |= {f"sessions-{n}-unit": unit, f"sessions-{n}-starts": starts}
    assert ines.post(part(course, "sessions"), sent).status_code == 302
    return course


def part(course, name):
    return reverse("staff:setup-part", args=[course.public_id, name])


def weighed(first, second):
    """Return what the form of categories sends."""
    sent = {"categories-count": "2"}
    for n, (slug, weight) in enumerate([("coursework", first), ("exams", second)]):
        sent |= {f"categories-{n}-slug": slug, f"categories-{n}-weight": weight}
    return sent


def grow(ines, course, assignments, students):
    """Make so many more assignments, and so many students."""
    made = reverse("staff:made-new", args=[course.public_id])
    fields = {"kind": "quiz", "way": "people", "category": "coursework"}
    sent = {"part-count": "1", "part-0-title": "Work", "part-0-points": "10"}
    fields |= {**sent, "part-0-graded": "rubric", "due-session": "2"}
    for _ in range(assignments):
        title = f"Exam {Assignment.objects.count() + 1}"
        assert ines.post(made, {**fields, "title": title}).status_code == 302
    have = User.objects.count()
    users = User.objects.bulk_create(
        User(email=f"s{have + n}@example.edu", name=f"Student {n}")
        for n in range(students)
    )
    Enrollment.objects.bulk_create(
        Enrollment(
            course=course, user=one, role=Role.STUDENT, enrolled_at=timezone.now()
        )
        for one in users
    )


def hide(course):
    """Take back what students see of every third assignment."""
    hidden = list(course.assignments.order_by("pk").values_list("pk", flat=True))[1::3]
    Assignment.objects.filter(pk__in=hidden).update(published_version=None)


def pages(ines, course):
    """Yield (name, call) of every page that is asked for."""
    key = [course.public_id]
    first = course.assignments.order_by("pk")[0]
    person = course.enrollments.order_by("pk").last()
    places = {name: reverse(f"staff:{name}", args=key) for name in OF_COURSE}
    of_one = [first.public_id]
    places |= {name: reverse(f"staff:{name}", args=of_one) for name in OF_ASSIGNMENT}
    places |= {f"part {name}": part(course, name) for name in PARTS}
    places["rubric"] = reverse("staff:made-rubric", args=[*of_one, "work"])
    places["person"] = reverse("staff:person", args=[person.public_id])
    places["new-course"] = reverse("staff:new-course")
    for name, place in places.items():
        yield name, lambda place=place: ines.get(place)


def previews(ines, course):
    """Yield (name, call) of every POST that shows what it would do."""
    key = [course.public_id]
    item = course.assignments.order_by("pk")[0]
    roster = "email,name,role\nnew@example.edu,New,student\n"
    grades = f"email,{item.slug}\n" + "".join(
        f"{one.user.email},1\n" for one in course.enrollments.filter(role="student")
    )
    archive = zip_of(course, now=timezone.now())
    dates = {"due": "2026-12-01T10:00", "reason": "A holiday."}
    copy = {"term": "2027 Fall", "title": "Again", "start": "2027-09-01"}

    def post(name, sent, of=key):
        return ines.post(reverse(f"staff:{name}", args=of), sent)

    def sent(content):
        return {"file": SimpleUploadedFile("f", content)}

    yield "roster", lambda: post("roster", sent(roster.encode()))
    yield "import", lambda: post("import", sent(grades.encode()))
    yield "copy", lambda: post("copy", copy)
    yield "dates", lambda: post("dates", dates, of=[item.public_id])
    yield "problems", lambda: ines.post(part(course, "categories"), weighed(9, 9))
    yield "remove", lambda: post("made", {"action": "remove"}, of=[item.public_id])
    yield "folder", lambda: post("folder", sent(archive))


def costs(calls):
    """Return how many statements each takes once everything is warm."""
    found = {}
    for name, call in calls:
        assert call().status_code in (200, 400), name
        with CaptureQueriesContext(connection) as asked:
            call()
        found[name] = len(asked)
    return found


def test_every_page_of_setting_up_costs_the_same_at_any_size(ines, course):
    wanted = {**OF_COURSE, **OF_ASSIGNMENT, **{f"part {name}": PART for name in PARTS}}
    wanted |= {"rubric": RUBRIC, "person": PERSON, "new-course": NEW_COURSE}
    assert max(wanted.values()) <= 12
    for assignments, students in ((2, 3), (7, 60)):
        grow(ines, course, assignments, students)
        hide(course)
        assert costs(pages(ines, course)) == wanted


def test_what_a_post_shows_costs_the_same_at_any_size(ines, course):
    assert ines.post(part(course, "categories"), weighed(50, 50)).status_code == 302
    assert max(PREVIEWS.values()) <= 12
    for assignments, students in ((2, 3), (7, 60)):
        grow(ines, course, assignments, students)
        assert costs(previews(ines, course)) == {**PREVIEWS, **LOADS}
