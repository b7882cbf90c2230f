import io

import pytest
from django.core.management import CommandError, call_command

from portal.accounts.models import User
from portal.courses.models import Enrollment, Role
from portal.courses.roster import RosterError, read_roster
from portal.courses.services import enroll, import_roster, plan_roster
from portal.lib.codes import as_shown
from tests.factories.accounts import NOON, UserFactory
from tests.factories.courses import CourseFactory, EnrollmentFactory

HEAD = "email,name,role,section\n"
ALICE = "alice@example.edu,Alice Moreno,student,1\n"
BOB = "bob@example.edu,Bob Okafor,student,\n"


def rows(text):
    return read_roster(text.encode())


def wrong(content):
    with pytest.raises(RosterError) as caught:
        read_roster(content if isinstance(content, bytes) else content.encode())
    return "\n".join(caught.value.problems)


def test_a_file_is_read_with_its_line_numbers():
    found = rows(HEAD + ALICE + "\n" + " BOB@example.edu , Bob  O ,Grader,\n")
    assert [(row.line, row.email, row.name, row.role) for row in found] == [
        (2, "alice@example.edu", "Alice Moreno", "student"),
        (4, "bob@example.edu", "Bob O", "grader"),
    ]


def test_columns_come_in_any_order_and_a_byte_order_mark_does_no_harm():
    content = b"\xef\xbb\xbfRole,Email,Name\r\nstudent,a@example.edu,A\r\n"
    assert read_roster(content)[0].email == "a@example.edu"


def test_latin_1_is_refused_with_its_line_unless_it_is_said():
    content = (HEAD + ALICE).encode() + b"z@example.edu,Zo\xeb,student,\n"
    assert wrong(content) == (
        "Line 3: not UTF-8; save the file as UTF-8, or say how it was saved "
        "(Windows-1252, perhaps)."
    )
    assert read_roster(content, encoding="cp1252")[1].name == "Zo\xeb"
    with pytest.raises(RosterError, match="no encoding that is read here"):
        read_roster(content, encoding="rot13")


@pytest.mark.parametrize("mark", [";", "\t"])
def test_semicolons_and_tabs_are_read_as_spreadsheets_write_them(mark):
    text = (HEAD + ALICE).replace(",", mark)
    assert rows(text)[0].name == "Alice Moreno"
    assert read_roster(text.encode("utf-16"))[0].section == "1"


def test_a_comma_in_a_name_does_no_harm_among_semicolons():
    found = rows('email;name;role\na@example.edu;"Moreno, Alice";student\n')
    assert found[0].name == "Moreno, Alice"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "Line 1: the column 'email' is missing."),
        ("email;name;role\n", "no people"),
        ("email|name|role\n", "unknown column 'email|name|role'"),
        ("email,name,role,group\n", "unknown column 'group'"),
        ("email,name,role,role\n", "is there twice"),
        (HEAD, "no people"),
        (HEAD + "alice,Alice,student,\n", "Line 2: 'alice' is not an e-mail address."),
        (HEAD + "a@example.edu,,student,\n", "Line 2: A name is"),
        (HEAD + "a@example.edu,A,teacher,\n", "Line 2: 'teacher' is no role; allowed"),
        (HEAD + "a@example.edu,A\n", "Line 2: 2 values for 4 columns."),
        (
            HEAD + ALICE + ALICE.upper(),
            "Line 3: alice@example.edu is on line 2 already.",
        ),
        (HEAD + 'a@example.edu,"A,student,\n', "not CSV"),
        ("email,name,role".encode("utf-16")[:-1], "not UTF-8"),
        (b"email,name,role\n\0", "zero bytes"),
    ],
)
def test_what_is_wrong_is_named_by_line(content, said):
    assert said in wrong(content)


def test_all_wrong_lines_are_told_at_once():
    assert wrong(HEAD + "x,X,student,\ny,Y,student,\n").count("Line") == 2


