"""Lists of staff as tables to take away: whole, safe, and in again."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portal.courses.models import Role
from portal.meetings.models import Mark
from tests.factories.grading import NOON, a_course, an_enrollment
from tests.factories.meetings import a_session, an_attendance
from tests.factories.teams import a_project, a_team

pytestmark = pytest.mark.django_db
NAMES = ("staff:people-file", "staff:teams-file", "meetings:attendance-file")


@pytest.fixture
def course():
    return a_course("w251")


@pytest.fixture
def tara(course, signed_in):
    return signed_in(an_enrollment(course, "tara", Role.GRADER).user)


def get(browser, name, thing, shape="csv"):
    return browser.get(reverse(name, args=[thing.public_id, shape]))


def text_of(answer):
    assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-store"
    return answer.content.decode("utf-8-sig")


def test_a_roster_goes_out_as_it_comes_in(course, tara, signed_in):
    for name in ("=1+1", "-Bo <b>", 'Zo\xeb "Z", the first'):
        person = an_enrollment(course, name).user
        person.email = f"+{person.email.split('@')[0][:2].strip('= ')}x@example.edu"
        person.save()
    gone = an_enrollment(course, "gone")
    gone.is_active = False
    gone.save()
    text = text_of(get(tara, "staff:people-file", course))
    assert "'+" in text and "'=1+1" in text and "gone" not in text

    ines = signed_in(an_enrollment(course, "ines", Role.INSTRUCTOR).user)
    file = SimpleUploadedFile("r.csv", get(ines, "staff:people-file", course).content)
    page = ines.post(reverse("staff:roster", args=[course.public_id]), {"file": file})
    plan = page.context["plan"]
    assert (plan.added, plan.changed, plan.renamed, plan.missing) == ((), (), (), ())
    assert len(plan.unchanged) == 5
    book = load_workbook(
        io.BytesIO(get(ines, "staff:people-file", course, "xlsx").content)
    )
    cells = [cell for row in book["People"].iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert "=1+1" in [cell.value for cell in cells]


def test_teams_with_who_is_in_none(course, tara):
    project = a_project(course, due=None)
    ada, bo = (an_enrollment(course, name) for name in ("Ada", "Bo"))
    an_enrollment(course, "Cy")
    a_team(project, ada, bo, name="@Blue")
    lines = text_of(get(tara, "staff:teams-file", project)).splitlines()
    assert lines[1:] == [
        f"'@Blue,{ada.user.email},Ada",
        f"'@Blue,{bo.user.email},Bo",
        ",cy@example.edu,Cy",
    ]


def test_every_mark_of_every_session(course, tara):
    kept = an_attendance(course)
    ada, bo = (an_enrollment(course, name) for name in ("Ada", "Bo"))
    past = timezone.now() - timedelta(days=9)
    sessions = [a_session(course, n, past + n * timedelta(days=1)) for n in (1, 2)]
    for session, kind in zip(sessions, ("late", "present"), strict=True):
        Mark.objects.create(
            assignment=kept,
            session=session,
            enrollment=ada,
            kind=kind,
            author=ada.user,
            at=NOON,
        )
    lines = text_of(get(tara, "meetings:attendance-file", kept)).splitlines()
    assert lines == [
        "email,name,section,session 1,session 2,share %",
        f"{ada.user.email},Ada,,late,present,75.0",
        f"{bo.user.email},Bo,,,,",
    ]


def test_a_table_costs_the_same_at_any_size(course, tara, django_assert_num_queries):
    things = dict(
        zip(NAMES, (course, a_project(course), an_attendance(course)), strict=True)
    )
    for name, thing in things.items():
        get(tara, name, thing)
    for count in (1, 6):
        for number in range(count):
            who = an_enrollment(course), an_enrollment(course)
            a_team(things["staff:teams-file"], *who, name=f"{count} {number}")
        for name, cost in zip(NAMES, COSTS, strict=True):
            with django_assert_num_queries(cost):
                text_of(get(tara, name, things[name]))


COSTS = (4, 7, 7)


def test_students_get_none_of_them_and_staff_no_other_shape(course, tara, signed_in):
    things = zip(NAMES, (course, a_project(course), an_attendance(course)), strict=True)
    student = signed_in(an_enrollment(course, "Ada").user)
    for name, thing in things:
        assert get(student, name, thing).status_code == 404
        assert get(tara, name, thing, "pdf").status_code == 404
