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


def test_a_bonus_comes_on_top_and_only_as_far_as_it_was_earned():
    earned = Part("More", 3.5, 5, is_bonus=True)
    missed = Part("Most", 0, 5, is_bonus=True)
    svg = ElementTree.fromstring(score_strip([Part("A", 10, 10), earned, missed]))
    assert [node.get("class") for node in svg] == ["f-lost", "f-got"] * 2
    assert svg.get("aria-label") == (
        "13.5 of 10 points: A 10.0 of 10, More +3.5 on top"
    )
