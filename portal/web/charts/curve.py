"""A measured value on the curve that turned it into points."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from portal.web import formats
from portal.web.charts.axis import Axis, axis
from portal.web.charts.svg import element, join, percent

TOP, BASE, HEIGHT = 37.7, 258.0, 300
BAND_TOP = 22.0
LEFT, RIGHT = 0.06, 0.98  # of the width: room for the labels at the ends


@dataclass(frozen=True)
class Curve:
    """A line from no points at ``zero_at`` to all ``points`` at ``full_at``."""

    zero_at: float
    full_at: float
    points: float
    what: str
    unit: str = ""


@dataclass(frozen=True)
class Reading:
    """One measurement on it; ``name`` is how the label speaks of it."""

    name: str
    value: float
    points: float
    low: float | None = None
    high: float | None = None
    repeats: tuple[float, ...] = ()


def curve_chart(
    curve: Curve, mine: Reading, earlier: Reading | None = None, *, key: str = "curve"
) -> SafeString:
    """Draw the curve, the interval and repeats of ``mine``, and the earlier point."""
    scale = _scale(curve)
    marks = [
        element("title", f"Points for {curve.what}", id=f"{key}-t"),
        element("desc", _description(curve, mine, earlier), id=f"{key}-d"),
        *_ground(curve, scale),
        _paths(curve, mine, scale),
        *_axis_words(curve, scale),
        *_repeats(curve, mine, scale),
        *([_earlier(curve, earlier, scale)] if earlier else []),
        *_full(curve, scale),
        *_mine(curve, mine, scale),
    ]
    return element(
        "svg",
        join(marks),
        role="img",
        aria_labelledby=f"{key}-t {key}-d",
        width="100%",
        height=HEIGHT,
    )


def _scale(curve: Curve) -> Axis:
    low, high = sorted((curve.zero_at, curve.full_at))
    span = high - low
    is_share = low >= 0 and high <= 1 and not curve.unit
    top = high + 0.45 * span
    bottom = low - 0.3 * span
    if is_share:
        top, bottom = min(1.0, top), max(0.0, bottom)
    elif low >= 0:
        # Seconds and bytes are read from zero, unless zero is far away.
        bottom = max(0.0, bottom) if low > 2 * span else 0.0
    return axis(bottom, top)


def _x(scale: Axis, value: float) -> float:
    return LEFT + (RIGHT - LEFT) * scale.share(value)


def _y(curve: Curve, points: float) -> float:
    share = points / curve.points if curve.points else 0.0
    return BASE - (BASE - TOP) * min(1.0, max(0.0, share))


def _ground(curve: Curve, scale: Axis) -> list[SafeString]:
    rows = [("c-axis", BASE), ("c-grid", (BASE + TOP) / 2), ("c-grid", TOP)]
    return [
        element("line", class_=kind, x1=0, x2="100%", y1=y, y2=y) for kind, y in rows
    ]


def _paths(curve: Curve, mine: Reading, scale: Axis) -> SafeString:
    """Draw what stretches, in percent of the plot: the interval's band, the curve."""

    def across(value: float) -> float:
        return _x(scale, value) * 100

    def down(points: float) -> float:
        return (_y(curve, points) - BAND_TOP) / (BASE - BAND_TOP) * 100

    low, high = sorted((curve.zero_at, curve.full_at))
    ends = (0.0, curve.points) if curve.zero_at < curve.full_at else (curve.points, 0.0)
    line = (
        f"M0 {down(ends[0]):.2f}L{across(low):.2f} {down(ends[0]):.2f}"
        f"L{across(high):.2f} {down(ends[1]):.2f}L100 {down(ends[1]):.2f}"
    )
    paths = [element("path", class_="c-curve", d=line)]
    if mine.low is not None and mine.high is not None:
        left, right = across(mine.low), across(mine.high)
        band = f"M{left:.2f} 0L{right:.2f} 0L{right:.2f} 100L{left:.2f} 100Z"
        paths.insert(0, element("path", class_="c-band", d=band))
    return element(
        "svg",
        join(paths),
        x=0,
        y=BAND_TOP,
        width="100%",
        height=BASE - BAND_TOP,
        view_box="0 0 100 100",
        preserve_aspect_ratio="none",
        overflow="visible",
    )


def _axis_words(curve: Curve, scale: Axis) -> list[SafeString]:
    rows = [
        (0.0, "0"),
        (curve.points / 2, formats.maximum(curve.points / 2)),
        (curve.points, f"{formats.maximum(curve.points)} points"),
    ]
    words = [_text(0.0, _y(curve, points) - 5, said) for points, said in rows]
    words += [
        _text(_x(scale, tick), 275.0, scale.text(tick), anchor="middle")
        for tick in scale.ticks
    ]
    what = f"{curve.what}, {curve.unit}" if curve.unit else curve.what
    words.append(_text(RIGHT, BASE + 35, what, anchor="end"))
    return words


