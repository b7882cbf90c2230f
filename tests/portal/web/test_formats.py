import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe

from portal.web import formats

TEMPLATES = Path(__file__).parents[3] / "frontend/templates"
NOW = datetime(2026, 10, 1, 21, 20, tzinfo=UTC)
PACIFIC, CENTRAL = ZoneInfo("America/Los_Angeles"), ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (formats.points(61), "61.0"),
        (formats.points(-0.003), "0.0"),
        (formats.points(0.9552), "0.96"),
        (formats.points(0.5), "0.5"),
        (formats.points(0.997), "1.0"),
        (formats.points(1.96), "2.0"),
        (formats.points(None), "–"),
        (formats.maximum(70.0), "70"),
        (formats.signed(-4.0), "−4.0"),
        (formats.file_size(606_000), "606 kB"),
        (formats.file_size(48_200_000), "48.2 MB"),
        (formats.file_size(15), "15 B"),
        (formats.memory(612), "612 MiB"),
        (formats.memory(2048), "2 GiB"),
        (formats.duration(41.8), "41.8 s"),
        (formats.duration(134), "2 min 14 s"),
        (formats.duration(3900), "1 h 05 min"),
        (formats.duration(273_600), "3 d 4 h"),
        (formats.running_clock(92), "1:32"),
        (formats.running_clock(3725), "1:02:05"),
        (formats.estimate(57), "≈ 55 s"),
        (formats.estimate(None), "–"),
        (formats.measure(0.961), "0.9610"),
        (formats.measure(1.0), "1"),
        (formats.measure(-0.0, "share"), "0"),
        (formats.change(-1), "−1"),
        (formats.measure(623_114.0), "623,114"),
        (formats.measure(18.1), "18.1"),
        (formats.measure(-3.14159), "−3.142"),
        (formats.measure(1234.5), "1,234.5"),
        (formats.measure(46.1, "ms"), "46.1 ms"),
        (formats.measure(41.8, "s"), "41.8 s"),
        (formats.change(-0.013), "−0.0130"),
        (formats.span(4320), "72 min"),
        (formats.span(14400), "4 h"),
        (formats.span(17280), "4 h 48 min"),
    ],
)
def test_numbers_are_written_as_the_style_says(written, expected):
    assert written == expected


def test_an_instant_names_its_zone_and_the_year_only_if_another():
    due = datetime(2026, 10, 5, 1, 30, tzinfo=UTC)
    assert formats.instant(due, PACIFIC, now=NOW) == "Sun 4 Oct, 18:30 PDT"
    later = due + timedelta(days=365)
    assert formats.instant(later, PACIFIC, now=NOW) == "Mon 4 Oct 2027, 18:30 PDT"


def test_the_readers_own_time_is_told_only_where_it_differs():
    due = datetime(2026, 10, 5, 1, 30, tzinfo=UTC)
    assert formats.yours(due, PACIFIC, CENTRAL, now=NOW) == "20:30 for you"
    assert formats.yours(due, PACIFIC, PACIFIC, now=NOW) == ""
    assert formats.yours(due, PACIFIC, UTC, now=NOW) == "Mon 5 Oct, 01:30 for you"


@pytest.mark.parametrize(
    ("away", "expected"),
    [
        (timedelta(days=3, hours=4), "in 3 days"),
        (timedelta(hours=5), "in 5 h"),
        (timedelta(minutes=42), "in 42 min"),
        (-timedelta(days=2), "2 days ago"),
        (-timedelta(days=1448), "3 years ago"),
        (timedelta(seconds=5), "in less than a minute"),
        (-timedelta(seconds=5), "just now"),
    ],
)
def test_a_distance_reads_as_people_say_it(away, expected):
    assert formats.distance(NOW + away, now=NOW) == expected


def test_a_number_keeps_its_percent_sign_on_its_line():
    said = "At most 50 %, and 5 % each day; %-signs alone stay."
    kept = "At most 50\xa0%, and 5\xa0% each day; %-signs alone stay."
    assert formats.unbroken(said) == kept
    template = Template("{% load formats %}{{ said|unbroken }} {{ html|unbroken }}")
    drawn = template.render(
        Context({"said": "<i>5 %", "html": mark_safe("<b>5 %</b>")})
    )
    assert drawn == "&lt;i&gt;5\xa0% <b>5\xa0%</b>"


def test_no_template_lets_a_line_break_before_a_percent_sign():
    breaks = re.compile(r"(\}\}|%\}|[0-9]) %(?![}\w])")
    templates = [*TEMPLATES.rglob("*.html"), *TEMPLATES.parent.rglob("*.jinja")]
    assert templates
    assert [str(p) for p in templates if breaks.search(p.read_text())] == []
