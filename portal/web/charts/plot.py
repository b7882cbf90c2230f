"""The ground of a chart: where a share of its width and height lies, and its words."""

from collections.abc import Iterable

from django.utils.safestring import SafeString

from portal.web.charts.svg import element, join, percent

LEFT, RIGHT = 0.06, 0.98  # of the width: room for the labels at the ends


def across(share: float) -> float:
    """Return a share of the axis as a share of the whole width."""
    return LEFT + (RIGHT - LEFT) * share


def chart(
    marks: Iterable[SafeString], *, key: str, title: str, says: str, height: int
) -> SafeString:
    """Return the picture with a title and a description for those who listen."""
    named = [
        element("title", title, id=f"{key}-t"),
        element("desc", says, id=f"{key}-d"),
    ]
    return element(
        "svg",
        join([*named, *marks]),
        role="img",
        aria_labelledby=f"{key}-t {key}-d",
        width="100%",
        height=height,
    )


def stretched(paths: Iterable[SafeString], *, top: float, base: float) -> SafeString:
    """Return what stretches with the width; inside, all is in percent."""
    return element(
        "svg",
        join(paths),
        x=0,
        y=top,
        width="100%",
        height=base - top,
        view_box="0 0 100 100",
        preserve_aspect_ratio="none",
        overflow="visible",
    )


def rows(base: float, *grid: float) -> list[SafeString]:
    """Return the axis at ``base`` and a grid line at each other height."""
    lines = [("c-axis", base), *(("c-grid", y) for y in grid)]
    return [
        element("line", class_=kind, x1=0, x2="100%", y1=y, y2=y) for kind, y in lines
    ]


def text(
    x: float,
    y: float,
    said: str,
    *,
    anchor: str = "start",
    dx: float = 0,
    dy: float = 0,
    kind: str = "",
) -> SafeString:
    """Return words at a share of the width and a height in pixels."""
    more = {"class_": kind} if kind else {}
    return element(
        "text", said, x=percent(x), y=y, dx=dx, dy=dy, text_anchor=anchor, **more
    )
