"""Turns the bytes of one handed-in file into lines and tokens; runs nothing of it."""

import codecs
import json
from pathlib import Path, PurePosixPath
from zlib import crc32

from pygments.lexers import get_lexer_by_name
from pygments.token import Token

LARGEST_CODE = 2**20
LARGEST_NOTEBOOK = 20 * 2**20
MOST_TOKENS = 60_000  # of one submission
MOST_LINES = 4000  # of one file, to be shown
LONGEST_LINE = 1000
BAD_BYTES = 0.1  # of a text; more of them, and it is none
HEAD = 8192
# Whichever lexer a file gets is our choice, not that of whoever named it.
LEXERS = {
    **dict.fromkeys((".py", ".pyi", ".ipynb"), "python"),
    **dict.fromkeys((".c", ".h"), "c"),
    **dict.fromkeys((".cc", ".cpp", ".cxx", ".hpp", ".cu", ".cuh"), "cpp"),
    **dict.fromkeys((".js", ".mjs", ".jsx"), "javascript"),
    **dict.fromkeys((".ts", ".tsx"), "typescript"),
    **dict.fromkeys((".sh", ".bash"), "bash"),
    **dict.fromkeys((".yaml", ".yml"), "yaml"),
    **dict.fromkeys((".r", ".R"), "r"),
    ".go": "go",
    ".java": "java",
    ".jl": "julia",
    ".m": "matlab",
    ".rs": "rust",
    ".scala": "scala",
    ".sql": "sql",
    ".tf": "terraform",
    ".toml": "toml",
    "Dockerfile": "docker",
    "Makefile": "make",
}
KEPT_NAMES = (
    Token.Name.Builtin,
    Token.Name.Exception,
    Token.Name.Namespace,
    Token.Name.Tag,
)


class LeftOutError(Exception):
    """This file is not compared; says why, in a few words for staff."""


class Code:
    """One file as it is compared: its lines, its tokens, the line of each."""

    def __init__(self, path, lines, tokens, numbers):
        self.path = path
        self.lines = lines
        self.tokens = tokens
        self.numbers = numbers


def language_of(path):
    """Return the lexer for a path, or None for what is no code."""
    name = PurePosixPath(path).name
    return LEXERS.get(name) or LEXERS.get(PurePosixPath(path).suffix)


def read_file(path, stored, size, room=MOST_TOKENS):
    """Return a file as code of at most ``room`` tokens; LeftOutError says why not."""
    is_notebook = path.endswith(".ipynb")
    largest = LARGEST_NOTEBOOK if is_notebook else LARGEST_CODE
    if size > largest:
        raise LeftOutError(f"too large: {size / 2**20:.1f} MiB")
    text = text_of(Path(stored).read_bytes())
    if is_notebook:
        text = code_of_notebook(text)
    if not text.strip():
        raise LeftOutError("empty")
    if len(text) > LARGEST_CODE:
        raise LeftOutError("too large: more than 1 MiB of code")
    tokens, numbers = tokens_of(text, language_of(path), room)
    return Code(path, text.split("\n"), tokens, numbers)


def text_of(content):
    """Return bytes as text with plain line ends; a few bad ones hide nobody's copy."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = content.decode("utf-16", "replace")
    elif b"\0" in content[:HEAD]:
        raise LeftOutError("not text")
    else:
        text = content.decode("utf-8-sig", "replace")
    if text.count("\ufffd") > BAD_BYTES * len(text):
        raise LeftOutError("not text")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def code_of_notebook(text):
    """Return the code of a notebook's cells in order; outputs are not read."""
    try:
        raw = json.loads(text)
        sheets = raw.get("worksheets") or [raw]
        cells = [cell for sheet in sheets for cell in sheet["cells"]]
        sources = [
            source_of(cell) if cell.get("cell_type") == "code" else None
            for cell in cells
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise LeftOutError("no notebook that can be read") from error
    return "\n".join(
        f"# cell {number}\n{source}"
        for number, source in enumerate(sources, 1)
        if source is not None
    )


def source_of(cell):
    """Return a cell's source, however its format writes it."""
    source = cell.get("source", cell.get("input", ""))
    if not isinstance(source, str):
        source = "".join(map(str, source))
    # Lone surrogates are possible in JSON and in no file.
    text = source.encode("utf-8", "replace").decode("utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")


def tokens_of(text, language, room):
    """Return the tokens that a disguise leaves alone, as numbers, and their lines.

    Names, numbers and strings count as what they are, not as what they say; comments,
    docstrings and spaces not at all.
    """
    tokens, numbers = [], []
    line, at = 1, 0
    last = None
    for start, kind, value in get_lexer_by_name(language).get_tokens_unprocessed(text):
        line += text.count("\n", at, start)
        at = start
        said = said_by(kind, value)
        if said is None or (said == "S" and last == "S"):
            continue  # the parts of one string are one string
        last = said
        if len(tokens) == room:
            raise LeftOutError(f"too large: more than {MOST_TOKENS:,} tokens in all")
        tokens.append(crc32(said.encode("utf-8", "replace")) | 1)  # never 0
        numbers.append(line)
    return tokens, numbers


def said_by(kind, value):
    """Return what a token is compared as, or None."""
    if kind in Token.Text or kind in Token.Literal.String.Doc:
        return None
    if kind in Token.Comment:
        return value.strip() if kind in Token.Comment.Preproc else None
    if kind in Token.Literal.String:
        return "S"
    if kind in Token.Literal.Number:
        return "N"
    if kind in Token.Name and not any(kind in kept for kept in KEPT_NAMES):
        return "V"
    return value.strip() or None


def shown(code):
    """Return what a page needs of a file."""
    kept = code.lines[:MOST_LINES]
    return {
        "path": code.path,
        "lines": [line[:LONGEST_LINE] for line in kept],
        "more": max(0, len(code.lines) - MOST_LINES),
        "is_notebook": code.path.endswith(".ipynb"),
        "is_cut": any(len(line) > LONGEST_LINE for line in kept),
    }