@pytest.mark.django_db
def test_an_import_adds_changes_and_leaves_alone():
    course, alice = CourseFactory(), UserFactory(email="alice@example.edu", name="Ali")
    enroll(course, alice, role=Role.GRADER, actor=None, now=NOON)

    plan = import_roster(course, rows(HEAD + ALICE + BOB), actor=None, now=NOON)

    assert [row.email for row in plan.added] == ["bob@example.edu"]
    assert [words for _, words in plan.changed] == [
        "role grader → student, section none → 1"
    ]
    assert Enrollment.objects.filter(course=course, role="student").count() == 2
    alice.refresh_from_db()
    assert alice.name == "Ali"
    again = import_roster(course, rows(HEAD + ALICE + BOB), actor=None, now=NOON)
    assert (again.added, again.changed, len(again.unchanged)) == ((), (), 2)


@pytest.mark.django_db
def test_who_is_missing_is_dropped_only_when_asked_and_may_come_back():
    course = CourseFactory()
    import_roster(course, rows(HEAD + ALICE + BOB), actor=None, now=NOON)
    bob = Enrollment.objects.get(user__email="bob@example.edu")

    plan = import_roster(course, rows(HEAD + ALICE), actor=None, now=NOON)
    bob.refresh_from_db()
    assert bob.is_active and list(plan.missing) == [bob]

    import_roster(course, rows(HEAD + ALICE), drop_missing=True, actor=None, now=NOON)
    bob.refresh_from_db()
    assert not bob.is_active

    plan = import_roster(course, rows(HEAD + ALICE + BOB), actor=None, now=NOON)
    bob.refresh_from_db()
    assert bob.is_active and plan.changed[0][1] == "back in the course"
    assert list(plan.returning) == [bob]


def test_old_macs_blank_lines_and_a_wide_file_without_its_mark():
    text = (HEAD + "\n\n" + ALICE + " , ,,\n" + BOB).replace("\n", "\r")
    assert [row.name for row in rows(text)] == ["Alice Moreno", "Bob Okafor"]
    assert "zero bytes" in wrong((HEAD + ALICE).encode("utf-16-le"))
    marked = ("\ufeff" + HEAD + ALICE).encode("utf-16-be")
    assert read_roster(marked)[0].section == "1"


def test_what_a_spreadsheet_was_kept_from_computing_is_read_as_it_was():
    found = rows(HEAD + "'+a@example.edu,'=Zo\xeb,student,'-1\n")
    assert (found[0].email, found[0].name, found[0].section) == (
        "+a@example.edu",
        "=Zo\xeb",
        "-1",
    )


@pytest.mark.django_db
def test_a_known_person_who_is_called_otherwise_is_told_and_keeps_their_name():
    course = CourseFactory()
    alice = UserFactory(email="alice@example.edu", name="Ali Moreno")
    UserFactory(email="bob@example.edu", name="bob okafor")
    plan = plan_roster(course, rows(HEAD + ALICE + BOB))
    assert [(row.email, name) for row, name in plan.renamed] == [
        ("alice@example.edu", "Ali Moreno")
    ]
    import_roster(course, rows(HEAD + ALICE + BOB), actor=None, now=NOON)
    alice.refresh_from_db()
    assert alice.name == "Ali Moreno"


@pytest.mark.django_db
def test_a_file_without_sections_moves_nobody_out_of_theirs():
    course = CourseFactory()
    import_roster(course, rows(HEAD + ALICE + BOB), actor=None, now=NOON)
    bare = rows(
        "email,name,role\nalice@example.edu,Alice Moreno,grader\n"
        "bob@example.edu,Bob Okafor,student\nnew@x.edu,New,student\n"
    )
    plan = import_roster(course, bare, actor=None, now=NOON)
    assert [words for _, words in plan.changed] == ["role student → grader"]
    alice = Enrollment.objects.get(user__email="alice@example.edu")
    assert (alice.section.name, len(plan.unchanged)) == ("1", 1)
    empty = HEAD + ALICE.replace(",1", ",")
    (_, words) = plan_roster(course, rows(empty)).changed[0]
    assert "section 1 → none" in words


