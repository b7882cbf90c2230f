from xml.etree import ElementTree

from portal.web.charts import Part, score_strip


def test_got_lost_and_waiting_are_drawn_and_said():
    svg = ElementTree.fromstring(
        score_strip([Part("A", 61, 70), Part("B", 0, 20), Part("C", 0, 10, True)])
    )
    kinds = [node.get("class") for node in svg]
    assert kinds == ["f-lost", "f-got", "f-lost", "f-wait"]
    assert svg.get("aria-label") == (
        "61.0 of 100 points: A 61.0 of 70, B 0.0 of 20, C 10 points waiting"
    )


def test_gates_without_points_take_no_room():
    assert "rect" not in score_strip([Part("gate", 0, 0)])
