"""Grades over the API: rows, one grade with its ledger, releases."""

import pytest

from portal.gradebook.models import LedgerEntry
from tests.factories.book import a_book, many_students
from tests.factories.grading import a_person
from tests.portal.api.v1.conftest import problem

JSON = "application/json"


@pytest.fixture
def book(db):
    return a_book()


@pytest.fixture
def staff(book, program):
    return program(book.tara)


def rows(visitor, book):
    found = visitor.get(f"/api/v1/courses/{book.course.public_id}/gradebook/")
    assert found.status_code == 200, found.content
    return found.json()["results"]


def address(book, end=""):
    one, item = book.ada.public_id, book.items["hw1"].public_id
    return f"/api/v1/enrollments/{one}/grades/{item}/{end}"


def write(visitor, book, body, **headers):
    url = address(book, "ledger/")
    return visitor.post(url, body, content_type=JSON, headers=headers)


def test_staff_read_every_row(staff, book):
    found = rows(staff, book)
    assert [row["person"]["name"] for row in found] == list(book.people)
    ada = {cell["slug"]: cell for cell in found[0]["grades"]}
    assert (ada["hw1"]["points"], ada["hw1"]["is_released"]) == (92.5, False)
    bo = {cell["slug"]: cell for cell in found[1]["grades"]}
    assert (
        bo["hw1"]["is_late"] and bo["hw2"]["is_excused"] and bo["final"]["is_override"]
    )
    assert found[1]["section"] == "Tuesday" and found[0]["letter"] == "B"


def test_a_student_reads_their_own_released_grades_only(book, program):
    ada = program(book.ada.user)
    assert rows(ada, book)[0]["grades"] == [] and rows(ada, book)[0]["total"] is None
    book.release("hw2")
    found = rows(ada, book)
    assert len(found) == 1
    assert [cell["points"] for cell in found[0]["grades"]] == [80]
    assert found[0]["total"] == 80


def test_staff_need_the_scope(book, program):
    narrow = program(book.tara, ("read", "submit"))
    url = f"/api/v1/courses/{book.course.public_id}/gradebook/"
    problem(narrow.get(url), 403, "scope_missing")


@pytest.mark.parametrize("count", [0, 47])
def test_a_page_of_rows_takes_the_same_queries_for_any_class(
    staff, book, count, django_assert_max_num_queries
):
    many_students(book.course, count)
    rows(staff, book)
    with django_assert_max_num_queries(12):
        rows(staff, book)


def test_a_line_is_written_once_for_one_key(staff, book):
    body = {"kind": "override", "points": 95, "reason": "The broker died."}
    first = write(staff, book, body, **{"Idempotency-Key": "k1"})
    again = write(staff, book, body, **{"Idempotency-Key": "k1"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    assert again["Idempotent-Replayed"] == "true"
    assert LedgerEntry.objects.filter(enrollment=book.ada).count() == 1


def test_a_stale_version_is_refused_with_both_values(staff, book, program):
    version = staff.get(address(book))["ETag"]
    body = {"kind": "override", "points": 95, "reason": "The broker died."}
    write(staff, book, body, **{"If-Match": version})
    other = write(
        program(book.ben), book, {**body, "points": 60}, **{"If-Match": version}
    )
    said = problem(other, 409, "stale")
    assert "The grade is 95 now" in said["detail"] and "write 60" in said["detail"]
    assert said["now"] == 95
    fresh = staff.get(address(book)).json()
    assert fresh["version"] == said["version"]
    assert [line["points"] for line in fresh["ledger"]] == [95]
    assert fresh["ledger"][0]["author"]["name"] == "Tara"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"kind": "override", "points": 105}, "above_maximum"),
        ({"kind": "override", "points": -1}, "invalid"),
        ({"kind": "override"}, "invalid"),
        ({"kind": "release"}, "invalid"),
        ({"kind": "excuse", "reason": ""}, "invalid"),
    ],
)
def test_bad_lines_are_told_what_is_wrong(staff, book, body, code):
    answer = write(staff, book, {"reason": "Why.", **body})
    problem(answer, 400, code)
    assert not LedgerEntry.objects.filter(enrollment=book.ada).exists()


def test_not_a_number_is_no_grade(staff, book):
    text = '{"kind": "override", "points": NaN, "reason": "Why."}'
    assert write(staff, book, text).status_code == 400


def test_a_line_is_taken_back(staff, book):
    line = write(staff, book, {"kind": "excuse", "reason": "Ill."}).json()
    url = f"/api/v1/ledger/{line['id']}/undo/"
    back = staff.post(url, {"reason": "Not ill."}, content_type=JSON)
    assert back.status_code == 201 and back.json()["undoes"] == line["id"]
    problem(staff.post(url, {"reason": "Again."}, content_type=JSON), 409, "conflict")


def test_grades_are_released_and_hidden(staff, book, program):
    item = f"/api/v1/assignments/{book.items['hw1'].public_id}/"
    ada, why = program(book.ada.user), {"reason": "Done."}
    assert staff.post(item + "release/", why, content_type=JSON).status_code == 201
    assert len(rows(ada, book)[0]["grades"]) == 1
    assert staff.post(item + "withdraw/", why, content_type=JSON).status_code == 200
    assert rows(ada, book)[0]["grades"] == []
    problem(ada.post(item + "release/", why, content_type=JSON), 403, "refused")


def test_nobody_else_finds_a_grade_or_its_ledger(book, program):
    for person in (book.ada.user, a_person()):
        visitor = program(person)
        problem(visitor.get(address(book)), 404, "not_found")
        problem(write(visitor, book, {"kind": "excuse"}), 404, "not_found")
