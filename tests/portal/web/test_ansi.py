"""What programs print is shown with its colours, and nothing else of it is obeyed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web.ansi import LONGEST, plain, safe_lines


def shown(*lines):
    return list(safe_lines(lines))


def test_colours_and_weights_become_spans():
    assert shown("\x1b[1;31mbad\x1b[0m good") == [
        '<span class="a-bold a-red">bad</span> good'
    ]
    assert shown("\x1b[92mok\x1b[39m.") == ['<span class="a-green">ok</span>.']


def test_a_colour_lasts_until_it_is_ended():
    assert shown("\x1b[33mone", "two\x1b[m", "three") == [
        '<span class="a-yellow">one</span>',
        '<span class="a-yellow">two</span>',
        "three",
    ]


def test_numbers_of_long_colours_mean_nothing_by_themselves():
    assert shown("\x1b[38;5;31mx\x1b[38;2;1;31;4my\x1b[48;5;1mz") == ["xyz"]
    assert shown("\x1b[38;5;200;1mx") == ['<span class="a-bold">x</span>']


@pytest.mark.parametrize(
    "sequence",
    [
        "\x1b[2J",
        "\x1b[1;1H",
        "\x1b[?25l",
        "\x1b]0;title\x07",
        "\x1b]8;;https://example.org\x1b\\",
        "\x1bPsecret\x1b\\",
        "\x1bc",
        "\x1b(B",
        "\x1b[31",
        "\x1b",
        "\x1b]never ends",
    ],
)
def test_other_sequences_vanish(sequence):
    assert shown(f"a{sequence}") == ["a"]


def test_what_could_hide_or_reorder_text_is_replaced():
    assert shown("a\u202eb\x9b31m\x08c\u2066") == ["a\ufffdb\ufffd31m\ufffdc\ufffd"]


def test_html_is_text():
    assert shown('\x1b[31m<b onclick="x">&') == [
        '<span class="a-red">&lt;b onclick=&quot;x&quot;&gt;&amp;</span>'
    ]


def test_of_a_progress_bar_the_last_state_is_shown():
    assert shown("10 %\r50 %\r100 %\r") == ["100 %"]


def test_a_long_line_is_cut():
    (line,) = shown("x" * 3_000_000)
    assert len(line) < LONGEST + 50
    assert line.endswith("2,998,000 more characters")


@given(st.text(alphabet=st.sampled_from("\x1b[];:0123456789mHJ<>&\"'\r\t\\\x07x\x9b")))
def test_nothing_but_our_spans_survives(text):
    (html,) = shown(text)
    without = re.sub(r'<span class="[a-z -]+">|</span>', "", html)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f<>\"']", without)
    assert "\x1b" not in plain(text)
