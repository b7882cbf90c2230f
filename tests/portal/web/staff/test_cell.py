import pytest
from django.urls import reverse

from portal.gradebook import selectors, services
from portal.gradebook.models import LedgerEntry
from tests.factories.grading import NOON

PART = {"X-Fragment": "1"}
WHY = "The broker died."


@pytest.fixture
def place(book):
    return reverse("staff:cell", args=[book.ada.public_id, book.items["hw1"].public_id])


def grade_of(book):
    return selectors.seen_cell(book.items["hw1"], book.ada, now=NOON)


def said(book, **more):
    """Return the form as it is filled in."""
    seen = grade_of(book).version
    return {"kind": "override", "points": "95", "reason": WHY, "seen": seen, **more}


def test_a_line_is_written_and_everybody_sees_who_wrote_it(book, place, signed_in):
    browser = signed_in(book.tara)
    answer = browser.post(place, said(book), follow=True)
    page = answer.content.decode()
    assert "Written to the ledger." in page and WHY in page and "95" in page
    entry = LedgerEntry.objects.get(enrollment=book.ada)
    assert (entry.author, entry.points, entry.number) == (book.tara, 95, 1)


@pytest.mark.parametrize(
    ("more", "points"),
    [
        ({"kind": "adjustment", "points": "-2.5"}, 90.0),
        ({"kind": "excuse", "points": ""}, None),
        ({"kind": "incomplete", "points": ""}, None),
        ({"kind": "comment", "points": ""}, 92.5),
        ({"points": "105", "is_above_meant": "on"}, 105),
    ],
)
def test_each_kind_of_line_does_its_own(book, place, signed_in, more, points):
    assert signed_in(book.ben).post(place, said(book, **more)).status_code == 302
    assert grade_of(book).points == points


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"points": "105"}, "105 is more than the 100 points there are."),
        ({"points": "NaN"}, "Enter a number."),
        ({"points": "inf"}, "Enter a number."),
        ({"points": "-1"}, "A grade is a number of points from 0 up."),
        ({"points": ""}, "Say how many points."),
        ({"reason": " "}, "This field is required."),
    ],
)
def test_bad_input_is_told_beside_the_field_and_nothing_is_lost(
    book, place, signed_in, more, sentence
):
    answer = signed_in(book.tara).post(place, said(book, **more))
    page = answer.content.decode()
    assert answer.status_code == 400 and sentence in page
    assert 'value="{}"'.format(more.get("points", "95")) in page or not more.get(
        "points", "95"
    )
    assert not LedgerEntry.objects.filter(enrollment=book.ada).exists()


def test_the_second_of_two_graders_sees_both_values_and_keeps_what_they_typed(
    book, place, signed_in
):
    tara, ben = said(book), said(book, points="60", reason="Half of it is copied.")
    signed_in(book.tara).post(place, tara)
    answer = signed_in(book.ben).post(place, ben, headers=PART)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"The grade is 95 now; Tara wrote: {WHY}" in page
    assert 'value="60' in page and "Half of it is copied." in page
    assert LedgerEntry.objects.filter(enrollment=book.ada).count() == 1
    # What the page holds now may be written: it has seen the other's line.
    again = {**ben, "seen": grade_of(book).version}
    assert again["seen"] in page
    assert signed_in(book.ben).post(place, again).status_code == 302
    assert grade_of(book).points == 60


def test_in_the_table_the_answer_is_the_student_s_new_row(book, place, signed_in):
    answer = signed_in(book.tara).post(place, said(book, points="50"), headers=PART)
    row = answer.content.decode()
    assert answer.status_code == 200
    assert row.strip().startswith(f'<tbody><tr id="s-{book.ada.public_id}">')
    assert "</span>50.0" in row and row.count("<tr") == 1


def test_a_line_is_taken_back_with_a_reason(book, place, signed_in):
    entry = services.enter_override(
        book.items["hw1"], book.ada, points=1, reason=WHY, actor=book.ben, now=NOON
    )
    url = reverse("staff:undo", args=[entry.public_id])
    browser = signed_in(book.tara)
    assert browser.post(url, {"reason": ""}).status_code == 400
    assert browser.post(url, {"reason": "Wrong person."}).status_code == 302
    assert grade_of(book).points == 92.5
    page = browser.get(place).content.decode()
    assert "taken back" in page and "Wrong person." in page
    assert browser.post(url, {"reason": "Again."}).status_code == 409


def test_nobody_but_staff_sees_or_writes(book, place, signed_in):
    for person in (book.ada.user, book.bo.user):
        browser = signed_in(person)
        assert browser.get(place).status_code == 404
        assert browser.post(place, said(book)).status_code == 404
    other = reverse(
        "staff:cell",
        args=[
            book.course.enrollments.get(user=book.ben).public_id,
            book.items["hw1"].public_id,
        ],
    )
    assert signed_in(book.tara).get(other).status_code == 404  # no student
