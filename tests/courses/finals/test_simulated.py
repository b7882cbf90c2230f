"""A made-up class of each course goes from its first hand-in to final grades."""

from datetime import UTC, datetime

import pytest

from graders.spec import load_course
from portal.commands.simulate.playing import simulate
from portal.gradebook.selectors import course_table
from tests.courses.finals.school import ROOT, loaded

pytestmark = pytest.mark.django_db
FOLDERS = ("w251", "w255", "ai-sys-sp19", "eecs182-fa22", "cmsc35200")
NOW = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_simulated_class_gets_its_final_grades(folder):
    course = loaded(load_course(ROOT / "courses" / folder))
    played = simulate(course, students=4, seed=1, until=None, now=NOW)

    assert played.is_whole
    table = course_table(course, now=played.until)
    assert len(table.rows) == 4
    assert all(column.is_released for column in table.columns)
    assert not any(cell.pending_points for row in table.rows for cell in row.cells)
    for row in table.rows:
        assert row.total == pytest.approx(by_plain_sums(table, row, course.policy))


def by_plain_sums(table, row, policy):
    """The total from the row's cells, by sums that a teacher would do on paper."""
    total = whole = 0.0
    for category in policy["categories"]:
        cells = [
            (cell.grade.points, column.max_points)
            for column, cell in zip(table.columns, row.cells, strict=True)
            if column.category == category["slug"] and cell.grade.points is not None
        ]
        if not cells:
            continue
        cells.sort(key=lambda pair: pair[0] / pair[1])
        cells = cells[min(category["drop_lowest"], len(cells) - 1) :]
        if category["split"] == "points":
            share = sum(got for got, _ in cells) / sum(most for _, most in cells)
        else:
            share = sum(got / most for got, most in cells) / len(cells)
        total += category["weight"] * share
        whole += category["weight"]
    return 100 * total / whole
