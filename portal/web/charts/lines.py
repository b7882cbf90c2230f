"""Lines that grow while something runs: one a seed, named at their ends."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from portal.web.charts import plot
from portal.web.charts.axis import Axis, axis, is_wide, log_axis
from portal.web.charts.svg import element, percent

TOP, HEIGHT, FOOT = 18.0, 262, 26
FIRST, LAST = 0.1125, 0.88  # of the width: room for the names at the ends
APART = 15.0  # pixels between two names
MOST_NAMES = 4
SHORT = 6  # characters of a name that has room beside the last point
KINDS = ("c-mid", "c-thin")


@dataclass(frozen=True)
class Line:
    """Points (x, y) by rising x; ``is_now`` is the one that still grows."""

    name: str
    points: tuple[tuple[float, float], ...]
    is_now: bool = False

    @property
    def last(self) -> tuple[float, float]:
        return self.points[-1]


@dataclass(frozen=True)
class _Ground:
    """Both axes, and where a point lies."""

    across: Axis
    up: Axis
    base: float

    def x(self, value: float) -> float:
        return FIRST + (LAST - FIRST) * self.across.share(value)

    def y(self, value: float) -> float:
        return self.base - (self.base - TOP) * self.up.share(value)


def line_chart(
    lines: Sequence[Line],
    *,
    what: str,
    by: str,
    says: str,
    key: str,
    height: int = HEIGHT,
) -> SafeString:
    """Draw each line with its name; the newest, or the one that grows, stands out."""
    ground = _ground(lines, height - FOOT)
    front = next((n for n, line in enumerate(lines) if line.is_now), len(lines) - 1)
    heights = [ground.y(tick) for tick in ground.up.ticks]
    marks = [
        *plot.rows(ground.base, *heights),
        plot.stretched(_paths(lines, ground, front), top=TOP, base=ground.base),
        *_axis_words(ground, by),
        *_ends(lines, ground, front),
    ]
    return plot.chart(marks, key=key, title=f"{what} by {by}", says=says, height=height)


def _ground(lines: Sequence[Line], base: float) -> _Ground:
    xs = [x for line in lines for x, _ in line.points]
    ys = [y for line in lines for _, y in line.points]
    low, high = min(ys), max(ys)
    if is_wide(low, high) and high / low > 100:
        up = log_axis(low, high, most=5)
    else:
        room = 0.08 * (high - low) or abs(high) * 0.1 or 0.5
        is_share = low >= 0 and high <= 1
        bottom = max(0.0, low - room) if low >= 0 else low - room
        up = axis(bottom, min(1.0, high + room) if is_share else high + room, most=4)
    first, last = min(xs), max(xs)
    return _Ground(axis(first, max(last, first + 1), most=6), up, base)


def _paths(lines: Sequence[Line], ground: _Ground, front: int) -> list[SafeString]:
    def walk(line: Line) -> str:
        tall = ground.base - TOP
        steps = (
            f"{ground.x(x) * 100:.2f} {(ground.y(y) - TOP) / tall * 100:.2f}"
            for x, y in line.points
        )
        return f"M{'L'.join(steps)}"

    behind = [
        element("path", class_=KINDS[n % len(KINDS)], d=walk(line))
        for n, line in enumerate(lines)
        if n != front
    ]
    return [*behind, element("path", class_="c-line", d=walk(lines[front]))]


def _axis_words(ground: _Ground, by: str) -> list[SafeString]:
    words = [
        plot.text(0.0, ground.y(tick) - 5, ground.up.text(tick))
        for tick in ground.up.ticks
    ]
    ticks = [t for t in ground.across.ticks if float(t).is_integer()]
    for number, tick in enumerate(ticks):
        said = f"{tick:,.0f}".replace("-", "\u2212")
        said = said if number else f"{by} {said}"
        x = ground.x(tick)
        words.append(plot.text(x, ground.base + 17, said, anchor="middle"))
    return words


def _ends(lines: Sequence[Line], ground: _Ground, front: int) -> list[SafeString]:
    """Mark where each line ends; names that would touch are moved apart."""
    marks = []
    for n, line in enumerate(lines):
        x, y = ground.x(line.last[0]), ground.y(line.last[1])
        kind, size = ("c-pt", 5.5) if n == front else ("c-pt-open", 3.5)
        title = element("title", f"{line.name}: {line.last[1]:.4g}")
        mark = element("circle", title, class_=kind, cx=percent(x), cy=y, r=size)
        marks.append(mark)
    named = [front, *(n for n in range(len(lines)) if n != front)][:MOST_NAMES]
    wanted = sorted((ground.y(lines[n].last[1]), n) for n in named)
    for n, y in _spread(wanted, ground.base):
        at = (ground.x(lines[n].last[0]), y)
        marks.append(_name(lines[n], *at, ground.base, is_front=n == front))
    return marks


def _name(line: Line, x: float, y: float, base: float, *, is_front: bool) -> SafeString:
    """Write a name beside the line's end; below or above it where it would not fit."""
    is_long = len(line.name) > SHORT
    is_left = x > LAST - 0.01 and (line.is_now or is_long)
    below, above = 20, -10
    if y + below > base:  # there are the numbers of the axis
        below = above
    beside = above if is_left else 4
    return plot.text(
        x,
        y,
        f"{line.name}, now" if line.is_now else line.name,
        anchor="end" if is_left else "start",
        dx=-6 if is_left else 9,
        dy=below if line.is_now else beside,
        kind="c-me" if is_front else "",
    )


def _spread(
    wanted: Sequence[tuple[float, int]], base: float
) -> list[tuple[int, float]]:
    """Return the heights of names, from the top, at least a line apart."""
    placed: list[tuple[int, float]] = []
    for y, n in wanted:
        if placed:
            y = max(y, placed[-1][1] + APART)
        placed.append((n, y))
    over = max(0.0, placed[-1][1] - base) if placed else 0.0
    return [(n, y - over) for n, y in placed]
