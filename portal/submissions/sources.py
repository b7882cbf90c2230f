"""Reads Python source as text, away from the portal: is it UTF-8, does it parse?

Run as a script by limited.run. Compiling runs nothing, but a crafted source can eat
memory or crash the interpreter, which is why it happens here.
"""

import codecs
import json
import warnings
from pathlib import Path
from typing import Any

LARGEST_PARSED = 2**20


def utf8_problem(path: Path) -> str:
    """Return what is wrong with the file as text, or nothing."""
    decoder, offset = codecs.getincrementaldecoder("utf-8")(), 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(64 * 1024)
            held = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                at = offset - held + error.start
                return f"It is not UTF-8 at byte {at}; save it as UTF-8."
            if not chunk:
                return ""
            offset += len(chunk)


def syntax_problem(file: Path, path: str) -> str:
    """Return where the file stops being Python, or nothing."""
    if file.stat().st_size > LARGEST_PARSED:
        return ""
    try:
        compile(file.read_text("utf-8-sig"), path, "exec", dont_inherit=True)
    except SyntaxError as error:
        where = f" in line {error.lineno}" if error.lineno else ""
        return f"Syntax error{where}: {(error.msg or 'unknown')[:200]}."
    except (ValueError, RecursionError, MemoryError, OverflowError):
        return "Python can't parse it."
    return ""


def inspect(paths: dict[str, str]) -> None:
    """Answer ``{path: [is_refused, sentence]}``, once before any file is compiled."""
    found: dict[str, Any] = {}
    for path, file in paths.items():
        if problem := utf8_problem(Path(file)):
            found[path] = [True, problem]
    # Kept even if compiling takes this process down.
    write(found)
    for path in [path for path in paths if path not in found]:
        if problem := syntax_problem(Path(paths[path]), path):
            found[path] = [False, problem]
    write(found)


def write(found: dict[str, Any]) -> None:
    Path("answer.part").write_text(json.dumps(found))
    Path("answer.part").replace("answer.json")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    inspect(json.loads(Path("request.json").read_text())["files"])
