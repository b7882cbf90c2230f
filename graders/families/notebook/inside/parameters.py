"""Gives a notebook other parameters, behind the cell that is tagged for them."""

import keyword
import math
from typing import Any, Dict, List

from .reading import Cell

TAG = "parameters"
INJECTED = "injected-parameters"


class ParameterError(Exception):
    """The notebook has no place for parameters; the text says what is missing."""


def inject(cells: List[Cell], values: Dict[str, Any]) -> List[Cell]:
    """The cells with one more, which assigns ``values``; raise ParameterError.

    A cell that an earlier run of papermill left behind is taken out.
    """
    cells = [cell for cell in cells if INJECTED not in cell.tags]
    if not values:
        return cells
    at = next((n for n, cell in enumerate(cells) if _is_tagged(cell)), None)
    if at is None:
        raise ParameterError(f"There is no code cell tagged `{TAG}`.")
    lines = [f"{name} = {literal(value)}" for name, value in values.items() if ok(name)]
    new = Cell("", "code", "\n".join(lines), (INJECTED,))
    return [*cells[: at + 1], new, *cells[at + 1 :]]


def _is_tagged(cell: Cell) -> bool:
    return cell.kind == "code" and TAG in cell.tags


def ok(name: str) -> bool:
    """May a variable be called so? Judges name them, so anything else is an error."""
    if not name.isidentifier() or keyword.iskeyword(name):
        raise ValueError(f"no variable can be called {name!r}")
    return True


def literal(value: Any) -> str:
    """``value`` as Python source; plain values only."""
    if type(value) is float and not math.isfinite(value):
        return f"float({str(value)!r})"
    if value is None or type(value) in (bool, int, float, str):
        return repr(value)
    if type(value) in (list, tuple):
        items = [literal(item) for item in value]
        if type(value) is list:
            return f"[{', '.join(items)}]"
        return "(" + "".join(f"{item}, " for item in items).rstrip() + ")"
    if type(value) is dict:
        pairs = (f"{literal(key)}: {literal(item)}" for key, item in value.items())
        return "{" + ", ".join(pairs) + "}"
    raise ValueError(f"a parameter cannot be a {type(value).__name__}")
