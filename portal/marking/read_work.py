"""Reads what students handed in as lines, cells or a number of pages.

Run as a script by portal.submissions.limited, never imported for its work: a crafted
file can eat memory or time, which is why it happens in a process with limits.
"""

import json
import keyword
import re
import tokenize
import zlib
from pathlib import Path
from typing import Any

MOST_LINES = 4000
LONGEST_LINE = 2000
MOST_CELLS = 500
MOST_OUTPUT = 60  # lines of one cell
LARGEST_UNPACKED = 32 * 2**20
HASH_COMMENTS = (".yaml", ".yml", ".toml", ".sh", ".cfg", ".txt", "Dockerfile")
PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.S)

Parts = list[list[str]]  # [class, text]: k keyword, s string, c comment


def read(path: str, file: Path) -> dict[str, Any]:
    """Return what can be shown of a file; kind is lines, notebook, pdf or other."""
    content = file.read_bytes()
    if path.endswith(".pdf"):
        return {"kind": "pdf", "pages": pages_of(content)}
    if b"\0" in content[:8192]:
        return {"kind": "other"}
    text = content.decode("utf-8", "replace").replace("\r\n", "\n")
    if path.endswith(".ipynb"):
        cells = cells_of(text)
        if cells is not None:
            return {"kind": "notebook", "cells": cells}
    return {"kind": "lines", **lines_of(path, text)}


def lines_of(path: str, text: str) -> dict[str, Any]:
    """Return numbered lines in parts; ``more`` says how many were left out."""
    lines = text.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    cut = [line[:LONGEST_LINE] for line in lines[:MOST_LINES]]
    return {"lines": parts_of(path, cut), "more": max(0, len(lines) - MOST_LINES)}


def parts_of(path: str, lines: list[str]) -> list[Parts]:
    """Return each line in parts, as far as the language is known."""
    if path.endswith(".py"):
        return python_parts(lines)
    if path.endswith(HASH_COMMENTS) and not path.endswith(".txt"):
        return [[["c" if x.lstrip().startswith("#") else "", x]] for x in lines]
    return [[["", line]] for line in lines]


def python_parts(lines: list[str]) -> list[Parts]:
    """Return Python's keywords, strings and comments, up to where it stops parsing."""
    spans: list[list[tuple[int, int, str]]] = [[] for _ in lines]
    source = iter([f"{line}\n" for line in lines])
    try:
        for token in tokenize.generate_tokens(lambda: next(source, "")):
            if kind := kind_of(token):
                mark(spans, lines, token, kind)
    except (tokenize.TokenError, SyntaxError, ValueError):
        pass
    return [cut(line, found) for line, found in zip(lines, spans, strict=True)]


def kind_of(token: tokenize.TokenInfo) -> str:
    if token.type == tokenize.COMMENT:
        return "c"
    if token.type == tokenize.STRING:
        return "s"
    return (
        "k" if token.type == tokenize.NAME and keyword.iskeyword(token.string) else ""
    )


def mark(spans: Any, lines: list[str], token: tokenize.TokenInfo, kind: str) -> None:
    """Note where a token stands, line by line."""
    (first, start), (last, end) = token.start, token.end
    for number in range(first, min(last, len(lines)) + 1):
        begin = start if number == first else 0
        stop = end if number == last else len(lines[number - 1])
        spans[number - 1].append((begin, stop, kind))


def cut(line: str, spans: list[tuple[int, int, str]]) -> Parts:
    parts, at = [], 0
    for begin, stop, kind in spans:
        if begin > at:
            parts.append(["", line[at:begin]])
        parts.append([kind, line[begin:stop]])
        at = stop
    if at < len(line) or not parts:
        parts.append(["", line[at:]])
    return parts


def cells_of(text: str) -> list[dict[str, Any]] | None:
    """Return a notebook's cells with the text of what they printed, or None."""
    try:
        cells = json.loads(text)["cells"]
        return [cell_of(cell) for cell in cells[:MOST_CELLS]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def cell_of(cell: dict[str, Any]) -> dict[str, Any]:
    is_code = cell.get("cell_type") == "code"
    source = joined(cell.get("source", ""))
    lines = lines_of("cell.py" if is_code else "cell.md", source)["lines"]
    printed: list[str] = []
    for output in cell.get("outputs", []) if is_code else []:
        printed += output_of(output)
    shown = [line[:LONGEST_LINE] for line in printed[:MOST_OUTPUT]]
    return {
        "kind": "code" if is_code else "text",
        "lines": lines,
        "output": shown,
        "more": max(0, len(printed) - MOST_OUTPUT),
    }


def output_of(output: dict[str, Any]) -> list[str]:
    """Return an output's text; a picture is said to be one."""
    if "text" in output:
        return joined(output["text"]).rstrip("\n").split("\n")
    if output.get("output_type") == "error":
        return [f"{output.get('ename', 'Error')}: {output.get('evalue', '')}"]
    data = output.get("data", {})
    pictures = [kind for kind in data if kind.startswith("image/")]
    said = joined(data.get("text/plain", "")).split("\n")
    return [*said, *(f"[a picture, {kind}: see the file]" for kind in pictures)]


def joined(source: Any) -> str:
    return source if isinstance(source, str) else "".join(map(str, source))


def pages_of(content: bytes) -> int:
    """Return how many pages a PDF has, as far as that can be told; 0 where not."""
    found = len(PAGE.findall(content))
    unpacked = 0
    for stream in STREAM.finditer(content):
        if unpacked > LARGEST_UNPACKED:
            break
        try:
            inner = zlib.decompressobj().decompress(stream[1], LARGEST_UNPACKED)
        except zlib.error:
            continue
        unpacked += len(inner)
        found += len(PAGE.findall(inner))
    return found


def write(found: dict[str, Any]) -> None:
    part = Path("answer.part")
    part.write_text(json.dumps(found))
    part.replace("answer.json")


if __name__ == "__main__":
    asked = json.loads(Path("request.json").read_text())["files"]
    answer: dict[str, Any] = {}
    for name, stored in asked.items():
        answer[name] = read(name, Path(stored))
        write(answer)  # kept even if the next file takes this process down
