from portal.web.charts import quota_dots


def test_a_dot_a_grading_filled_while_it_is_left():
    svg = quota_dots(13, 20)
    assert svg.count("f-got") == 13
    assert svg.count("f-lost") == 7
    assert 'aria-label="13 of 20 gradings left"' in svg


def test_too_many_to_count_become_a_bar():
    assert "circle" not in quota_dots(50, 100)
