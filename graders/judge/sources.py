"""What a student's own Python files import, read and never run."""

import ast
import os
from pathlib import Path
from typing import Iterator, Optional, Set

ENV = "FILES"  # where the runner laid a copy of the submission


def imported(folder: Optional[Path] = None) -> Set[str]:
    """The top-level modules that the submission's Python files name in an import.

    Also those that ``import_module`` and ``__import__`` get as plain text. What can't
    be parsed imports nothing: it doesn't run either.
    """
    place = folder or Path(os.environ[ENV])
    found: Set[str] = set()
    for path in sorted(place.rglob("*.py")):
        try:
            tree = ast.parse(path.read_bytes())
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        found.update(name.split(".")[0] for name in _names(tree))
    return found


def _names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
        elif isinstance(node, ast.Call) and node.args:
            first = node.args[0]
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            text = first.value if isinstance(first, ast.Constant) else None
            if called in ("import_module", "__import__") and isinstance(text, str):
                yield text
