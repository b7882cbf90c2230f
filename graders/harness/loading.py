"""Imports what was handed in, or says which file and line was wrong."""

import importlib
import sys
import tokenize
import traceback
from pathlib import Path
from types import ModuleType
from typing import Any, List, Optional, Sequence

TEXT_CHARS = 300


class LoadError(Exception):
    """The student's files could not be loaded; plain words for the student."""

    def __init__(self, file: str, line: int, text: str) -> None:
        super().__init__(text)
        self.file = file
        self.line = line
        self.text = text[:TEXT_CHARS]


def load(folder: Path, files: Sequence[str]) -> List[ModuleType]:
    """Import each of ``files``, in order; raise LoadError."""
    sys.path.insert(0, str(folder))
    for file in files:
        _check_source(folder, file)
    return [_import(folder, file) for file in files]


def _check_source(folder: Path, file: str) -> None:
    path = folder / file
    if not path.is_file():
        raise LoadError(file, 0, "the file is missing")
    try:
        with tokenize.open(str(path)) as source:
            compile(source.read(), file, "exec")
    except SyntaxError as error:
        text = f"{type(error).__name__}: {error.msg}"
        raise LoadError(file, error.lineno or 0, text) from error
    except (UnicodeDecodeError, ValueError) as error:
        raise LoadError(file, 0, f"not text in UTF-8: {error}") from error


def _import(folder: Path, file: str) -> ModuleType:
    try:
        return importlib.import_module(file[: -len(".py")].replace("/", "."))
    except SystemExit as error:
        text = "it ends the program (sys.exit) while it is imported"
        raise LoadError(file, line_of(error, folder, file), text) from error
    except BaseException as error:
        traceback.print_exc()
        line = line_of(error, folder, file)
        raise LoadError(file, line, text_of(error)) from error


def text_of(error: BaseException) -> str:
    """What a student's error says; some fail even when they are asked that."""
    try:
        said = str(error)
    except Exception:  # noqa: BLE001 - it is the student's code
        said = ""
    return f"{type(error).__name__}: {said}".rstrip(": ")  # it may say no more


def line_of(error: BaseException, folder: Path, file: str) -> int:
    """The deepest line of ``file`` that ``error`` came through, or 0."""
    name = str(folder / file)
    frames = traceback.extract_tb(error.__traceback__)
    return next((f.lineno or 0 for f in reversed(frames) if f.filename == name), 0)


def find(modules: Sequence[Any], name: str) -> Optional[object]:
    """The function called ``name`` in the first module that has it."""
    found = (getattr(module, name, None) for module in modules)
    return next((each for each in found if callable(each)), None)
