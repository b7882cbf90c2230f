"""Puts the locked cells of the notebook that was handed out back where they were."""

from typing import Any, Dict, List, Sequence, Tuple

from .reading import Cell, NotebookError

Known = Sequence[Dict[str, Any]]  # the master's cells: {"id", "kind", "source", "tags"}


def restore(
    cells: List[Cell], master: Known, name: str
) -> Tuple[List[Cell], List[str]]:
    """The student's cells with the master's locked ones, and what was put right.

    Raise NotebookError where it is not the notebook that was handed out. A cell of
    the master that is not locked has no source here.
    """
    ids = [cell.id for cell in cells]
    known = [item["id"] for item in master]
    if not set(known) & set(ids):
        raise NotebookError(
            f"{name} is not the notebook that was handed out: none of its cells is "
            "there. Start from that file; copies of its text lose the cells' ids."
        )
    twice = sorted(one for one in set(known) & set(ids) if ids.count(one) > 1)
    if twice:
        raise NotebookError(
            f"Two cells of {name} have the id {twice[0][:60]!r}, so which one was "
            "handed out can't be told. Delete the copy, and hand it in again."
        )
    locked = {item["id"]: _cell(item) for item in master if item["source"] is not None}
    order = [one for one in known if one in locked]
    there = [one for one in ids if one in locked]
    notes = _edited(cells, locked)
    if there != [one for one in order if one in there]:
        notes.append("Locked cells had been moved; they are back in their places.")
        cells = [cell for cell in cells if cell.id not in locked]
    gone = len(order) - len(there)
    if gone:
        notes.append(f"{gone} locked {_cells(gone)} had been deleted; back again.")
    return _placed(cells, locked, known), notes


def _edited(cells: List[Cell], locked: Dict[str, Cell]) -> List[str]:
    count = sum(
        cell.id in locked and _said(cell) != _said(locked[cell.id]) for cell in cells
    )
    if not count:
        return []
    return [f"{count} locked {_cells(count)} had been changed; the original is run."]


def _said(cell: Cell) -> Tuple[str, str]:
    return cell.kind, cell.source.replace("\r\n", "\n").rstrip()


def _cells(count: int) -> str:
    return "cell" if count == 1 else "cells"


def _placed(cells: List[Cell], locked: Dict[str, Cell], known: List[str]) -> List[Cell]:
    """Every locked cell in its place, or else behind the master's cell before it."""
    found = [locked.get(cell.id, cell) for cell in cells]
    for place, one in enumerate(known):
        here = [cell.id for cell in found]
        if one not in locked or one in here:
            continue
        before = [here.index(each) for each in known[:place] if each in here]
        found.insert(max(before, default=-1) + 1, locked[one])
    return found


def _cell(item: Dict[str, Any]) -> Cell:
    return Cell(item["id"], item["kind"], item["source"], tuple(item["tags"]))
