import re

from django.urls import reverse

from portal.gradebook.selectors import hidden_columns
from tests.factories.book import many_students
from tests.factories.grading import a_person, an_enrollment
from tests.factories.teams import a_project, a_team


def address(book):
    return reverse("staff:gradebook", args=[book.course.public_id])


def names_in(page):
    """Return the students' names as the table has them, top to bottom."""
    return re.findall(r'<tr id="s-[^>]*><th scope="row"><a [^>]*>([^<]*)<', page)


def look(browser, book, **query):
    return browser.get(address(book), query).content.decode()


def test_each_cell_says_what_it_is_and_never_by_colour_alone(book, signed_in):
    page = look(signed_in(book.tara), book)
    assert "92.5<td" in page
    assert 'aria-label="late"' in page and "</span>63.0" in page  # 70, a day late
    assert '<span class="sign">exc.</span>' in page
    assert 'aria-label="override"' in page and "</span>71.5" in page
    assert 'aria-label="not released"' in page
    assert 'title="hw2"' in page and "Homework 60, Project 40" in page


def test_names_are_text_whatever_they_hold(book, signed_in):
    nasty = an_enrollment(book.course, "<script>alert(1)</script>")
    page = look(signed_in(book.tara), book)
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    nasty.delete()


def test_it_can_be_searched_and_narrowed(book, signed_in):
    browser = signed_in(book.tara)
    assert names_in(look(browser, book)) == ["Ada Byron", "Bo Chen", "Cy =SUM(A1)"]
    assert names_in(look(browser, book, q="BYRON")) == ["Ada Byron"]
    assert names_in(look(browser, book, only="missing")) == ["Ada Byron", "Cy =SUM(A1)"]
    for state in ("override", "excused", "late"):
        assert names_in(look(browser, book, only=state)) == ["Bo Chen"]
    assert names_in(look(browser, book, only="below")) == ["Cy =SUM(A1)"]
    assert names_in(look(browser, book, section="Tuesday")) == ["Bo Chen"]
    assert names_in(look(browser, book, section="-")) == ["Ada Byron", "Cy =SUM(A1)"]
    assert "No student fits this filter." in look(browser, book, q="zzz")


def test_rows_come_in_bodies_of_one_size_and_what_is_over_comes_first(book, signed_in):
    many_students(book.course, 43)
    page = look(signed_in(book.tara), book)
    bodies = page.partition("<tfoot>")[0].split("<tbody>")[1:]
    assert [len(names_in(body)) for body in bodies] == [6, 20, 20]


def test_a_class_without_students_says_so(book, signed_in):
    for enrollment in book.people.values():
        enrollment.is_active = False
        enrollment.save()
    assert "No student is enrolled yet." in look(signed_in(book.tara), book)


def test_it_can_be_narrowed_to_a_team(book, signed_in):
    project = a_project(book.course, due=None)
    team = a_team(project, book.ada, book.bo)
    browser = signed_in(book.tara)
    assert f'<option value="{team.name}"' in look(browser, book)
    assert names_in(look(browser, book, team=team.name)) == ["Ada Byron", "Bo Chen"]
    assert names_in(look(browser, book, team="None such")) == []


def test_any_column_sorts_both_ways_and_what_has_no_grade_comes_last(book, signed_in):
    browser = signed_in(book.tara)
    ada, bo, cy = "Ada Byron", "Bo Chen", "Cy =SUM(A1)"
    assert names_in(look(browser, book, sort="-hw1")) == [ada, bo, cy]
    assert names_in(look(browser, book, sort="hw1")) == [bo, ada, cy]
    assert names_in(look(browser, book, sort="final")) == [cy, bo, ada]
    assert names_in(look(browser, book, sort="-name")) == [cy, bo, ada]
    assert names_in(look(browser, book, sort="total")) == [cy, bo, ada]
    assert 'aria-sort="descending" data-a=' in look(browser, book, sort="-hw1")
    assert names_in(look(browser, book, sort="nonsense")) == [ada, bo, cy]


def test_columns_are_chosen_and_kept_for_the_person(book, signed_in):
    browser = signed_in(book.tara)
    url = reverse("staff:columns", args=[book.course.public_id])
    browser.post(url, {"shown": ["hw1", "final", "nonsense"]})
    assert hidden_columns(book.course, book.tara) == ["hw2"]
    page = look(browser, book)
    assert 'title="hw2"' not in page and "Columns, 1 hidden" in page
    assert 'title="hw2"' in look(signed_in(book.ben), book)


def test_queries_do_not_grow_with_the_students(
    book, signed_in, django_assert_max_num_queries
):
    browser = signed_in(book.tara)
    counts = []
    for more in (0, 47, 450):
        many_students(book.course, more)
        look(browser, book)  # works out what changed
        with django_assert_max_num_queries(12) as asked:
            look(browser, book)
        counts.append(len(asked))
    assert len(set(counts)) == 1, counts


def test_to_students_and_strangers_it_is_not_there(book, signed_in):
    for person in (book.ada.user, a_person()):
        assert signed_in(person).get(address(book)).status_code == 404
