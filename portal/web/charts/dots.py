"""The quota bucket as dots: one a grading, filled while it is left."""

from django.utils.safestring import SafeString

from portal.web.charts.svg import element, join, percent

MOST_DOTS = 24
STEP = 12


def quota_dots(left: int, per_day: int) -> SafeString:
    """Draw a dot for each grading; a bar where there are too many to count."""
    label = f"{left} of {per_day} gradings left"
    if per_day > MOST_DOTS:
        return element(
            "svg",
            join(
                [
                    element("rect", class_="bg", width="100%", height=4),
                    element(
                        "rect", class_="f-got", width=percent(left / per_day), height=4
                    ),
                ]
            ),
            class_="track",
            role="img",
            aria_label=label,
            width="100%",
            height=4,
        )
    marks = [
        element(
            "circle",
            class_="f-got" if n < left else "f-lost",
            cx=6 + n * STEP,
            cy=6,
            r=4,
        )
        for n in range(per_day)
    ]
    return element(
        "svg",
        join(marks),
        role="img",
        aria_label=label,
        width=STEP * per_day,
        height=12,
    )
