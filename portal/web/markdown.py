"""Turns the Markdown of course authors into safe HTML, mathematics included."""

import html
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from portal.lib import tex

_TAGS = frozenset(
    (
        "p br hr h3 h4 h5 h6 ul ol li blockquote pre code em strong s a img div span "
        "table thead tbody tr th td input label"
    ).split()
    + sorted(tex.TAGS)
)
_LINE_TAGS = frozenset(["br", "code", "em", "strong", "s", "a", "span", *tex.TAGS])
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "th": {"scope", "class"},
    "td": {"class"},
    "input": {"type", "checked", "disabled"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "pre": {"class", "tabindex"},
    "table": {"class"},
    "ol": {"start"},
    **tex.ATTRIBUTES,
}


def render(text: str, *, digest: str, pictures: str = "") -> SafeString:
    """Return ``text`` as HTML; relative links and pictures lie under ``pictures``.

    The same version is rendered once a process: ``digest`` names its content.
    """
    return _render(digest, text, pictures)


def render_line(text: str, *, digest: str) -> SafeString:
    """Return a line of ``text`` as HTML without a paragraph, for labels and options."""
    return _render_line(digest, text)


@lru_cache(maxsize=1024)
def _render_line(digest: str, text: str) -> SafeString:
    parser = _parser("")
    return _clean(str(parser.renderInline(text)), _LINE_TAGS)


@lru_cache(maxsize=128)
def _render(digest: str, text: str, pictures: str) -> SafeString:
    parser = _parser(pictures)
    tokens = _without_title(parser.parse(text))
    raw = parser.renderer.render(tokens, parser.options, {})
    return _clean(raw, _TAGS)


def _clean(raw: str, tags: frozenset[str]) -> SafeString:
    clean = nh3.clean(
        raw,
        tags=set(tags),
        attributes=_ATTRIBUTES,
        attribute_filter=tex.allowed,
    )
    return mark_safe(clean)  # noqa: S308 nh3 cleaned it


def _parser(pictures: str) -> MarkdownIt:
    formulas = tex.Formulas()

    def inline(content: str, options: dict[str, Any]) -> str:
        return formulas.html(content, is_block=options["display_mode"])

    def block(renderer: Any, tokens: Sequence[Token], index: int, *_: object) -> str:
        written = formulas.html(tokens[index].content, is_block=True)
        return _equation(tokens, index, written)

    parser = MarkdownIt("gfm-like", {"html": False, "linkify": False})
    parser.use(dollarmath_plugin, renderer=inline, allow_space=True, double_inline=True)
    parser.use(tasklists_plugin, label=True)
    parser.core.ruler.push("under_h2", lambda state: _shift(state.tokens, pictures))
    parser.core.ruler.push("heads", lambda state: _without_empty_heads(state.tokens))
    parser.add_render_rule("fence", _fence)
    parser.add_render_rule("code_block", _fence)
    parser.add_render_rule("table_open", _table_open)
    parser.add_render_rule("table_close", lambda *_: "</table></div>")
    parser.add_render_rule("math_block", block)
    parser.add_render_rule("math_block_label", block)
    return parser


def _without_title(tokens: list[Token]) -> list[Token]:
    """Leave the document's own title out: the page has said it."""
    if (
        len(tokens) > 2
        and tokens[0].type == "heading_open"
        and tokens[0].meta == {"h": 1}
    ):
        return tokens[3:]
    return tokens


def _without_empty_heads(tokens: Sequence[Token]) -> None:
    """Make a column's head that says nothing an ordinary cell: it heads nothing."""
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type == "th_open" and not inline.content.strip():
            opening.tag = closing.tag = "td"


def _shift(tokens: Sequence[Token], pictures: str) -> None:
    """Put headings under the page's h2, and relative addresses under ``pictures``."""
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            level = int(token.tag[1])
            token.meta = {"h": level}
            token.tag = f"h{min(6, max(3, level + 1))}"
        if "right" in str(token.attrGet("style") or ""):
            token.attrSet("class", "num")
        for child in token.children or ():
            for name in ("src", "href"):
                address = child.attrGet(name)
                if isinstance(address, str) and _is_relative(address):
                    child.attrSet(name, pictures + address.removeprefix("./"))


def _is_relative(address: str) -> bool:
    return not address.startswith(("#", "/")) and ":" not in address.split("/")[0]


def _equation(tokens: Sequence[Token], index: int, written: str) -> str:
    earlier = sum(t.type.startswith("math_block") for t in tokens[: index + 1])
    label = f"Equation {earlier}"
    opening = f'<div class="eq" tabindex="0" role="group" aria-label="{label}">'
    return f"{opening}{written}</div>"


def _fence(renderer: Any, tokens: Sequence[Token], index: int, *_: object) -> str:
    content = html.escape(tokens[index].content)
    return f'<pre class="log" tabindex="0"><code>{content}</code></pre>'


def _table_open(renderer: Any, tokens: Sequence[Token], index: int, *_: object) -> str:
    earlier = sum(t.type == "table_open" for t in tokens[: index + 1])
    label = f"Table {earlier} of the text"
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">'
        '<table class="table">'
    )