def _repeats(curve: Curve, mine: Reading, scale: Axis) -> list[SafeString]:
    inside = [value for value in mine.repeats if scale.has(value)]
    if len(inside) < 2:
        return []
    ticks = [
        element(
            "line",
            element("title", f"repeat {number}: {formats.measure(value, curve.unit)}"),
            class_="c-tick",
            x1=percent(_x(scale, value)),
            x2=percent(_x(scale, value)),
            y1=BASE - 9,
            y2=BASE,
        )
        for number, value in enumerate(inside, start=1)
    ]
    right = _x(scale, max(inside))
    is_far_right = right > 0.8
    at = _x(scale, min(inside)) if is_far_right else right
    label = _text(
        at,
        BASE - 5,
        f"{len(mine.repeats)} seeds",
        dx=-9 if is_far_right else 9,
        anchor="end" if is_far_right else "start",
    )
    return [*ticks, label]


def _full(curve: Curve, scale: Axis) -> list[SafeString]:
    """Mark where all points are given, named at the end that is free."""
    x = _x(scale, curve.full_at)
    is_rising = curve.zero_at < curve.full_at
    said = f"full at {formats.short(curve.full_at, curve.unit)}"
    mark = element("circle", class_="c-pt-open", cx=percent(x), cy=TOP, r=3)
    if is_rising:
        return [mark, _text(RIGHT, TOP + 19, said, anchor="end")]
    return [mark, _text(x, TOP - 10, said, anchor="middle")]


def _earlier(curve: Curve, earlier: Reading, scale: Axis) -> SafeString:
    x, y = _x(scale, earlier.value), _y(curve, earlier.points)
    said = (
        f"{earlier.name}: {formats.measure(earlier.value, curve.unit)}, "
        f"{formats.points(earlier.points)} points"
    )
    is_left = x < 0.35
    # Below a rising curve on its right, above it on its left: never on the line.
    return join(
        [
            element(
                "circle",
                element("title", said),
                class_="c-pt-open",
                cx=percent(x),
                cy=y,
                r=5,
            ),
            _text(
                x,
                y,
                earlier.name,
                dx=10 if is_left else -12,
                dy=18 if is_left else -9,
                anchor="start" if is_left else "end",
            ),
        ]
    )


def _mine(curve: Curve, mine: Reading, scale: Axis) -> list[SafeString]:
    x, y = _x(scale, mine.value), _y(curve, mine.points)
    written = formats.measure(mine.value, curve.unit)
    is_left = x < 0.35
    marks = [
        element(
            "line", class_="c-err c-dash", x1=percent(x), x2=percent(x), y1=y, y2=BASE
        ),
        element("line", class_="c-err c-dash", x1=0, x2=percent(x), y1=y, y2=y),
        element(
            "circle",
            element(
                "title", f"{mine.name}: {written}, {formats.points(mine.points)} points"
            ),
            class_="c-pt",
            cx=percent(x),
            cy=y,
            r=7,
        ),
        _text(
            x,
            y,
            _label(mine, written, scale),
            dx=12 if is_left else -14,
            dy=-10 if is_left else -6,
            anchor="start" if is_left else "end",
            kind="c-me",
        ),
    ]
    if mine.low is not None and mine.high is not None and scale.has(mine.value):
        middle = (_x(scale, mine.low) + _x(scale, mine.high)) / 2
        marks.append(
            _text(
                min(0.9, max(0.1, middle)),
                BAND_TOP - 8,
                "95 % interval",
                anchor="middle",
                kind="c-me",
            )
        )
    return marks


def _label(mine: Reading, written: str, scale: Axis) -> str:
    if mine.value < scale.low:
        return f"← {mine.name} {written}"
    if mine.value > scale.high:
        return f"{mine.name} {written} →"
    return f"{mine.name} {written}"


def _text(
    x: float,
    y: float,
    said: str,
    *,
    anchor: str = "start",
    dx: float = 0,
    dy: float = 0,
    kind: str = "",
) -> SafeString:
    more = {"class_": kind} if kind else {}
    return element(
        "text", said, x=percent(x), y=y, dx=dx, dy=dy, text_anchor=anchor, **more
    )


def _description(curve: Curve, mine: Reading, earlier: Reading | None) -> str:
    def said(value: float) -> str:
        return formats.measure(value, curve.unit)

    sentences = [
        f"Points go in a straight line from 0 at {said(curve.zero_at)} to "
        f"{formats.maximum(curve.points)} at {said(curve.full_at)}.",
        f"{mine.name.capitalize()}: {said(mine.value)}, "
        f"{formats.points(mine.points)} points.",
    ]
    if mine.low is not None and mine.high is not None:
        sentences.append(f"95 % interval {said(mine.low)} to {said(mine.high)}.")
    for reading in _present([earlier]):
        sentences.append(
            f"{reading.name.capitalize()} had {said(reading.value)}, "
            f"{formats.points(reading.points)} points."
        )
    return " ".join(sentences)


def _present(readings: Sequence[Reading | None]) -> list[Reading]:
    return [reading for reading in readings if reading is not None]
