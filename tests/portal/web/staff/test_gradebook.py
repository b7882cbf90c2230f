from django.urls import reverse

from tests.factories.grading import an_enrollment


def address(term):
    return reverse("staff:gradebook", args=[term.course.public_id])


def test_each_grade_leads_to_its_submission(term, signed_in):
    page = signed_in(term.tara).get(address(term)).content.decode()
    best = reverse("student:submission", args=[term.submissions["best"].public_id])
    assert f'href="{best}">76.0</a>' in page
    assert 'aria-label="override"' in page and "exc." in page


def test_it_can_be_searched_and_narrowed(term, signed_in):
    browser = signed_in(term.tara)
    found = browser.get(address(term), {"q": "moreno"}).content.decode()
    assert "Alice Moreno" in found and "Bob Iwu" not in found
    overridden = browser.get(address(term), {"only": "override"}).content.decode()
    assert "Felix Brandt" in overridden and "Bob Iwu" not in overridden
    nobody = browser.get(address(term), {"q": "zzz"}).content.decode()
    assert "No student fits this filter." in nobody


def test_queries_do_not_grow_with_the_students(
    term, signed_in, django_assert_max_num_queries
):
    browser = signed_in(term.tara)
    counts = []
    for more in (0, 45):
        for _ in range(more):
            an_enrollment(term.course)
        with django_assert_max_num_queries(20) as asked:
            assert browser.get(address(term)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_to_students_and_strangers_it_is_not_there(term, signed_in):
    for person in (term.alice, term.omar):
        assert signed_in(person).get(address(term)).status_code == 404
