"""What an existing autograder stated, as a page shows it: its words, made harmless."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import nh3
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from portal.grading.selectors import ReportView
from portal.web import formats, markdown
from portal.web.ansi import plain, safe_lines

INLINE = frozenset("b i u s em strong code sub sup span br".split())
BLOCK = INLINE | frozenset(
    "p hr h4 h5 h6 ul ol li dl dt dd blockquote pre div a "
    "table thead tbody tr th td caption del ins small".split()
)
ATTRIBUTES = {"a": {"href", "title"}, "th": {"scope"}}
SCHEMES = {"http", "https", "mailto"}
TITLE = re.compile(r"\A# ")
WORDS = {
    "passed": ("passed", "check", "ok"),
    "failed": ("failed", "x", "bad"),
    "": ("scored", "circle-dot", "quiet"),
}


@dataclass(frozen=True)
class StatedLine:
    """One test: a verdict by the autograder's own account."""

    title: SafeString
    word: str
    icon: str
    tone: str
    points: str
    output: SafeString
    tags: tuple[str, ...]
    is_open: bool


@dataclass(frozen=True)
class Stated:
    """Everything the viewer may read of a statement."""

    output: SafeString
    tests: tuple[StatedLine, ...]
    standings: tuple[tuple[str, str], ...]
    stdout: tuple[SafeString, ...]
    seconds: str


def stated_of(report: ReportView) -> Stated | None:
    """Return what the autograder said, or None where there is nothing of it."""
    statement = report.statement
    if not statement:
        return None
    seconds = statement["execution_time"]
    return Stated(
        output=harmless(statement["output"], statement["output_format"]),
        tests=tuple(_line(test) for test in statement["tests"]),
        standings=tuple(
            (one["name"], value_words(one["value"])) for one in statement["leaderboard"]
        ),
        stdout=safe_lines(statement["stdout"].splitlines()),
        seconds="" if seconds is None else formats.duration(seconds),
    )


def harmless(text: str, written_as: str) -> SafeString:
    """Return ``text`` as HTML without scripts, styles, pictures or forms."""
    return WRITTEN[written_as](text) if text else mark_safe("")


def _line(test: Mapping[str, Any]) -> StatedLine:
    word, icon, tone = WORDS[test["status"]]
    output = harmless(test["output"], test["output_format"])
    return StatedLine(
        title=_title(test),
        word=word,
        icon=icon,
        tone=tone,
        points=_points(test["score"], test["max_score"]),
        output=output,
        tags=tuple(plain(tag) for tag in test["tags"]),
        is_open=test["status"] == "failed" and bool(output),
    )


def _title(test: Mapping[str, Any]) -> SafeString:
    """Return its number and name; of a formatted name only what stays in a line."""
    name = " ".join((test["name"] or "Test").split())
    if test["name_format"] == "md":
        name = MarkdownIt("commonmark", {"html": False}).renderInline(name)
    elif test["name_format"] == "ansi":
        name = "".join(safe_lines([name]))
    elif test["name_format"] == "text":
        name = escape(plain(name))
    clean = nh3.clean(name, tags=set(INLINE), attributes={"span": {"class"}})
    return format_html("{}) {}", test["number"], mark_safe(clean))  # noqa: S308


def _points(score: float | None, most: float | None) -> str:
    if score is None:
        return ""
    of = f" / {formats.points(most)}" if most is not None else ""
    return f"{formats.points(score)}{of}"


def value_words(value: float | str | None) -> str:
    """Return a standing's value as a table shows it."""
    if value is None:
        return formats.NONE
    return value if isinstance(value, str) else f"{value:g}"


def _plain(text: str) -> SafeString:
    """Return it as written, without colours and what would reorder or hide text."""
    shown = "\n".join(plain(line) for line in text.rstrip().splitlines())
    return format_html('<pre class="log" tabindex="0">{}</pre>', shown)


def _ansi(text: str) -> SafeString:
    lines = mark_safe("\n".join(safe_lines(text.splitlines())))  # noqa: S308 each is safe
    return format_html('<pre class="log" tabindex="0">{}</pre>', lines)


def _html(text: str) -> SafeString:
    clean = nh3.clean(text, tags=set(BLOCK), attributes=ATTRIBUTES, url_schemes=SCHEMES)
    return format_html('<div class="prose">{}</div>', mark_safe(clean))  # noqa: S308


def _simple(text: str) -> SafeString:
    """Return paragraphs at empty lines and breaks at others, as simple_format does."""
    parts = re.split(r"\n\n+", text.replace("\r\n", "\n").strip())
    return _html("".join(f"<p>{part}</p>".replace("\n", "<br>") for part in parts))


def _markdown(text: str) -> SafeString:
    digest = hashlib.sha256(text.encode()).hexdigest()
    written = markdown.render(TITLE.sub("### ", text), digest=f"stated-{digest}")
    return format_html('<div class="prose">{}</div>', written)


WRITTEN: Mapping[str, Callable[[str], SafeString]] = {
    "text": _plain,
    "ansi": _ansi,
    "html": _html,
    "simple_format": _simple,
    "md": _markdown,
}
