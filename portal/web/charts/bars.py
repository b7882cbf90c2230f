"""How a class is spread: a bar for each step, with the middle marked."""

import math
from collections.abc import Sequence

from django.utils.safestring import SafeString

from portal.web.charts import plot
from portal.web.charts.axis import Axis, axis, log_axis
from portal.web.charts.svg import element, percent

TOP, BASE, HEIGHT = 14.0, 146.0, 170
MOST_BARS = 10
GAP = 0.1  # of a bar's room
SIDES = ("now", "then")


def histogram(
    values: Sequence[float],
    *,
    low: float,
    high: float,
    what: str,
    says: str,
    key: str,
    middle: float | None = None,
    knots: Sequence[float] = (),
) -> SafeString:
    """Draw how many of ``values`` lie in each tenth from ``low`` to ``high``.

    A value at a border counts above it, the highest below. ``knots`` are where a curve
    bends.
    """
    across = axis(low, high, most=5)
    counts = binned(values, low, high)
    up = axis(0, max([*counts, 4]), most=3)
    marks = [
        *plot.rows(BASE, *(_y(up, tick) for tick in up.ticks if tick)),
        *(_bar(n, count, low, high, up) for n, count in enumerate(counts)),
        *(_knot(across, knot) for knot in knots if across.has(knot)),
        *_words(across, up),
    ]
    if middle is not None:
        marks += _middle(across, middle)
    return plot.chart(marks, key=key, title=what, says=says, height=HEIGHT)


def paired_histogram(
    before: Sequence[float],
    after: Sequence[float],
    *,
    low: float,
    high: float,
    what: str,
    says: str,
    key: str,
) -> SafeString:
    """Draw two spreads of the same people side by side: pale before, full after."""
    across = axis(low, high, most=5)
    counts = (binned(before, low, high), binned(after, low, high))
    up = axis(0, max([*counts[0], *counts[1], 4]), most=3)
    marks = [
        *plot.rows(BASE, *(_y(up, tick) for tick in up.ticks if tick)),
        *(
            _half_bar(n, side, count, low, high, up)
            for side, row in enumerate(counts)
            for n, count in enumerate(row)
        ),
        *_words(across, up),
    ]
    return plot.chart(marks, key=key, title=what, says=says, height=HEIGHT)


def tall_histogram(
    counts: Sequence[int],
    *,
    low: float,
    high: float,
    what: str,
    says: str,
    key: str,
    bound: float,
    bound_says: str,
) -> SafeString:
    """Draw counts that differ a thousandfold, one for each tenth: tall bars by ratio.

    ``bound`` is marked, with what it means.
    """
    across = axis(low, high, most=5)
    up = log_axis(0.5, max([*counts, 10]), most=3)
    marks = [
        *plot.rows(BASE, *(_y(up, tick) for tick in up.ticks)),
        *(_bar(n, count, low, high, up) for n, count in enumerate(counts) if count),
        *_bound(across, bound, bound_says),
        *_words(across, up),
    ]
    return plot.chart(marks, key=key, title=what, says=says, height=HEIGHT)


def binned(values: Sequence[float], low: float, high: float) -> list[int]:
    """Return how many values lie in each of ten equal steps; what is beyond is pinned.

    >>> binned([0, 5, 95, 100], 0, 100)
    [2, 0, 0, 0, 0, 0, 0, 0, 0, 2]
    """
    counts = [0] * MOST_BARS
    for value in values:
        step = math.floor((value - low) / (high - low) * MOST_BARS + 1e-9)
        counts[min(MOST_BARS - 1, max(0, step))] += 1
    return counts


def _y(up: Axis, count: float) -> float:
    return BASE - (BASE - TOP) * up.share(count)


def _half_bar(
    n: int, side: int, count: int, low: float, high: float, up: Axis
) -> SafeString:
    """Draw one of two bars of a step: ``side`` 0 is before, 1 is after."""
    width = (plot.RIGHT - plot.LEFT) / MOST_BARS
    half = width * (1 - GAP) / 2
    step = (high - low) / MOST_BARS
    span = f"{low + n * step:g} to {low + (n + 1) * step:g}"
    title = element("title", f"{span}, {SIDES[side]}: {count}")
    return element(
        "rect",
        title,
        class_=("c-bar", "c-bar-me")[side],
        x=percent(plot.LEFT + width * (n + GAP / 2) + side * half),
        y=_y(up, count),
        width=percent(half),
        height=BASE - _y(up, count),
    )


def _bar(n: int, count: int, low: float, high: float, up: Axis) -> SafeString:
    width = (plot.RIGHT - plot.LEFT) / MOST_BARS
    step = (high - low) / MOST_BARS
    title = element("title", f"{low + n * step:g} to {low + (n + 1) * step:g}: {count}")
    return element(
        "rect",
        title,
        class_="c-bar",
        x=percent(plot.LEFT + width * (n + GAP / 2)),
        y=_y(up, count),
        width=percent(width * (1 - GAP)),
        height=BASE - _y(up, count),
    )


def _knot(across: Axis, value: float) -> SafeString:
    x = percent(plot.across(across.share(value)))
    title = element("title", f"the curve bends at {value:g}")
    return element("line", title, class_="c-thin", x1=x, x2=x, y1=BASE - 8, y2=BASE + 4)


def _middle(across: Axis, value: float) -> list[SafeString]:
    return _bound(across, value, f"median {value:.4g}")


def _bound(across: Axis, value: float, says: str) -> list[SafeString]:
    share = plot.across(across.share(value))
    x = percent(share)
    is_right = share > 0.5
    return [
        element("line", class_="c-err c-dash", x1=x, x2=x, y1=TOP, y2=BASE),
        plot.text(
            share,
            TOP,
            says,
            anchor="end" if is_right else "start",
            dx=-6 if is_right else 6,
            dy=4,
            kind="c-me",
        ),
    ]


def _words(across: Axis, up: Axis) -> list[SafeString]:
    below = [
        plot.text(
            plot.across(across.share(tick)),
            BASE + 17,
            across.text(tick),
            anchor="middle",
        )
        for tick in across.ticks
    ]
    beside = [plot.text(0, _y(up, tick) - 5, up.text(tick)) for tick in up.ticks]
    return [*below, *beside]