@pytest.mark.django_db
def test_thousands_are_compared_in_a_few_queries(django_assert_num_queries):
    course = CourseFactory()
    many = "".join(f"p{n}@x.edu,P {n},student,\n" for n in range(2500))
    found = rows(HEAD + many)
    with django_assert_num_queries(4):
        assert len(plan_roster(course, found).added) == 2500


@pytest.mark.django_db
def test_the_command_shows_first_and_writes_when_told(tmp_path):
    course, file, out = CourseFactory(), tmp_path / "r.csv", io.StringIO()
    file.write_text(HEAD + ALICE)
    arguments = ["import", str(file), "--course", f"{course.slug}:{course.term}"]

    call_command("roster", *arguments, stdout=out)
    assert "Nothing was written" in out.getvalue()
    assert not User.objects.exists()

    call_command("roster", *arguments, "--yes", stdout=out)
    assert User.objects.get().email == "alice@example.edu"

    with pytest.raises(CommandError, match=f"No course is x; there are: {course.slug}"):
        call_command("roster", "import", str(file), "--course", "x")
    file.write_text(HEAD + "x,X,student,\n")
    with pytest.raises(CommandError, match="Line 2"):
        call_command("roster", *arguments, "--yes")
    with pytest.raises(CommandError, match="No such file"):
        call_command("roster", "import", str(tmp_path / "no"), "--course", "x")


@pytest.mark.django_db
def test_more_time_is_given_by_staff_with_a_reason():
    course = CourseFactory(slug="w251", term="2026 Fall")
    people = {}
    for name, role in (("alice", Role.STUDENT), ("tara", Role.INSTRUCTOR)):
        person = UserFactory(email=f"{name}@example.edu")
        people[name] = enroll(course, person, role=role, actor=None, now=NOON)
    options = ["--course", "w251:2026 Fall", "--reason", "Agreed."]

    def give(email, times, by="tara@example.edu"):
        words = ["time", email, "--times", str(times), "--by", by, *options]
        out = io.StringIO()
        call_command("roster", *words, stdout=out)
        return out.getvalue()

    assert "has 1.5 times the time" in give("alice@example.edu", 1.5)
    people["alice"].refresh_from_db()
    assert people["alice"].time_multiplier == 1.5
    for email, times, by, said in (
        ("bob@example.edu", 2, "tara@example.edu", "not in this course"),
        ("alice@example.edu", 2, "alice@example.edu", "not staff"),
        ("alice@example.edu", 0.5, "tara@example.edu", "from 1 to 10"),
    ):
        with pytest.raises(CommandError, match=said):
            give(email, times, by)


@pytest.mark.django_db
def test_a_code_is_opened_by_command_and_an_old_encoding_is_read(tmp_path):
    course = CourseFactory()
    key = ["--course", f"{course.slug}:{course.term}"]
    ines = EnrollmentFactory(course=course, role="instructor").user
    tara = EnrollmentFactory(course=course, role="grader").user
    file = tmp_path / "roster.csv"
    file.write_bytes("email;name;role\nzoe@x.edu;Zoë;student\n".encode("cp1252"))
    words = ["import", str(file), *key, "--encoding", "cp1252", "--yes"]
    call_command("roster", *words)
    assert course.enrollments.filter(user__name="Zoë").exists()

    out = io.StringIO()
    more = [*key, "--most", "30"]
    call_command("roster", "code", *more, "--by", ines.email, stdout=out)
    code = course.enrol_codes.get()
    assert as_shown(code.code) in out.getvalue() and code.most_uses == 30
    with pytest.raises(CommandError, match="does not instruct"):
        call_command("roster", "code", *more, "--by", tara.email)
    with pytest.raises(CommandError, match="no section 'Z'"):
        call_command("roster", "code", *more, "--section", "Z", "--by", ines.email)
