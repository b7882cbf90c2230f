"""Makes a page of a notebook, away from the portal; runs nothing of it.

Run as a script by limited.run. With ``is_full`` nbconvert does it, else a list of the
cells' sources is made with the standard library alone.
"""

import html
import json
import os
import runpy
from importlib import import_module
from pathlib import Path
from typing import Any, Optional

MOST_CELLS = 2000
# Of one Markdown cell: matching what opens and closes formulas takes their product.
MOST_CHARACTERS, MOST_SIGNS = 100_000, 2_000
SIGNS = ("$", "\\begin{", "\\\\[", "\\\\(")
TAGS = frozenset(
    "a abbr b blockquote br caption code col colgroup dd del details div dl dt em "
    "h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q s samp small span strong sub "
    "summary sup table tbody td tfoot th thead tr u ul var".split()
)
STYLE = Path(__file__).with_name("notebook_page.css")
TEX = Path(__file__).parents[1] / "lib" / "tex.py"
SHELL = (
    '<!doctype html><html lang="en"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<title>Notebook</title><style>{style}</style>"
    "<body><main>{body}</main></body></html>"
)
ONLY_SOURCES = (
    '<p class="note">Only the text of its cells: the rest of this notebook could not '
    "be shown.</p>"
)


def full(path: Path) -> str:
    """Everything a person may look at, sanitised; raise whatever nbconvert raises."""
    nbformat, nbconvert, nh3 = map(import_module, ("nbformat", "nbconvert", "nh3"))
    tex = runpy.run_path(str(TEX))
    notebook = nbformat.reads(path.read_text("utf-8-sig"), as_version=4)
    notebook.metadata.pop("widgets", None)  # nbconvert trips over odd ones
    exporter = nbconvert.HTMLExporter(template_name="basic", sanitize_html=True)
    # Its own cleaning knows no headings; ours does, and goes over the whole again.
    exporter.register_filter("clean_html", lambda part: clean(nh3, tex, part))
    exporter.register_filter("markdown2html", markdown(tex["Formulas"]()))
    body, _ = exporter.from_notebook_node(notebook)
    return clean(nh3, tex, str(body))


def markdown(formulas: Any) -> Any:
    """A filter for Markdown that knows TeX; attachments come out of the cell itself."""
    mistune = import_module("nbconvert.filters.markdown_mistune")

    class Renderer(mistune.IPythonRenderer):  # type: ignore[misc, name-defined]
        def inline_math(self, body: str) -> str:
            if body[:1].isspace() != body[-1:].isspace():  # $5 and $6 are prices
                return str(super().inline_math(body))
            return str(formulas.html(body, is_block=False))

        def block_math(self, body: str) -> str:
            return f'<div class="eq">{formulas.html(body, is_block=True)}</div>'

        def latex_environment(self, name: str, body: str) -> str:
            return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")

    def written(context: Any, source: str) -> str:
        if is_costly(source):
            return f'<pre class="source">{html.escape(source)}</pre>'
        attachments = context.get("cell", {}).get("attachments", {})
        renderer = Renderer(escape=False, attachments=attachments)
        return str(mistune.MarkdownWithMath(renderer=renderer).render(source))

    return import_module("jinja2").pass_context(written)


def is_costly(source: str) -> bool:
    """Is it more than anybody writes into one cell?"""
    signs = sum(source.count(sign) for sign in SIGNS)
    return len(source) > MOST_CHARACTERS or signs > MOST_SIGNS


def clean(nh3: Any, tex: dict[str, Any], part: str) -> str:
    """What of HTML can be shown: text, tables, pictures that are in it already."""

    def allowed(tag: str, name: str, value: str) -> Optional[str]:
        found: Optional[str] = tex["allowed"](tag, name, value)
        return None if found is None else followed(name, value)

    kept = str(
        nh3.clean(
            part,
            tags=TAGS | tex["TAGS"],
            attributes={
                **tex["ATTRIBUTES"],
                "*": {"class", "id", "title"},
                "a": {"href"},
                "img": {"src", "alt", "width", "height"},
                "td": {"colspan", "rowspan"},
                "th": {"colspan", "rowspan", "scope"},
                "ol": {"start"},
            },
            attribute_filter=allowed,
            url_schemes={"http", "https", "mailto", "data"},
            link_rel="noopener noreferrer nofollow",
        )
    )
    return kept.replace("<th></th>", "<td></td>")  # the corner of a table of pandas


def followed(name: str, value: str) -> Optional[str]:
    """The attribute's value, or None for an address that is not to be followed."""
    if name == "src":
        return value if value.startswith("data:image/") else None
    if name == "href":
        return None if value.strip().lower().startswith("data:") else value
    return value


def plain(path: Path) -> str:
    """The cells' sources, whatever format it is in; raise ValueError where none is."""
    raw = json.loads(path.read_text("utf-8-sig", errors="replace"))
    sheets = raw.get("worksheets") or [raw]
    cells = [cell for sheet in sheets for cell in sheet["cells"]][:MOST_CELLS]
    shown = [
        f'<div class="cell"><pre class="source">{text(c)}</pre></div>' for c in cells
    ]
    return ONLY_SOURCES + "\n".join(shown)


def text(cell: Any) -> str:
    """One cell's source, escaped."""
    source = cell.get("source", cell.get("input", ""))
    return html.escape(source if isinstance(source, str) else "".join(source))


def make(request: dict[str, Any]) -> bool:
    """Write the page; say whether there is one."""
    path = Path(request["notebook"])
    try:
        body = full(path) if request["is_full"] else plain(path)
    except Exception:  # noqa: BLE001 - a hostile notebook may raise anything
        return False
    # As bytes that any text can become: lone surrogates are possible in JSON.
    page = SHELL.format(style=STYLE.read_text(), body=body).encode("utf-8", "replace")
    Path(request["page"]).write_bytes(page)
    return True


if __name__ == "__main__":
    os.nice(19)  # a page can wait; what is graded meanwhile can't
    is_made = make(json.loads(Path("request.json").read_text()))
    Path("answer.part").write_text(json.dumps({"is_made": is_made}))
    Path("answer.part").replace("answer.json")
