"""How a training goes, by its own figures: a chart that grows while it runs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from portal.grading.models import GradingJob, StageLog
from portal.grading.selectors import METRICS, tail_of
from portal.web import formats
from portal.web.charts.lines import Line, line_chart
from portal.web.student.metrics import (
    Track,
    points_of,
    rows_of,
    shown_names,
    step_name,
    title_of,
)

MOST_BYTES = 256 * 1024  # read of each training's figures, from their end
MOST_TRACKS = 20
MOST_ROWS = 12
MOST_COLUMNS = 6


@dataclass(frozen=True)
class Plot:
    """One figure over the steps: what it shows, the picture, the table behind it."""

    title: str
    more: str
    chart: SafeString
    step: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Learning:
    """What a training's own figures show; none yet while it has written none."""

    plots: tuple[Plot, ...]


def learning_of(
    job: GradingJob | None, logs: Iterable[StageLog], *, is_live: bool
) -> Learning | None:
    """Return the charts of a job's visible logs; None where it writes no figures."""
    if job is None:
        return None
    tracks = _tracks(job, logs)
    if not tracks:
        is_coming = is_live and job.version.spec["grade"]["family"] == "training"
        return Learning(()) if is_coming else None
    now = _running(job) if is_live else 0
    step = step_name(tracks)
    plots = [_plot(tracks, name, step, now) for name in shown_names(tracks)]
    return Learning(tuple(plot for plot in plots if plot is not None))


def _tracks(job: GradingJob, logs: Iterable[StageLog]) -> list[Track]:
    found = []
    for log in logs:
        number = _number(log)
        if number and log.size:
            rows = rows_of(tail_of(job, log, most_bytes=MOST_BYTES))
            found.append(Track(number, rows))
    full = sorted((t for t in found if t.rows), key=lambda track: track.number)
    return full[:MOST_TRACKS]


def _number(log: StageLog) -> int:
    """Return which training's figures a log holds; 0 for any other log."""
    number = log.stage.removeprefix(METRICS)
    is_one = log.stage.startswith(METRICS) and number.isascii() and number.isdigit()
    return int(number) if is_one and len(number) < 4 else 0


def _running(job: GradingJob) -> int:
    """Return which training runs now, 0 if none does."""
    for stage in job.progress:
        number = str(stage["name"]).removeprefix("train-")
        if stage["state"] == "running" and number.isascii() and number.isdigit():
            return int(number[:4])
    return 0


def _plot(tracks: Sequence[Track], name: str, step: str, now: int) -> Plot | None:
    lines = [
        Line(f"seed {track.number}", points, is_now=track.number == now)
        for track in tracks
        if (points := points_of(track, name, step))
    ]
    if not lines:
        return None
    what = title_of(name)
    more = _more(lines, step)
    key = f"learning-{'-'.join(what.lower().split())}"
    says = f"{what} by {step}. {more}"
    return Plot(
        title=f"{what} by {step}.",
        more=more,
        chart=line_chart(lines, what=what, by=step, says=says, key=key),
        step=step.capitalize(),
        heads=tuple(line.name.capitalize() for line in lines[:MOST_COLUMNS]),
        rows=_rows(lines[:MOST_COLUMNS]),
    )


def _more(lines: Sequence[Line], step: str) -> str:
    now = next((line for line in lines if line.is_now), None)
    if now is not None:
        x, y = now.last
        return f"{now.name.capitalize()} is at {_text(y)} after {step} {x:,.0f}."
    ends = [_text(line.last[1]) for line in lines]
    if len(ends) == 1:
        return f"It ended at {ends[0]}."
    return f"The {len(ends)} seeds ended at {', '.join(ends[:-1])} and {ends[-1]}."


def _rows(lines: Sequence[Line]) -> tuple[tuple[str, ...], ...]:
    """Return a few steps, evenly chosen, the last among them."""
    steps = sorted({x for line in lines for x, _ in line.points})
    every = max(1, -(-len(steps) // MOST_ROWS))
    chosen = sorted({*steps[every - 1 :: every], steps[-1]})
    values = [dict(line.points) for line in lines]
    return tuple(
        (f"{x:,.10g}", *(_text(found.get(x)) for found in values)) for x in chosen
    )


def _text(value: float | None) -> str:
    return formats.NONE if value is None else f"{value:.4g}".replace("-", formats.MINUS)
