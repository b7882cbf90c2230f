import pytest
from django.urls import reverse

from portal.gradebook import selectors


@pytest.fixture
def place(book):
    return {
        name: reverse(f"staff:{name}", args=[book.items["hw1"].public_id])
        for name in ("column", "release", "withdraw")
    }


def test_grades_are_released_to_all_at_once_and_hidden_again(book, place, signed_in):
    browser = signed_in(book.tara)
    page = browser.get(place["column"]).content.decode()
    assert "Only staff see the grades of hw1" in page and "2 of 3 have a grade" in page
    assert browser.post(place["release"], {"reason": ""}).status_code == 400
    page = browser.post(place["release"], {"reason": "Done."}, follow=True)
    assert "Students see the grades of hw1" in page.content.decode()
    assert selectors.is_released(book.items["hw1"], book.ada)
    assert browser.post(place["release"], {"reason": "Again."}).status_code == 409
    page = browser.post(place["withdraw"], {"reason": "A fault."}, follow=True)
    assert "Only staff see" in page.content.decode()
    assert "A fault." in page.content.decode()
    assert not selectors.is_released(book.items["hw1"], book.ada)


def test_it_shows_how_they_did(book, place, signed_in):
    page = signed_in(book.tara).get(place["column"]).content.decode()
    assert "63.0" in page and "92.5" in page and "77.8" in page  # low, high, median


def test_students_neither_see_nor_release(book, place, signed_in):
    browser = signed_in(book.ada.user)
    assert browser.get(place["column"]).status_code == 404
    for verb in ("release", "withdraw"):
        assert browser.post(place[verb], {"reason": "Mine."}).status_code == 404
    assert not selectors.is_released(book.items["hw1"], book.ada)
