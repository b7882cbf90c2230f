"""Reads the figures that a training writes while it runs: a JSON object a line.

They are the student's own words: odd lines, odd names and odd numbers are passed over.
"""

import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./ -]{0,31}")
LONGEST = 2000  # characters of a line
MOST_LINES = 20_000
MOST_NAMES = 12  # of figures in one line
MOST_POINTS = 200  # of one line in a chart
LARGEST = 1e12
STEPS = ("epoch", "step", "iteration", "update", "episode", "round")
QUALITY = (
    *("val_accuracy", "validation_accuracy", "val_acc", "accuracy", "acc"),
    *("val_reward", "mean_reward", "reward", "mean_return", "return"),
    *("score", "f1", "iou", "bleu"),
)
LOSS = ("val_loss", "validation_loss", "loss", "train_loss", "perplexity")

Points = tuple[tuple[float, float], ...]
Row = dict[str, float]


@dataclass(frozen=True)
class Track:
    """What one training wrote: its number and its rows in order."""

    number: int
    rows: tuple[Row, ...]


def rows_of(lines: Iterable[str]) -> tuple[Row, ...]:
    """Return the rows that make sense, at most ``MOST_LINES`` of them, the last."""
    found = [row for line in lines if (row := _row(line))]
    return tuple(found[-MOST_LINES:])


def _row(line: str) -> Row:
    if len(line) > LONGEST or not line.lstrip().startswith("{"):
        return {}
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    if type(raw) is not dict:
        return {}
    named = [(str(k), v) for k, v in raw.items() if NAME.fullmatch(k) and _is_ok(v)]
    return {name: float(value) for name, value in named[:MOST_NAMES]}


def _is_ok(value: object) -> bool:
    if type(value) is int:
        return abs(value) < LARGEST
    return type(value) is float and math.isfinite(value) and abs(value) < LARGEST


def shown_names(tracks: Sequence[Track]) -> list[str]:
    """Return which figures are worth a chart: a quality and a loss, else the first."""
    there = list(dict.fromkeys(n for t in tracks for row in t.rows for n in row))
    chosen = [
        next((name for name in wanted if name in there), "")
        for wanted in (QUALITY, LOSS)
    ]
    others = [name for name in there if name not in STEPS]
    return [name for name in chosen if name] or others[:1]


def step_name(tracks: Sequence[Track]) -> str:
    """Return what the rows count by; ``line`` where they do not say."""
    rows = [row for track in tracks for row in track.rows]
    return next((s for s in STEPS if rows and all(s in row for row in rows)), "line")


def points_of(track: Track, name: str, step: str) -> Points:
    """Return (step, figure) by rising step; of one step the last, thinned to fit."""
    latest: dict[float, float] = {}
    for number, row in enumerate(track.rows, start=1):
        if name in row:
            latest[row.get(step, float(number))] = row[name]
    points = sorted(latest.items())
    every = max(1, math.ceil(len(points) / MOST_POINTS))
    kept = points[::every]
    return tuple(kept if not points or kept[-1] == points[-1] else [*kept, points[-1]])


def title_of(name: str) -> str:
    """Return ``val_accuracy`` as ``Validation accuracy``."""
    words = re.sub(r"[_./-]+", " ", name).strip() or name
    words = re.sub(r"^val\b", "validation", words)
    words = re.sub(r"\bacc$", "accuracy", words)
    return words[:1].upper() + words[1:]
