"""The gradebook by keys alone: to a cell, into it, a line written, back to the cell."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.gradebook import services
from portal.gradebook.selectors import seen_cell
from tests.factories.book import a_book
from tests.journeys.looking import browser, faults_of, opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["browser"]


@pytest.fixture
def book(transactional_db):
    return a_book()


@pytest.fixture
def page(live_server, book, browser):
    address = reverse("staff:gradebook", args=[book.course.public_id])
    page = opened(browser, live_server, book.tara, address)
    page.wait_for_selector("table[role=grid]")
    return page


def points(book, slug):
    return seen_cell(book.items[slug], book.ada, now=timezone.now()).points


def said(page):
    """Return the words of what has the focus."""
    return page.evaluate("document.activeElement.textContent.trim()")


def press(page, *keys):
    """Press keys, and return the words of what has the focus then."""
    for key in keys:
        page.keyboard.press(key)
    return said(page)


def to_hw1_of_ada(page):
    """Go to the second assignment of the first student, which is homework 1."""
    page.focus("[popovertarget=columns]")
    assert press(page, "Tab") == "Ada Byron"
    assert press(page, "ArrowRight", "ArrowRight") == "92.5"


def is_beside_its_cell(page):
    """Return whether the dialog leaves its cell to be seen, and lies next to it."""
    shown = page.locator("dialog").bounding_box()
    cell = page.locator("tr.is-on td[tabindex='0']").bounding_box()
    return cell["x"] + cell["width"] <= shown["x"] < cell["x"] + cell["width"] + 20


def test_the_table_is_one_stop_of_tab_and_keys_reach_every_part_of_it(page):
    to_hw1_of_ada(page)
    assert press(page, "Tab") == "Keys"
    assert press(page, "Shift+Tab") == "92.5"
    assert press(page, "Home", "PageDown") == "Cy =SUM(A1)"
    assert press(page, "ArrowDown") == "Median"
    assert press(page, "Control+End", "Control+Home") == "Ada Byron"
    assert press(page, "ArrowRight", "ArrowUp").startswith("100")  # to the column
    assert press(page, "ArrowUp") == "final"  # to sorting by it
    page.keyboard.press("Enter")
    page.wait_for_url("**sort=-final")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.type("ada")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=ada*")
    page.wait_for_selector("tbody td:focus")


def test_a_grade_is_written_without_touching_the_mouse(page, book):
    to_hw1_of_ada(page)
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open] [name=points]")
    assert faults_of(page) == []
    assert is_beside_its_cell(page)
    page.keyboard.type("88")
    page.fill("dialog [name=reason]", "The broker died.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog:not([open])", state="attached")
    page.wait_for_selector("td:focus:has-text('88.0')")
    assert "Ada Byron" in page.locator("grade-grid [role=status]").inner_text()
    assert points(book, "hw1") == 88
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("td:focus:has-text('88.0')")


def test_who_comes_second_sees_both_values_and_keeps_what_they_typed(page, book):
    to_hw1_of_ada(page)
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open] [name=points]")
    services.enter_override(
        book.items["hw1"],
        book.ada,
        points=60,
        reason="Half of it is copied.",
        actor=book.ben,
        now=timezone.now(),
    )
    page.fill("dialog [name=points]", "88")
    page.fill("dialog [name=reason]", "The broker died.")
    page.click("text=Write to ledger")
    page.wait_for_selector("dialog [role=alert]:has-text('The grade is 60 now')")
    assert page.input_value("dialog [name=points]") == "88.0"
    assert page.input_value("dialog [name=reason]") == "The broker died."
    assert points(book, "hw1") == 60
    page.click("text=Write to ledger")
    page.wait_for_selector("td:focus:has-text('88.0')")
    assert points(book, "hw1") == 88
