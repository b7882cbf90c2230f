"""Pictures as SVG, drawn on the server: sharp at any width, no script, no style."""

from portal.web.charts.curve import curve_chart
from portal.web.charts.curve_model import Curve, Reading, bounds_word
from portal.web.charts.dots import quota_dots
from portal.web.charts.pareto import Spot, pareto_chart
from portal.web.charts.strip import Part, score_strip

__all__ = [
    "Curve",
    "Part",
    "Reading",
    "Spot",
    "bounds_word",
    "curve_chart",
    "pareto_chart",
    "quota_dots",
    "score_strip",
]
