import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.courses.models import Course, Role
from portal.courses.services import enroll
from portal.setup.folder import Wishes, load
from tests.factories.folders import write_course
from tests.factories.grading import a_person
from tests.factories.zips import zipped

pytestmark = pytest.mark.django_db
NEW = "staff:new-course"


@pytest.fixture
def folder(tmp_path):
    return write_course(tmp_path / "w251")


@pytest.fixture
def course(folder):
    wishes = Wishes(unproven_reason="first week")
    return load(folder, wishes, now=timezone.now()).course.course


@pytest.fixture
def ines(course, signed_in):
    person = a_person("ines")
    enroll(course, person, role=Role.INSTRUCTOR, actor=None, now=timezone.now())
    return signed_in(person)


def upload(client, address, content, **fields):
    file = SimpleUploadedFile("w251.zip", content)
    return client.post(address, {"file": file, **fields})


def test_ops_bring_a_course_in_and_name_who_instructs_it(folder, signed_in):
    omar = signed_in(a_person("omar", is_ops=True))
    fields = {"start": "2026-09-01", "reason": "first week"}
    page = upload(omar, reverse(NEW), zipped(folder), **fields)
    said = page.content.decode()
    assert "published, unproven: first week" in said and "new here" in said
    assert not Course.objects.exists()

    ticket = page.context["preview"].ticket
    make = reverse("staff:make-course")
    wanted = {"ticket": ticket, **fields, "email": "ines@example.edu"}
    nameless = omar.post(make, wanted)
    assert nameless.status_code == 400 and not Course.objects.exists()
    page = nameless.content.decode()
    assert "give the name too" in page and 'value="ines@example.edu"' in page
    assert nameless.context["preview"].ticket == ticket
    done = omar.post(make, {**wanted, "name": "Ines Okafor"}, follow=True)
    said = done.content.decode()
    assert "w251 2022 Fall is there: 1 assignment. Ines Okafor instructs it." in said
    assert "a link to ines@example.edu with which they set a first password" in said
    course = Course.objects.get()
    assert course.enrollments.get().user == User.objects.get(email="ines@example.edu")
    assert course.sessions.get(unit=1).starts_at.date().isoformat() == "2026-09-02"


def test_the_folder_of_an_earlier_term_says_that_all_is_over(folder, signed_in):
    omar = signed_in(a_person("omar", is_ops=True))
    old = upload(omar, reverse(NEW), zipped(folder)).content.decode()
    assert "All sessions are over." in old and "2, from" in old and "60 %" in old
    new = upload(omar, reverse(NEW), zipped(folder), start="2090-09-01")
    assert "All sessions are over." not in new.content.decode()


def test_an_instructor_loads_the_folder_again_after_looking(ines, course, folder):
    text = (folder / "course.toml").read_text()
    (folder / "course.toml").write_text(text.replace("2022-11-08", "2022-11-10"))
    place = reverse("staff:folder", args=[course.public_id])
    page = upload(ines, place, zipped(folder, top="w251/"))
    assert "session 2" in page.content.decode()
    before = course.sessions.get(unit=2).starts_at

    take_in = reverse("staff:folder-take-in", args=[course.public_id])
    done = ines.post(take_in, {"ticket": page.context["preview"].ticket}, follow=True)

    assert "is as its folder says: 1 assignment." in done.content.decode()
    assert (course.sessions.get(unit=2).starts_at - before).days == 2
    assert ines.post(take_in, {"ticket": "forged"}).status_code == 409


def test_what_is_wrong_is_listed_and_nothing_is_loaded(ines, course, folder):
    text = (folder / "course.toml").read_text()
    (folder / "course.toml").write_text(text.replace("weight = 60", "weight = 70"))
    place = reverse("staff:folder", args=[course.public_id])
    page = upload(ines, place, zipped(folder))
    assert page.status_code == 400 and "to repair" in page.content.decode()
    assert upload(ines, place, b"PK no zip").status_code == 400
    assert ines.post(place, {}).status_code == 400


def test_an_instructor_may_bring_in_another_course_and_instructs_it(ines, folder):
    text = (folder / "course.toml").read_text()
    (folder / "course.toml").write_text(text.replace("2022 Fall", "2023 Fall"))
    page = upload(ines, reverse(NEW), zipped(folder))
    make = reverse("staff:make-course")
    ines.post(make, {"ticket": page.context["preview"].ticket})
    made = Course.objects.get(term="2023 Fall")
    assert made.enrollments.get().role == Role.INSTRUCTOR


def test_a_course_is_copied_to_a_new_term_after_looking(ines, course):
    place = reverse("staff:copy", args=[course.public_id])
    wanted = {"term": "2023 Spring", "title": "Again", "start": "2023-01-10"}
    page = ines.post(place, wanted)
    said = page.content.decode()
    assert "Every date moves by 133 days" in said
    assert Course.objects.count() == 1
    done = ines.post(place, {**wanted, "yes": "yes"}, follow=True)
    assert "w251 2023 Spring is there" in done.content.decode()
    assert Course.objects.count() == 2
    assert ines.post(place, {**wanted, "start": "soon"}).status_code == 400
