"""Paths of files as they come from strangers: made plain, or refused with a reason."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

LONGEST_PATH = 200
LONGEST_PART_BYTES = 120
# Control characters, marks that turn or hide letters, ends of lines and paragraphs.
UNSEEN = ("Cc", "Cf", "Zl", "Zp")


def plain(path: str) -> str:
    """Return ``path`` with ``/`` between its parts, as composed Unicode.

    macOS sends decomposed letters and some Windows tools backslashes; both mean this.
    """
    path = unicodedata.normalize("NFC", path.replace("\\", "/"))
    while path.startswith("./"):
        path = path[2:]
    return path


def problem_with(path: str) -> str:
    """Return why no file may have this (plain) path, or nothing."""
    return next((reason for reason, is_bad in PROBLEMS if is_bad(path)), "")


def _is_absolute(path: str) -> bool:
    return path.startswith("/") or (len(path) > 1 and path[1] == ":")


def _has_control(path: str) -> bool:
    return any(
        unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp") for letter in path
    )


def _has_surrogate(path: str) -> bool:
    return any(unicodedata.category(letter) == "Cs" for letter in path)


def _is_long(path: str) -> bool:
    return len(path) > LONGEST_PATH or any(
        len(part.encode("utf-8", "replace")) > LONGEST_PART_BYTES
        for part in path.split("/")
    )


PROBLEMS: Sequence[tuple[str, Callable[[str], bool]]] = (
    ("It has no name.", lambda path: not path.strip()),
    ("Its name is not UTF-8; rename it in plain letters.", _has_surrogate),
    ("Its name has a control character in it; rename it.", _has_control),
    ("Its name is too long; shorten it.", _is_long),
    ("It has an absolute path; pack it from inside its folder.", _is_absolute),
    (
        "Its path leaves the folder with '..'; pack it from inside its folder.",
        lambda path: ".." in path.split("/"),
    ),
    (
        "Its path has an empty part; rename it.",
        lambda path: any(part.strip() in ("", ".") for part in path.split("/")),
    ),
)


def same_names(paths: Sequence[str]) -> dict[str, str]:
    """Return the paths that clash, each with the reason.

    Names that differ only in case are one file on macOS and Windows.
    """
    exact = Counter(paths)
    folded = Counter(path.casefold() for path in exact)
    folders = {str(up) for path in folded for up in PurePosixPath(path).parents}
    clashes = {}
    for path, count in exact.items():
        if count > 1:
            clashes[path] = "It is there twice; one .zip keeps folders apart."
        elif folded[path.casefold()] > 1:
            clashes[path] = "Another name differs only in upper and lower case."
        elif path.casefold() in folders:
            clashes[path] = "It is a file and a folder at once."
    return clashes


def wrapping_folder(paths: Sequence[str]) -> str:
    """Return the one folder (with its slash) that everything lies in, or nothing."""
    tops = {path.split("/", 1)[0] for path in paths}
    if len(tops) == 1 and all("/" in path for path in paths):
        return f"{tops.pop()}/"
    return ""


def printable(path: str) -> str:
    """Return ``path`` so that it can be shown and sent, whatever it holds."""
    shown = path[:LONGEST_PATH].encode("utf-8", "backslashreplace").decode()
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in shown)
