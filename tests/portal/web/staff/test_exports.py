import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from portal.gradebook.models import LedgerEntry
from portal.gradebook.selectors import seen_cell
from portal.web.staff.exports import SHAPES
from tests.factories.grading import NOON


@pytest.fixture
def get(book, signed_in):
    browser = signed_in(book.tara)

    def get(shape):
        url = reverse("staff:export", args=[book.course.public_id, shape])
        return browser.get(url)

    return get


@pytest.mark.parametrize("shape", SHAPES)
def test_every_file_is_a_download_without_a_formula(get, shape):
    answer = get(shape)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer["Cache-Control"] == "private, no-store"
    if shape != "workbook":
        assert ",=" not in answer.content.decode()


def test_the_workbook_has_grades_and_ledger(get):
    book = load_workbook(io.BytesIO(get("workbook").content))
    assert book.sheetnames == ["Grades", "Final grades", "Ledger"]
    rows = list(book["Grades"].values)
    assert rows[1][1] == "Ada Byron" and 92.5 in rows[1]
    assert [row[4] for row in book["Ledger"].values][1:] == ["excuse", "override"]


def test_the_page_leads_to_each_and_takes_one_in(book, signed_in):
    page = signed_in(book.tara).get(
        reverse("staff:exports", args=[book.course.public_id])
    )
    for shape in SHAPES:
        url = reverse("staff:export", args=[book.course.public_id, shape])
        assert f'href="{url}"' in page.content.decode()


@pytest.fixture
def take_in(book, signed_in):
    browser = signed_in(book.tara)
    url = reverse("staff:import", args=[book.course.public_id])

    def take_in(file="", **fields):
        if file:
            fields["file"] = SimpleUploadedFile("grades.csv", file.encode())
        return browser.post(url, fields)

    return take_in


def confirmed(answer):
    """Return what the form of the differences would send."""
    form = answer.context["form"]
    return {name: form.initial[name] for name in ("ticket", "digest")}


def grade(book):
    return seen_cell(book.items["hw1"], book.ada, now=NOON).points


def test_a_file_is_taken_in_once_its_differences_were_seen(book, take_in):
    answer = take_in("email,hw1\nada byron@example.edu,88\n")
    page = answer.content.decode()
    assert "1 grade would change" in page and "92.5" in page and "88.0" in page
    assert grade(book) == 92.5
    assert take_in(**confirmed(answer), reason="").status_code == 400
    done = take_in(**confirmed(answer), reason="From Canvas.")
    assert done.status_code == 302 and grade(book) == 88


def test_differences_that_are_old_are_shown_anew_and_nothing_is_written(book, take_in):
    answer = take_in("email,hw1\nada byron@example.edu,88\n")
    other = take_in("email,hw1\nada byron@example.edu,70\n")
    take_in(**confirmed(other), reason="First.")
    late = take_in(**confirmed(answer), reason="Second.")
    page = late.content.decode()
    assert late.status_code == 409 and "Grades changed while you looked" in page
    assert "70.0" in page and "Second." in page and grade(book) == 70


def test_a_grade_above_the_maximum_waits_for_a_tick(book, take_in):
    answer = take_in("email,hw1\nada byron@example.edu,105\n")
    assert "above the maximum" in answer.content.decode()
    fields = {**confirmed(answer), "reason": "A bonus."}
    assert take_in(**fields).status_code == 400
    assert take_in(**fields, is_above_meant="on").status_code == 302
    assert grade(book) == 105


def test_who_is_no_student_here_is_listed_and_left_out_with_a_tick(book, take_in):
    answer = take_in("email,hw1\nada byron@example.edu,88\nzed@x.edu,7\n")
    page = answer.content.decode()
    assert "Line 3: zed@x.edu is no student of this course now." in page
    fields = {**confirmed(answer), "reason": "From Canvas."}
    refused = take_in(**fields)
    assert refused.status_code == 400 and b"Tick it to write" in refused.content
    assert grade(book) == 92.5
    assert take_in(**fields, leaves_out="on").status_code == 302
    assert grade(book) == 88


def test_what_is_wrong_is_listed_and_can_t_be_written(book, take_in):
    answer = take_in("email,hw1\nada byron@example.edu,NaN\nada byron@example.edu,3\n")
    page = answer.content.decode()
    assert "&#x27;NaN&#x27; is not a number of points." in page
    assert "is on line 2 already" in page and "Write to ledger" not in page
    assert answer.status_code == 400
    assert take_in().status_code == 400
    count = LedgerEntry.objects.count()
    ticket = confirmed(take_in("email,hw1\nada byron@example.edu,3\n"))["ticket"]
    digest = answer.context["plan"].digest
    take_in(ticket=ticket, digest=digest, reason="Anyway.")
    assert LedgerEntry.objects.count() == count


def test_a_reload_of_the_preview_leads_back_to_where_a_file_is_chosen(book, signed_in):
    url = reverse("staff:import", args=[book.course.public_id])
    page = signed_in(book.tara).get(url, follow=True)
    exports = reverse("staff:exports", args=[book.course.public_id])
    assert page.redirect_chain == [(exports, 302)]
    assert "Choose it here once more" in page.content.decode()


def test_a_preview_is_good_for_whoever_looked_at_it_only(book, take_in, signed_in):
    fields = confirmed(take_in("email,hw1\nada byron@example.edu,88\n"))
    url = reverse("staff:import", args=[book.course.public_id])
    other = signed_in(book.ben).post(url, {**fields, "reason": "Mine."})
    assert other.status_code == 409 and grade(book) == 92.5
    assert take_in(ticket="made up", digest="x", reason="Mine.").status_code == 409


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("email;quiz\n", "no column is called like an assignment"),
        ("PK\x03\x04 and so on", "This is a workbook; save it as CSV in UTF-8."),
        (" ", "The file is empty."),
    ],
)
def test_a_file_that_can_t_be_read_is_refused_where_another_is_chosen(
    take_in, file, why
):
    answer = take_in(file)
    page = answer.content.decode()
    assert answer.status_code == 400 and why in page
    assert "The file can’t be taken in as it is" in page and "Another file" in page
