"""Makes a page of a notebook, away from the portal; runs nothing of it.

Run as a script by limited.run. With ``is_full`` nbconvert does it, else a list of the
cells' sources is made with the standard library alone.
"""

import html
import json
from importlib import import_module
from pathlib import Path
from typing import Any, Optional

MOST_CELLS = 2000
TAGS = frozenset(
    "a abbr b blockquote br caption code col colgroup dd del details div dl dt em "
    "h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q s samp small span strong sub "
    "summary sup table tbody td tfoot th thead tr u ul var".split()
)
STYLE = Path(__file__).with_name("notebook_page.css")
SHELL = (
    '<!doctype html><html lang="en"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<title>Notebook</title><style>{style}</style><body>{body}</body></html>"
)
ONLY_SOURCES = (
    '<p class="note">Only the text of its cells: the rest of this notebook could not '
    "be shown.</p>"
)


def full(path: Path) -> str:
    """Everything a person may look at, sanitised; raise whatever nbconvert raises."""
    nbformat, nbconvert, nh3 = map(import_module, ("nbformat", "nbconvert", "nh3"))
    notebook = nbformat.reads(path.read_text("utf-8-sig"), as_version=4)
    notebook.metadata.pop("widgets", None)  # nbconvert trips over odd ones
    exporter = nbconvert.HTMLExporter(template_name="basic", sanitize_html=True)
    # Its own cleaning knows no headings; ours does, and goes over the whole again.
    exporter.register_filter("clean_html", lambda part: clean(nh3, part))
    body, _ = exporter.from_notebook_node(notebook)
    return clean(nh3, str(body))


def clean(nh3: Any, part: str) -> str:
    """What of HTML can be shown: text, tables, pictures that are in it already."""
    return str(
        nh3.clean(
            part,
            tags=TAGS,
            attributes={
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


def allowed(tag: str, name: str, value: str) -> Optional[str]:
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
    is_made = make(json.loads(Path("request.json").read_text()))
    Path("answer.part").write_text(json.dumps({"is_made": is_made}))
    Path("answer.part").replace("answer.json")
