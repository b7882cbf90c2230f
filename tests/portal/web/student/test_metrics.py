"""Figures that students write are read with a shrug: what is odd is passed over."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web.student import metrics
from portal.web.student.metrics import (
    Track,
    points_of,
    rows_of,
    shown_names,
    step_name,
    title_of,
)

TWO = ('{"epoch": 1, "loss": 0.5}', '{"epoch": 2, "loss": 0.4, "accuracy": 0.88}')


def track(*rows, number=1):
    return Track(number, tuple(rows))


def test_each_line_is_a_row():
    assert rows_of(TWO) == (
        {"epoch": 1.0, "loss": 0.5},
        {"epoch": 2.0, "loss": 0.4, "accuracy": 0.88},
    )


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "epoch 1",
        "[1, 2]",
        "{",
        '{"loss": "0.5"}',
        '{"loss": NaN}',
        '{"loss": Infinity}',
        '{"loss": 1e999}',
        '{"loss": true}',
        '{"loss": null}',
        '{"loss": [1]}',
        '{"<b>": 1}',
        '{"' + "x" * 40 + '": 1}',
        '{"loss": ' + "9" * 400 + "}",
        '{"a": ' * 500,
        '{"loss": 1, "pad": "' + "x" * 3000 + '"}',
    ],
)
def test_odd_lines_are_passed_over(odd):
    assert rows_of([odd, *TWO]) == rows_of(TWO)


@given(st.text())
def test_any_text_is_read_without_a_fault(text):
    for row in rows_of(text.split("\n")):
        assert all(type(value) is float for value in row.values())


def test_a_long_file_is_thinned_and_keeps_its_end():
    rows = tuple({"step": float(n), "loss": 1 / n} for n in range(1, 10_001))
    points = points_of(Track(1, rows), "loss", "step")
    assert len(points) <= metrics.MOST_POINTS + 1
    assert points[0] == (1.0, 1.0) and points[-1] == (10_000.0, 0.0001)


def test_of_one_step_the_last_figure_counts_and_order_is_ours():
    rows = [{"epoch": 2.0, "loss": 3.0}, {"epoch": 1.0, "loss": 4.0}]
    again = {"epoch": 2.0, "loss": 2.0}
    assert points_of(track(*rows, again), "loss", "epoch") == ((1.0, 4.0), (2.0, 2.0))


def test_without_a_step_lines_are_counted():
    rows = ({"loss": 2.0}, {"loss": 1.0})
    assert step_name([track(*rows)]) == "line"
    assert points_of(track(*rows), "loss", "line") == ((1.0, 2.0), (2.0, 1.0))


def test_a_quality_comes_before_a_loss_before_anything_else():
    both = {"epoch": 1.0, "loss": 1.0, "val_acc": 0.5, "lr": 0.1}
    assert shown_names([track(both)]) == ["val_acc", "loss"]
    assert shown_names([track({"epoch": 1.0, "lr": 0.1, "gap": 2.0})]) == ["lr"]
    assert shown_names([track({"epoch": 1.0})]) == []


def test_names_are_said_as_people_do():
    assert title_of("val_accuracy") == "Validation accuracy"
    assert title_of("val_acc") == "Validation accuracy"
    assert title_of("loss") == "Loss"


def test_rows_may_be_written_by_json_itself():
    assert rows_of([json.dumps({"a/b": 1})]) == ({"a/b": 1.0},)
