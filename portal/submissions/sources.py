"""Reads sources and notebooks away from the portal: are they UTF-8, do they parse?

Run as a script by limited.run. Compiling runs nothing, but a crafted source can eat
memory or crash the interpreter, which is why it happens here.
"""

import codecs
import json
import warnings
from pathlib import Path
from typing import Any

LARGEST_PARSED = 2**20
LARGEST_NOTEBOOK = 16 * 2**20


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


def notebook_problem(file: Path) -> str:
    """Return why the file is no notebook that runs, or nothing."""
    if file.stat().st_size > LARGEST_NOTEBOOK:
        return "It is larger than 16 MiB: clear all outputs and save it again."
    try:
        raw = json.loads(file.read_text("utf-8-sig"))
    except (ValueError, RecursionError, MemoryError):
        return "It is no notebook: Jupyter can't open it. Save it there again."
    if not isinstance(raw, dict) or not isinstance(raw.get("nbformat"), int):
        return "It is no notebook: it has no nbformat."
    if raw["nbformat"] != 4 or not isinstance(raw.get("cells"), list):
        return "It is not in format 4; open it in Jupyter and save it again."
    return ""


def problem_of(file: Path, path: str) -> str:
    """Return what is wrong with a text by its kind, or nothing."""
    if path.endswith(".ipynb"):
        return notebook_problem(file)
    return syntax_problem(file, path)


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
        if problem := problem_of(Path(paths[path]), path):
            found[path] = [False, problem]
    write(found)


def write(found: dict[str, Any]) -> None:
    Path("answer.part").write_text(json.dumps(found))
    Path("answer.part").replace("answer.json")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    inspect(json.loads(Path("request.json").read_text())["files"])
