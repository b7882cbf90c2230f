"""A course from an empty site to released final grades by pages alone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.courses.models import Course
from portal.courses.services import let_make_courses
from tests.factories.grading import a_person

pytestmark = pytest.mark.django_db
ABOUT = {"slug": "small", "title": "Small", "term": "2026 Fall", "timezone": "UTC"}
ROSTER = (
    "email;name;role;section\r\nines@example.edu;ines;instructor;\r\n"
    "zoe@example.edu;Zoë Doe;student;Monday\r\nbo@example.edu;Bo Chen;student;\r\n"
)
GRADES = "email;exam;taking-part\r\nzoe@example.edu;92,5;8\r\nbo@example.edu;61;EX\r\n"


@pytest.fixture
def ines(signed_in):
    person = a_person("ines")
    let_make_courses(person, may=True, actor=None, now=timezone.now())
    return signed_in(person)


def rows(prefix, *listed):
    """Return rows of a form as they are sent."""
    sent = {f"{prefix}-count": str(len(listed))}
    for number, row in enumerate(listed):
        sent |= {f"{prefix}-{number}-{key}": value for key, value in row.items()}
    return sent


def test_a_course_goes_from_nothing_to_released_finals_in_forms(ines, signed_in):
    ines.post(reverse("staff:begin-course"), ABOUT)
    course = Course.objects.get()

    def post(name, sent, *more):
        address = reverse(f"staff:{name}", args=[course.public_id, *more])
        return ines.post(address, sent)

    weights = [{"slug": "exams", "weight": "60"}, {"slug": "part", "weight": "40"}]
    assert post("setup-part", rows("categories", *weights), "categories").url
    letters = [("A", "90"), ("B", "80"), ("F", "0")]
    sent = rows("letters", *({"letter": a, "percent": b} for a, b in letters))
    assert post("setup-part", sent, "letters").url
    for title, category, points in (
        ("Exam", "exams", 100),
        ("Taking part", "part", 10),
    ):
        about = {"title": title, "category": category, "points": points}
        assert post("made-new", {**about, "kind": "quiz", "way": "people"}).url

    page = post("roster", {"file": upload(ROSTER)})
    kept = {key: page.context[key] for key in ("ticket", "seen", "encoding")}
    assert post("roster-take-in", kept).url
    page = post("import", {"file": upload(GRADES)})
    kept = {name: page.context["form"].initial[name] for name in ("ticket", "digest")}
    assert post("import", {**kept, "reason": "As written down."}).url

    zoe = signed_in(User.objects.get(email="zoe@example.edu"))
    grades = reverse("student:grades", args=[course.public_id])
    assert "87.5" not in zoe.get(grades).content.decode()
    assert post("release-all", {"reason": "The term is over."}).url
    # 60 % of 92.5 and 40 % of 80
    assert "You have 87.5\xa0%: B" in zoe.get(grades).content.decode()
    finals = ines.get(reverse("staff:export", args=[course.public_id, "finals"]))
    lines = finals.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "email,name,section,total,letter"
    assert "zoe@example.edu,Zoë Doe,Monday,87.5,B" in lines
    assert "bo@example.edu,Bo Chen,,61,F" in lines


def upload(text):
    return SimpleUploadedFile("file.csv", text.encode("utf-8-sig"))
