import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.courses.models import EnrolCode, Enrollment, Role
from portal.courses.services import drop, make_code, revoke_code
from portal.lib.codes import as_shown
from tests.factories.grading import a_course, a_person, an_enrollment

pytestmark = pytest.mark.django_db
HEAD = "email;name;role;section\n"
ROWS = "alice@example.edu;Alice;student;B\ncem@example.edu;Cem;student;\n"


@pytest.fixture
def course():
    return a_course("w251")


@pytest.fixture
def alice(course):
    return an_enrollment(course, "alice")


@pytest.fixture
def ines(course, signed_in):
    return signed_in(an_enrollment(course, "ines", Role.INSTRUCTOR).user)


def address(name, thing):
    return reverse(f"staff:{name}", args=[thing.public_id])


def send(client, action, thing, **fields):
    return client.post(address(action, thing), fields, follow=True)


def upload(client, course, text, **fields):
    content = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile("roster.csv", content)
    return client.post(address("roster", course), {"file": file, **fields})


def taken_in(client, course, preview, **fields):
    kept = {k: preview.context[k] for k in ("ticket", "seen", "encoding")}
    return send(client, "roster-take-in", course, **kept, **fields)


def test_a_roster_is_looked_at_and_then_taken_in(ines, course, alice):
    bob = an_enrollment(course, "bob")
    preview = upload(ines, course, HEAD + ROWS)
    said = preview.content.decode()
    assert "1 added, 1 changed, 0 as they are, 2 not in the file" in said
    assert "section none → B" in said and "bob@example.edu" in said
    assert "You are not in the file yourself" in said
    assert course.enrollments.count() == 3

    done = taken_in(ines, course, preview).content.decode()
    assert "1 added, 1 changed, 0 dropped; 0 are as they were." in done
    bob.refresh_from_db()
    alice.refresh_from_db()
    assert bob.is_active and alice.section.name == "B"


def test_who_is_missing_is_dropped_when_ticked_and_returns_with_everything(
    ines, course, alice
):
    staff = "ines@example.edu;Ines;instructor;\n"
    only = HEAD + staff
    preview = upload(ines, course, only)
    assert "1 dropped" in taken_in(ines, course, preview, drop="yes").content.decode()
    alice.refresh_from_db()
    assert not alice.is_active

    preview = upload(ines, course, only + ROWS.splitlines()[0] + "\n")
    assert "alice comes back.</b> 0 hand-ins" in preview.content.decode()
    taken_in(ines, course, preview)
    alice.refresh_from_db()
    assert alice.is_active


def test_a_roster_that_would_leave_nobody_to_instruct_is_refused(ines, course):
    preview = upload(ines, course, HEAD + ROWS)
    refused = taken_in(ines, course, preview, drop="yes")
    assert refused.status_code == 409
    assert "without an instructor" in refused.content.decode()
    assert course.enrollments.count() == 1


def test_what_is_wrong_with_a_file_is_told_by_line(ines, course):
    page = upload(ines, course, HEAD + "x;X;student;\n" + ROWS + ROWS)
    said = page.content.decode()
    assert page.status_code == 400 and "3 lines to repair" in said
    assert "Line 2: &#x27;x&#x27; is not an e-mail address." in said
    assert "Line 5: alice@example.edu is on line 3 already." in said
    latin = (HEAD + "z@example.edu;Zoë;student;\n").encode("cp1252")
    assert "Windows-1252, perhaps" in upload(ines, course, latin).content.decode()
    page = upload(ines, course, latin, encoding="cp1252")
    assert "Zoë, student" in page.content.decode()


def test_a_preview_is_one_persons_and_of_one_moment(ines, course, alice, signed_in):
    preview = upload(ines, course, HEAD + ROWS)
    other = signed_in(an_enrollment(course, "omar", Role.INSTRUCTOR).user)
    assert taken_in(other, course, preview).status_code == 409
    drop(alice, actor=None, now=timezone.now())
    late = taken_in(ines, course, preview)
    assert late.status_code == 409
    assert "The course changed since you looked" in late.content.decode()
    assert not Enrollment.objects.filter(user__email="cem@example.edu").exists()


def test_people_are_listed_by_role_and_changed_one_by_one(ines, course, alice):
    page = ines.get(address("people", course), {"only": "student"})
    assert [*page.context["page"]] == [alice]
    said = send(ines, "person-change", alice, role="grader", section="A")
    assert "alice grader, section A." in said.content.decode()
    send(ines, "person-drop", alice)
    page = ines.get(address("people", course), {"only": "dropped", "q": "ALICE"})
    assert [*page.context["page"]] == [alice]
    assert "Take back" in ines.get(address("person", alice)).content.decode()
    said = send(ines, "person-change", alice, role="student", section="")
    assert "is back as they were" in said.content.decode()


