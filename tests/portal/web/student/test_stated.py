"""The page of what an existing autograder said: every format, nothing that acts."""

import json
import re

import pytest
from django.urls import reverse

from portal.web.student.stated import harmless
from tests.factories import grading, stated

EVIL = (
    "<script>alert(1)</script><img src=x onerror=alert(1)><p style='position:fixed'>"
    "<b onclick=x>bold</b> <a href='javascript:x'>go</a><form><input></form>"
)


@pytest.mark.parametrize("written_as", ["html", "simple_format", "md", "text", "ansi"])
def test_nothing_of_a_hostile_output_acts(written_as):
    shown = harmless(EVIL, written_as)
    for word in ("<script", "<img", "<form", "<input", "<b onclick", "<p style"):
        assert word not in shown
    assert not re.search("<a [^>]*javascript", shown)


def test_each_format_keeps_what_it_means():
    assert "<b>x</b>" in harmless("<b>x</b>", "html")
    assert "&lt;b&gt;" in harmless("<b>x</b>", "text")
    assert harmless("a\nb\n\nc", "simple_format").count("<p>") == 2
    assert "<br>" in harmless("a\nb", "simple_format")
    assert "<em>x</em>" in harmless("*x*", "md")
    assert "Title" in harmless("# Title\n\ntext", "md")
    assert 'class="a-red"' in harmless("\x1b[31mred\x1b[0m", "ansi")
    assert harmless("", "html") == ""


def test_plain_text_has_no_colours_and_nothing_that_reorders_it():
    shown = harmless("\x1b[31mred\x1b[0m\n  got \u202e8\r\n\ttab", "text")
    assert ">red\n  got \ufffd8\n\ttab<" in shown


@pytest.fixture
def page(db, signed_in):
    lab = stated.an_archive_lab()
    alice = grading.an_enrollment(lab.course, "Alice")
    submission = grading.a_submission(lab, alice)
    tests = (
        stated.a_test("adds", status="passed", max_score=1.0, tags=("easy",)),
        stated.a_test("<i>x</i>", status="failed", output="8 != 9", max_score=2.0),
        stated.a_test("secret", visibility="hidden"),
    )
    statement = stated.a_statement(
        *tests,
        output="<b>Well</b>",
        output_format="html",
        execution_time=1.5,
        stdout="noise",
        leaderboard=(stated.a_standing(),),
    )
    stated.state(submission, stated.a_runner(), statement)
    browser = signed_in(alice.user)

    def get(name, thing=submission):
        found = browser.get(reverse(f"student:{name}", args=[thing.public_id]))
        return found.content.decode()

    get.lab = lab
    return get


def test_a_student_reads_what_is_shown_and_that_it_is_a_claim(page):
    text = page("submission")
    assert "Shared trust." in text
    assert "<b>Well</b>" in text and "1.5 s" in text
    assert "8 != 9" in text and "&lt;i&gt;x&lt;/i&gt;" in text
    assert "easy" in text and "Its leaderboard" in text
    assert "secret" not in text and "noise" not in text


def test_every_page_of_it_says_shared_trust(page):
    assert "Shared trust." in page("assignment", page.lab)
    assert "Shared trust." in page("files")


def test_the_report_to_take_away_is_the_archives_own(page):
    found = json.loads(page("report"))
    assert [test["name"] for test in found["tests"]] == ["adds", "<i>x</i>"]
    assert found["extra_data"]["trust"] == "shared"
    assert found["leaderboard"][0]["name"] == "Time"
