"""Models by quality and size, the faster the larger, with the line nobody is above."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from portal.web import formats
from portal.web.charts.axis import Axis, axis
from portal.web.charts.svg import element, join, percent

TOP, BASE, HEIGHT = 18.0, 356.0, 380
LOWEST = 0.95  # of the reference's quality; what is worse lies on the ground line


@dataclass(frozen=True)
class Spot:
    """One model; ``faster`` is how many times as fast as the reference."""

    name: str
    quality: float
    size: float
    faster: float
    is_mine: bool = False
    is_out: bool = False  # does not meet the gate
    is_reference: bool = False


def pareto_chart(
    spots: Sequence[Spot], unit: str, *, key: str = "pareto"
) -> SafeString:
    """Draw every model; ``spots`` has the reference among them."""
    across, up = _scales(spots)
    marks = [
        element("title", "Quality and size of the submitted models", id=f"{key}-t"),
        element("desc", _description(spots, unit), id=f"{key}-d"),
        *_ground(across, up, unit),
        _line(spots, across, up),
        *[_circle(spot, across, up, unit) for spot in _back_to_front(spots)],
        *[_label(s, across, up, unit) for s in spots if s.is_mine or s.is_reference],
    ]
    return element(
        "svg",
        join(marks),
        role="img",
        aria_labelledby=f"{key}-t {key}-d",
        width="100%",
        height=HEIGHT,
    )


def frontier_of(spots: Sequence[Spot]) -> list[Spot]:
    """Return, from small to large, those that no smaller or equal one is as good as."""
    found: list[Spot] = []
    for spot in sorted(spots, key=lambda s: (s.size, -s.quality)):
        if not spot.is_out and (not found or spot.quality > found[-1].quality):
            found.append(spot)
    return found


def _scales(spots: Sequence[Spot]) -> tuple[Axis, Axis]:
    base = max((s.quality for s in spots if s.is_reference), default=1.0)
    sizes = [s.size for s in spots]
    seen = [max(s.quality, LOWEST * base) for s in spots]
    room = 0.08 * (max(sizes) - min(sizes) or max(sizes))
    air = 0.12 * (max(seen) - min(seen) or 0.01)
    return (
        axis(max(0.0, min(sizes) - room), max(sizes) + room, most=7),
        axis(min(seen) - air, max(seen) + air, most=5),
    )


def _y(up: Axis, quality: float) -> float:
    return BASE - (BASE - TOP) * up.share(quality)


def _ground(across: Axis, up: Axis, unit: str) -> list[SafeString]:
    marks = [element("line", class_="c-axis", x1=0, x2="100%", y1=BASE, y2=BASE)]
    for tick in up.ticks:
        y = _y(up, tick)
        marks.append(element("line", class_="c-grid", x1=0, x2="100%", y1=y, y2=y))
        marks.append(element("text", up.text(tick), x=0, y=y - 5))
    for tick in across.ticks:
        x = across.share(tick)
        if 0.04 < x < 0.97:
            said = formats.measure(tick, unit)
            marks.append(
                element("text", said, x=percent(x), y=BASE + 17, text_anchor="middle")
            )
    return marks


def _line(spots: Sequence[Spot], across: Axis, up: Axis) -> SafeString:
    """The frontier as stairs: at this size, the best there is."""
    path = ""
    for spot in frontier_of(spots):
        x = across.share(spot.size) * 100
        y = (_y(up, spot.quality) - TOP) / (BASE - TOP) * 100
        path += f"H{x:.2f}V{y:.2f}" if path else f"M{x:.2f} {y:.2f}"
    return element(
        "svg",
        element("path", class_="c-mid", d=path),
        x=0,
        y=TOP,
        width="100%",
        height=BASE - TOP,
        view_box="0 0 100 100",
        preserve_aspect_ratio="none",
        overflow="visible",
    )


def _back_to_front(spots: Sequence[Spot]) -> list[Spot]:
    return sorted(spots, key=lambda s: (s.is_mine, not s.is_out, -_radius(s)))


def _radius(spot: Spot) -> float:
    return 2.5 + 2.6 * min(3.5, max(0.8, spot.faster))


def _circle(spot: Spot, across: Axis, up: Axis, unit: str) -> SafeString:
    kind = "c-pt-dim" if spot.is_out else "c-pt" if spot.is_mine else "f-soft"
    return element(
        "circle",
        element("title", _said(spot, unit)),
        class_=kind,
        cx=percent(across.share(spot.size)),
        cy=_y(up, spot.quality),
        r=_radius(spot),
    )


def _label(spot: Spot, across: Axis, up: Axis, unit: str) -> SafeString:
    x, y = across.share(spot.size), _y(up, spot.quality)
    if spot.is_reference:
        side = "end" if x > 0.85 else "middle"
        return element("text", spot.name, x=percent(x), y=y, dy=-12, text_anchor=side)
    size = formats.measure(spot.size, unit)
    is_right = x > 0.7
    return element(
        "text",
        f"you: {size}, {spot.faster:.1f}×",
        class_="c-me",
        x=percent(x),
        y=y,
        dx=-12 if is_right else 12,
        dy=18,
        text_anchor="end" if is_right else "start",
    )


def _said(spot: Spot, unit: str) -> str:
    name = "you" if spot.is_mine else spot.name
    size = formats.measure(spot.size, unit)
    return f"{name}: {size}, {formats.plain(spot.quality)}, {spot.faster:.1f}×"


def _description(spots: Sequence[Spot], unit: str) -> str:
    models = [spot for spot in spots if not spot.is_reference]
    met = sum(not spot.is_out for spot in models)
    said = f"{len(models)} models, of which {met} meet the gate."
    ahead = ", ".join(_said(spot, unit) for spot in frontier_of(spots))
    return f"{said} On the frontier, from small to large: {ahead}."
