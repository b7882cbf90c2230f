"""What lies on a curve: one's own point, the earlier one, repeats, where it is full."""

from django.utils.safestring import SafeString

from portal.web import formats
from portal.web.charts import plot
from portal.web.charts.curve_model import Reading, Scene
from portal.web.charts.placing import Spot
from portal.web.charts.svg import element, percent

NEAR = 0.16  # of the width: labels nearer than this would touch


def repeats(scene: Scene) -> list[SafeString]:
    """Draw a tick for each repeat, and say how many there are."""
    mine = scene.mine
    inside = [value for value in mine.repeats if scene.scale.has(value)]
    if len(inside) < 2:
        return []
    said = formats.measure
    ticks = [
        element(
            "line",
            element("title", f"{mine.each} {number}: {said(value, scene.curve.unit)}"),
            class_="c-tick",
            x1=percent(scene.x(value)),
            x2=percent(scene.x(value)),
            y1=scene.base - 9,
            y2=scene.base,
        )
        for number, value in enumerate(inside, start=1)
    ]
    left, right, foot = scene.x(min(inside)), scene.x(max(inside)), scene.base - 5
    spots = [
        Spot(right, foot, dx=9),
        Spot(left, foot, "end", dx=-9),
        Spot(right, foot - 12, dx=9),
        Spot(left, foot - 12, "end", dx=-9),
    ]
    label = scene.room.put(f"{len(mine.repeats)} {mine.each}s", spots)
    return [*ticks, label]


def full(scene: Scene) -> list[SafeString]:
    """Mark where all points are given, named at the end that is free."""
    curve = scene.curve
    x = scene.x(curve.full_at)
    said = f"full at {formats.short(curve.full_at, curve.unit)}"
    mark = element("circle", class_="c-pt-open", cx=percent(x), cy=scene.top, r=3)
    scene.room.dot(x, scene.top, 3)
    ends = [Spot(plot.RIGHT, scene.top, "end", dy=dy) for dy in (19, -10)]
    far = [Spot(x, scene.top, "end", -90, -8), Spot(x, scene.top, "start", 100, -8)]
    spots = [*_around(x, scene.top), *far]
    label = scene.room.put(said, spots if curve.is_falling else [*ends, *spots])
    return [mark, label]


def earlier(scene: Scene) -> list[SafeString]:
    """Draw the point of an earlier submission, off the line and off one's own."""
    before = scene.earlier
    if before is None:
        return []
    x, y = scene.x(before.value), scene.y(before.points)
    said = (
        f"{before.name}: {formats.measure(before.value, scene.curve.unit)}, "
        f"{formats.points(before.points)} points"
    )
    mark = element(
        "circle",
        element("title", said),
        class_="c-pt-open",
        cx=percent(x),
        cy=y,
        r=5,
    )
    if _is_near(scene, before):
        return [mark]  # its words are in the title and in the table
    scene.room.dot(x, y, 5)
    label = scene.room.put(before.name, _around(x, y))
    return [mark, label]


def mine(scene: Scene, *, label_at: float) -> list[SafeString]:
    """Draw one's own point, with lines to both axes and the interval's name."""
    own = scene.mine
    x, y = scene.x(own.value), scene.y(own.points)
    written = formats.measure(own.value, scene.curve.unit)
    said = f"{own.name}: {written}, {formats.points(own.points)} points"
    dashed = [(percent(x), percent(x), y, scene.base), ("0", percent(x), y, y)]
    lines = [
        element("line", class_="c-err c-dash", x1=x1, x2=x2, y1=y1, y2=y2)
        for x1, x2, y1, y2 in dashed
    ]
    point = element(
        "circle", element("title", said), class_="c-pt", cx=percent(x), cy=y, r=7
    )
    interval = _interval(scene, label_at)  # its place is given, so it comes first
    return [*lines, point, _own_label(scene, x, y, written), *interval]


def _interval(scene: Scene, at: float) -> list[SafeString]:
    own = scene.mine
    if own.low is None or own.high is None or not scene.scale.has(own.value):
        return []
    x = min(0.86, max(0.14, (scene.x(own.low) + scene.x(own.high)) / 2))
    said, spot = own.bounds, Spot(x, at, "middle")
    scene.room.keep(said, spot, "c-me")
    return [plot.text(x, at, said, anchor="middle", kind="c-me")]


def _own_label(scene: Scene, x: float, y: float, written: str) -> SafeString:
    scene.room.dot(x, y, 7)
    return scene.room.put(_pointed(scene, written), _around(x, y), kind="c-me")


def _around(x: float, y: float) -> list[Spot]:
    """Return the places about a point, from the nearest to the farthest."""
    spots = [
        Spot(x, y, anchor, side * (dx + 2 * (anchor == "end")), dy)
        for dy, dx in ((-8, 10), (20, 10), (4, 14), (-22, 6), (34, 6), (-36, 6))
        for anchor, side in (("start", 1), ("end", -1))
    ]
    middle = [Spot(x, y, "middle", 0, dy) for dy in (-14, 24, -28, 38)]
    return [*spots[:4], *middle[:1], *spots[4:], *middle[1:]]


def _pointed(scene: Scene, written: str) -> str:
    own, scale = scene.mine, scene.scale
    if own.value < scale.low:
        return f"← {own.name} {written}"
    if own.value > scale.high:
        return f"{own.name} {written} →"
    return f"{own.name} {written}"


def _is_near(scene: Scene, other: Reading) -> bool:
    aside = abs(scene.x(other.value) - scene.x(scene.mine.value))
    above = abs(scene.y(other.points) - scene.y(scene.mine.points))
    return aside < NEAR and above < 20
