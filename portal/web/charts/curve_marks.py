"""What lies on a curve: one's own point, the earlier one, repeats, where it is full."""

from django.utils.safestring import SafeString

from portal.web import formats
from portal.web.charts import plot
from portal.web.charts.curve_model import Reading, Scene
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
    right = scene.x(max(inside))
    is_far_right = right > 0.8
    label = plot.text(
        scene.x(min(inside)) if is_far_right else right,
        scene.base - 5,
        f"{len(mine.repeats)} {mine.each}s",
        dx=-9 if is_far_right else 9,
        anchor="end" if is_far_right else "start",
    )
    return [*ticks, label]


def full(scene: Scene) -> list[SafeString]:
    """Mark where all points are given, named at the end that is free."""
    curve = scene.curve
    x = scene.x(curve.full_at)
    said = f"full at {formats.short(curve.full_at, curve.unit)}"
    mark = element("circle", class_="c-pt-open", cx=percent(x), cy=scene.top, r=3)
    if not curve.is_falling:
        dy = -10 if x > 0.78 else 19
        label = plot.text(plot.RIGHT, scene.top + dy, said, anchor="end")
    elif x < 0.3:
        label = plot.text(x, scene.top, said, dx=8, dy=-8)
    else:
        label = plot.text(x, scene.top - 10, said, anchor="middle")
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
    # Below a rising curve on its right, above it on its left; above a falling one.
    is_falling = scene.curve.is_falling
    is_right = x < (0.7 if is_falling else 0.35)
    is_under = is_right != is_falling and y < scene.base - 24
    label = plot.text(
        x,
        y,
        before.name,
        dx=10 if is_right else -12,
        dy=18 if is_under else -9,
        anchor="start" if is_right else "end",
    )
    return [mark, label]


def mine(scene: Scene, *, label_at: float) -> list[SafeString]:
    """Draw one's own point, with lines to both axes and the interval's name."""
    own = scene.mine
    x, y = scene.x(own.value), scene.y(own.points)
    written = formats.measure(own.value, scene.curve.unit)
    said = f"{own.name}: {written}, {formats.points(own.points)} points"
    point = element(
        "circle", element("title", said), class_="c-pt", cx=percent(x), cy=y, r=7
    )
    marks = [
        element(
            "line",
            class_="c-err c-dash",
            x1=percent(x),
            x2=percent(x),
            y1=y,
            y2=scene.base,
        ),
        element("line", class_="c-err c-dash", x1=0, x2=percent(x), y1=y, y2=y),
        point,
        _own_label(scene, x, y, written),
    ]
    if own.low is not None and own.high is not None and scene.scale.has(own.value):
        middle = (scene.x(own.low) + scene.x(own.high)) / 2
        x = min(0.9, max(0.1, middle))
        words = plot.text(x, label_at, "95 % interval", anchor="middle", kind="c-me")
        marks.append(words)
    return marks


def _own_label(scene: Scene, x: float, y: float, written: str) -> SafeString:
    """Name the point on the side where the curve is not."""
    is_right = x < 0.35 or (scene.curve.is_falling and x < 0.7)
    return plot.text(
        x,
        y,
        _pointed(scene, written),
        dx=12 if is_right else -14,
        dy=-10 if is_right else -6,
        anchor="start" if is_right else "end",
        kind="c-me",
    )


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
