"""One student's released grades as a table, and as data with the way to each."""

from collections.abc import Iterator, Sequence
from typing import Any

from portal.gradebook.exchange.grades import number
from portal.gradebook.policy.trail import Step
from portal.gradebook.selectors import CourseTrail
from portal.gradebook.selectors.trail import ItemTrail
from portal.lib.spreadsheets import Value
from portal.web.grades import state_of

HEAD = ("assignment", "title", "category", "points", "of", "state", "due")


def rows_of(trail: CourseTrail) -> Iterator[Sequence[Value]]:
    """Yield head, a row an assignment, and the total in percent."""
    yield HEAD
    for category in trail.categories:
        for item in category.items:
            column, grade = item.column, item.cell.grade
            yield [
                column.assignment.slug,
                column.title,
                category.grade.rules.title or category.grade.rules.slug,
                number(grade.points),
                number(column.max_points),
                state_of(item),
                item.due.isoformat() if item.due else "",
            ]
    total = trail.grade
    yield ["total", "percent", "", number(total.rounded), 100, total.letter, ""]


def data_of(trail: CourseTrail) -> dict[str, Any]:
    """Return the same as data, with every step of how each grade came to be."""
    return {
        "total": _plain(trail.grade.rounded),
        "letter": trail.grade.letter,
        "steps": [_step(step) for step in trail.steps],
        "not_released": trail.hidden,
        "assignments": [
            _item(item) for category in trail.categories for item in category.items
        ],
    }


def _item(item: ItemTrail) -> dict[str, Any]:
    return {
        "slug": item.column.assignment.slug,
        "title": item.column.title,
        "category": item.column.category,
        "points": _plain(item.cell.grade.points),
        "max_points": item.column.max_points,
        "state": state_of(item),
        "due": item.due.isoformat() if item.due else None,
        "extension": item.extension.reason if item.extension else None,
        "submission": item.cell.number,
        "steps": [_step(line.step) for line in item.steps],
    }


def _step(step: Step) -> dict[str, Any]:
    return {"what": step.words, "points": _plain(step.value)}


def _plain(points: float | None) -> float | None:
    """Return a number without the dust that binary fractions leave."""
    return None if points is None else round(points, 6)