def many(course, count, section=None):
    """Enrol so many students at once."""
    users = User.objects.bulk_create(
        User(email=f"s{section}{n}@example.edu", name=f"Student {n:04}")
        for n in range(count)
    )
    Enrollment.objects.bulk_create(
        Enrollment(
            course=course,
            user=one,
            role=Role.STUDENT,
            section=section,
            enrolled_at=timezone.now(),
        )
        for one in users
    )


def test_the_list_costs_the_same_at_any_size(ines, course, django_assert_num_queries):
    section = course.sections.create(name="A")
    ines.get(address("people", course))
    for count in (50, 500):
        many(course, count, section)
        for query in ({}, {"page": "3"}, {"q": "student", "section": "A"}):
            with django_assert_num_queries(COST):
                page = ines.get(address("people", course), query)
            assert len(page.content) < 100_000
        section = None


COST = 7


def test_a_large_course_is_turned_page_by_page(ines, course):
    many(course, 120, course.sections.create(name="A & B"))
    many(course, 130)
    page = ines.get(address("people", course), {"only": "student"})
    said = page.content.decode()
    assert "1 to 100 of 250 people, page 1 of 3" in said
    assert 'href="?only=student&amp;page=2"' in said and 'rel="prev"' not in said
    page = ines.get(address("people", course), {"only": "student", "page": "3"})
    assert len(page.context["page"]) == 50 and 'rel="next"' not in str(page.content)

    asked = {"section": "A & B", "q": "STUDENT 011"}
    page = ines.get(address("people", course), asked)
    said = page.content.decode()
    assert page.context["page"][0].user.name == "Student 0011"
    assert "Students 11" in said and "All 11" in said and "Graders 0" in said
    assert 'href="?q=STUDENT+011&amp;section=A+%26+B&amp;only=student"' in said
    assert 'aria-label="Pages"' not in said
    page = ines.get(address("people", course), {"section": "-", "q": "@example 0129"})
    assert len(page.context["page"]) == 1  # every word, wherever it is
    for odd in ({"page": "999"}, {"page": "x"}, {"only": "queens"}):
        assert ines.get(address("people", course), odd).context["page"].object_list
    nobody = ines.get(address("people", course), {"q": "nobody such"}).content.decode()
    assert "Nobody fits" in nobody and 'href="?">everybody' in nobody

    table = ines.get(reverse("staff:people-file", args=[course.public_id, "csv"]))
    assert table.content.decode().count("@example.edu") == 251


def test_codes_and_sections_are_opened_and_closed_on_their_page(ines, course):
    send(ines, "section-add", course, name="A")
    section = course.sections.get()
    fields = {"role": "student", "section": "A", "until": "2099-01-31"}
    said = send(ines, "code-open", course, **fields).content.decode()
    code = EnrolCode.objects.get()
    assert as_shown(code.code) in said and code.section == section
    assert code.expires_at.isoformat() == "2099-01-31T23:59:00+00:00"
    assert "Close" in said
    assert "Close<span" not in send(ines, "code-close", code).content.decode()
    change = reverse("staff:section-change", args=[section.pk])
    ines.post(change, {"name": "B"})
    section.refresh_from_db()
    assert section.name == "B"
    assert ines.post(change, {"action": "remove"}).status_code == 409
    for wrong in ({"until": "soon"}, {"most_uses": "many"}):
        refused = send(ines, "code-open", course, role="student", **wrong)
        assert refused.status_code == 400


def test_somebody_comes_in_by_a_code(course, ines, signed_in):
    staff = course.enrollments.get().user
    code = make_code(course, actor=staff, now=timezone.now())
    newcomer = a_person("nora")
    client, enrol = signed_in(newcomer), reverse("student:enrol")
    page = client.get(enrol, {"code": as_shown(code.code).lower()})
    assert "Deep Learning" in page.content.decode()
    assert not course.enrollments.filter(user=newcomer).exists()
    done = client.post(enrol, {"code": code.code}, follow=True)
    assert "You are in Deep Learning as student." in done.content.decode()
    revoke_code(code, actor=staff, now=timezone.now())
    assert client.get(enrol, {"code": code.code}).status_code == 404


def test_a_student_is_given_more_time_in_the_whole_course(ines, alice):
    page = ines.get(address("person", alice)).content.decode()
    assert "More time, in all assignments" in page

    done = send(ines, "person-time", alice, times="1,5", reason="A letter.")
    assert "alice has 1.5 times the time." in done.content.decode()
    alice.refresh_from_db()
    assert alice.time_multiplier == 1.5

    for times in ("nan", "0.5", "11", "a lot"):
        refused = send(ines, "person-time", alice, times=times, reason="A letter.")
        assert refused.status_code == 400
    refused = send(ines, "person-time", alice, times="2", reason=" ")
    assert refused.status_code == 400 and b"Say why" in refused.content
    alice.refresh_from_db()
    assert alice.time_multiplier == 1.5

    done = send(ines, "person-time", alice, times="1", reason="It ended.")
    assert "the time that all have" in done.content.decode()
