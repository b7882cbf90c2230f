"""Latency percentiles over the offered rate, with the bound and the graded rate."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from portal.web import formats
from portal.web.charts import plot
from portal.web.charts.axis import Axis, axis, log_axis
from portal.web.charts.placing import Room, Spot
from portal.web.charts.svg import element, percent

TOP, BASE, HEIGHT = 22.0, 316.0, 340
FIRST, LAST = 0.145, 0.91  # of the width: room for the names at the ends
APART = 15.0  # pixels between two names
BEHIND = ("c-thin", "c-mid", "c-thin")


@dataclass(frozen=True)
class Percentile:
    """One line: ``points`` are (offered rate, milliseconds) by rising rate."""

    name: str
    points: tuple[tuple[float, float], ...]
    is_graded: bool = False


@dataclass(frozen=True)
class Bound:
    """What was asked for: at most ``ms`` in ``name``; graded at ``rate``."""

    name: str
    rate: float
    ms: float


@dataclass(frozen=True)
class _Ground:
    across: Axis
    up: Axis

    def x(self, rate: float) -> float:
        return FIRST + (LAST - FIRST) * self.across.share(rate)

    def y(self, ms: float) -> float:
        return BASE - (BASE - TOP) * self.up.share(ms)


def latency_chart(
    lines: Sequence[Percentile], bound: Bound, *, says: str, key: str = "latency"
) -> SafeString:
    """Draw each percentile with its name, the bound dashed, the graded rate upright."""
    ground = _ground(lines, bound)
    room = _room(lines, bound, ground)
    words = [*_axis_words(ground, room), *_names(lines, ground, room)]
    marks = [
        *plot.rows(BASE, *(ground.y(tick) for tick in ground.up.ticks)),
        plot.stretched(_paths(lines, ground), top=TOP, base=BASE),
        *words,
        *_bound(bound, ground, room),
        *_points(lines, bound.rate, ground),
    ]
    title = "Latency percentiles over offered load"
    return plot.chart(marks, key=key, title=title, says=says, height=HEIGHT)


def _ground(lines: Sequence[Percentile], bound: Bound) -> _Ground:
    rates = [rate for line in lines for rate, _ in line.points] + [bound.rate]
    values = [ms for line in lines for _, ms in line.points if ms > 0] + [bound.ms]
    up = log_axis(min(values) / 1.6, max(values) * 1.4, most=5)
    return _Ground(axis(min(rates), max(rates), most=6), up)


def _room(lines: Sequence[Percentile], bound: Bound, ground: _Ground) -> Room:
    """Say where no words belong."""
    room, x = Room(), ground.x(bound.rate)
    for line in lines:
        room.walk((ground.x(rate), ground.y(ms)) for rate, ms in line.points)
    room.walk([(x, TOP), (x, BASE)])
    room.walk([(FIRST, ground.y(bound.ms)), (LAST, ground.y(bound.ms))])
    return room


def _paths(lines: Sequence[Percentile], ground: _Ground) -> list[SafeString]:
    def walk(line: Percentile) -> str:
        across = (ground.x(rate) * 100 for rate, _ in line.points)
        down = ((ground.y(ms) - TOP) / (BASE - TOP) * 100 for _, ms in line.points)
        steps = (f"{x:.2f} {y:.2f}" for x, y in zip(across, down, strict=True))
        return f"M{'L'.join(steps)}"

    behind = [line for line in lines if not line.is_graded]
    paths = [
        element("path", class_=BEHIND[n % len(BEHIND)], d=walk(line))
        for n, line in enumerate(behind)
    ]
    front = [line for line in lines if line.is_graded]
    return [*paths, *(element("path", class_="c-line", d=walk(line)) for line in front)]


def _axis_words(ground: _Ground, room: Room) -> list[SafeString]:
    words = []
    for tick in ground.up.ticks:
        said, spot = f"{ground.up.text(tick)} ms", Spot(0.0, ground.y(tick) - 5)
        room.keep(said, spot)
        words.append(plot.text(spot.x, spot.y, said))
    for number, tick in enumerate(ground.across.ticks):
        said = ground.across.text(tick)
        said = f"{said} req/s" if number == 0 else said
        x = ground.x(tick)
        words.append(plot.text(x, BASE + 17, said, anchor="middle"))
    return words


def _bound(bound: Bound, ground: _Ground, room: Room) -> list[SafeString]:
    at, y = ground.x(bound.rate), ground.y(bound.ms)
    x = percent(at)
    graded = f"graded at {formats.maximum(bound.rate)} req/s"
    said = f"{bound.name} bound {formats.maximum(bound.ms)} ms"
    beside = [Spot(at, TOP, "start", 8, -8), Spot(at, TOP, "end", -8, -8)]
    along = [
        Spot(x, y, anchor, dx, dy)
        for x, anchor, dx in (
            *((FIRST, "start", 0), (at, "start", 10), (at, "end", -10)),
            *((LAST, "end", -4), (0.35, "start", 0), (0.55, "start", 0)),
        )
        for dy in (-6, 16)
    ]
    return [
        element("line", class_="c-axis", x1=x, x2=x, y1=TOP, y2=BASE),
        room.put(graded, beside, kind="c-strong"),
        element(
            "line", class_="c-bound", x1=percent(FIRST), x2=percent(LAST), y1=y, y2=y
        ),
        room.put(said, along, kind="c-warnt"),
    ]


def _points(
    lines: Sequence[Percentile], rate: float, ground: _Ground
) -> list[SafeString]:
    """Mark where each line passes the graded rate."""
    marks = []
    for line in lines:
        for at, ms in line.points:
            if at == rate:
                said = f"{line.name} at {at:g} req/s: {formats.measure(ms, 'ms')}"
                kind, size = ("c-pt", 6) if line.is_graded else ("c-pt-open", 4)
                x, y, title = (
                    percent(ground.x(at)),
                    ground.y(ms),
                    element("title", said),
                )
                marks.append(element("circle", title, class_=kind, cx=x, cy=y, r=size))
    return marks


def _names(
    lines: Sequence[Percentile], ground: _Ground, room: Room
) -> list[SafeString]:
    """Name each line at its end; names that would touch are moved apart, upwards."""
    ends = sorted(lines, key=lambda line: -ground.y(line.points[-1][1]))
    words, above = [], BASE + APART
    for line in ends:
        rate, ms = line.points[-1]
        above = min(ground.y(ms), above - APART)
        kind = "c-me" if line.is_graded else ""
        spot = Spot(ground.x(rate), above, dx=8, dy=4)
        room.keep(line.name, spot, kind)
        words.append(plot.text(spot.x, above, line.name, dx=8, dy=4, kind=kind))
    return words
