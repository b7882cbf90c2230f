"""The picture of a server under load."""

from xml.etree import ElementTree

from portal.web.charts.latency import APART, Bound, Percentile, latency_chart

BOUND = Bound("p90", 60, 150)
P50 = Percentile("p50", ((48, 3.1), (60, 3.4), (75, 4.0), (94, 9.0)))
P90 = Percentile("p90", ((48, 5.1), (60, 6.4), (75, 9.9), (94, 2100.0)), is_graded=True)


def drawn(*lines, bound=BOUND):
    return ElementTree.fromstring(latency_chart(lines, bound, says="It holds."))


def texts(svg):
    return [node.text for node in svg.iter("text")]


def test_it_names_the_lines_the_bound_and_the_graded_rate():
    said = texts(drawn(P50, P90))
    assert {"p50", "p90", "p90 bound 150 ms", "graded at 60 req/s"} <= set(said)
    assert any(word.endswith(" ms") for word in said)


def test_the_graded_line_stands_out_and_is_marked_where_it_counts():
    svg = drawn(P50, P90)
    assert [node.get("class") for node in svg.iter("path")] == ["c-thin", "c-line"]
    marks = {node.get("class"): node for node in svg.iter("circle")}
    assert set(marks) == {"c-pt", "c-pt-open"}
    assert marks["c-pt"].find("title").text == "p90 at 60 req/s: 6.4 ms"


def test_names_that_would_touch_are_moved_apart():
    close = Percentile("p50", ((48, 3.1), (60, 9.4)))
    same = Percentile("p90", ((48, 3.2), (60, 9.5)), is_graded=True)
    heights = [
        float(node.get("y"))
        for node in drawn(close, same).iter("text")
        if node.text in ("p50", "p90")
    ]
    assert abs(heights[0] - heights[1]) >= APART - 0.1


def test_a_bound_beyond_every_point_is_still_in_the_picture():
    svg = drawn(P50, P90, bound=Bound("p90", 60, 9000))
    (line,) = [node for node in svg.iter("line") if node.get("class") == "c-bound"]
    assert 22 <= float(line.get("y1")) <= 316
