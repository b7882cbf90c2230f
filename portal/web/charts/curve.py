"""A measured value on the curve that turned it into points."""

from collections.abc import Iterator
from itertools import pairwise

from django.utils.safestring import SafeString

from portal.web import formats
from portal.web.charts import curve_marks, plot
from portal.web.charts.axis import Axis, axis, is_wide, log_axis
from portal.web.charts.curve_model import Curve, Reading, Scene
from portal.web.charts.placing import Spot
from portal.web.charts.svg import element

TOP, BASE, HEIGHT = 37.7, 258.0, 300
BAND_TOP = 22.0
NEAR_RIGHT = 0.95  # of the width: a number in the middle of it would leave the picture
PIECES = 24  # of a straight line on a logarithmic axis


def curve_chart(
    curve: Curve, mine: Reading, earlier: Reading | None = None, *, key: str = "curve"
) -> SafeString:
    """Draw the curve, the interval and repeats of ``mine``, and the earlier point."""
    scene = Scene(curve, _scale(curve), mine, earlier, top=TOP, base=BASE)
    ground = [*plot.rows(BASE, (BASE + TOP) / 2, TOP), _paths(scene)]
    words = _axis_words(scene)
    _take_room(scene)
    # Whoever comes first has the better place; later marks lie on top.
    own = curve_marks.mine(scene, label_at=BAND_TOP - 8)
    full, before = curve_marks.full(scene), curve_marks.earlier(scene)
    marks = [*ground, *words, *curve_marks.repeats(scene), *before, *full, *own]
    return plot.chart(
        marks,
        key=key,
        title=f"Points for {curve.what}",
        says=_description(scene),
        height=HEIGHT,
    )


def _scale(curve: Curve) -> Axis:
    low, high = curve.corners[0][0], curve.corners[-1][0]
    if is_wide(low, high):
        room = (high / low) ** 0.2
        return log_axis(low / room, high * room)
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


def _paths(scene: Scene) -> SafeString:
    """Draw what stretches, in percent of the plot: the interval's band, the curve."""
    height = BASE - BAND_TOP

    def point(value: float, share: float) -> str:
        down = (scene.y_of(share) - BAND_TOP) / height * 100
        return f"{scene.x(value) * 100:.2f} {down:.2f}"

    corners = list(_bent(scene))
    first, last = corners[0][1], corners[-1][1]
    ends = [(scene.y_of(share) - BAND_TOP) / height * 100 for share in (first, last)]
    walk = "L".join(point(*corner) for corner in corners)
    line = f"M0 {ends[0]:.2f}L{walk}L100 {ends[1]:.2f}"
    paths = [element("path", class_="c-curve", d=line)]
    mine = scene.mine
    if mine.low is not None and mine.high is not None:
        left, right = scene.x(mine.low) * 100, scene.x(mine.high) * 100
        band = f"M{left:.2f} 0L{right:.2f} 0L{right:.2f} 100L{left:.2f} 100Z"
        paths.insert(0, element("path", class_="c-band", d=band))
    return plot.stretched(paths, top=BAND_TOP, base=BASE)


def _take_room(scene: Scene) -> None:
    """Say where no words belong: on the curve, and on the lines to one's own point."""
    corners = [(scene.x(value), scene.y_of(share)) for value, share in _bent(scene)]
    scene.room.walk([(0.0, corners[0][1]), *corners, (1.0, corners[-1][1])])
    x, y = scene.x(scene.mine.value), scene.y(scene.mine.points)
    scene.room.walk([(0.0, y), (x, y), (x, scene.base)])
    scene.room.walk([(0.0, scene.base), (1.0, scene.base)])


def _bent(scene: Scene) -> Iterator[tuple[float, float]]:
    """Yield the corners; on a logarithmic axis also what a straight line bends by."""
    corners = scene.curve.corners
    yield corners[0]
    for (low, one), (high, other) in pairwise(corners):
        pieces = PIECES if scene.scale.is_log and one != other and high > low else 1
        growth = (high / low) ** (1 / pieces) if pieces > 1 else 1.0
        for n in range(1, pieces):
            value = low * growth**n
            yield value, one + (other - one) * (value - low) / (high - low)
        yield high, other


def _axis_words(scene: Scene) -> list[SafeString]:
    curve = scene.curve
    unit = "point" if curve.points == 1 else "points"
    steps = [
        (0.0, "0"),
        (0.5, formats.maximum(curve.points / 2)),
        (1.0, f"{formats.maximum(curve.points)} {unit}"),
    ]
    for share, said in steps:
        scene.room.keep(said, Spot(0.0, scene.y_of(share) - 5))
    words = [plot.text(0.0, scene.y_of(share) - 5, said) for share, said in steps]
    for said, spot in _words_below(scene):
        scene.room.keep(said, spot)
        words.append(plot.text(spot.x, spot.y, said, anchor=spot.anchor))
    return words


def _words_below(scene: Scene) -> Iterator[tuple[str, Spot]]:
    curve, scale = scene.curve, scene.scale
    for tick in scale.ticks:
        x = scene.x(tick)
        anchor = "middle" if x < NEAR_RIGHT else "end"
        yield scale.text(tick), Spot(x, BASE + 17, anchor)
    what = f"{curve.what}, {curve.unit}" if curve.unit else curve.what
    yield what, Spot(plot.RIGHT, BASE + 35, "end")


def _description(scene: Scene) -> str:
    curve, mine = scene.curve, scene.mine

    def said(value: float) -> str:
        return formats.measure(value, curve.unit)

    sentences = [
        curve.said or f"The curve gives up to {formats.maximum(curve.points)} points.",
        f"{mine.name.capitalize()}: {said(mine.value)}, "
        f"{formats.points(mine.points)} points.",
    ]
    if mine.low is not None and mine.high is not None:
        what = mine.bounds.capitalize()
        sentences.append(f"{what} {said(mine.low)} to {said(mine.high)}.")
    if scene.earlier is not None:
        sentences.append(
            f"{scene.earlier.name.capitalize()} had {said(scene.earlier.value)}, "
            f"{formats.points(scene.earlier.points)} points."
        )
    return " ".join(sentences)
