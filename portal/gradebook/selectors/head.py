"""The head of the table: rules and columns, without anybody's work."""

from collections import defaultdict
from dataclasses import dataclass

from portal.courses.models import Course
from portal.gradebook.models import LedgerEntry
from portal.gradebook.selectors.columns import Column, columns_of
from portal.gradebook.selectors.ledger import Lines
from portal.gradebook.selectors.rules import Rules, rules_of
from portal.gradebook.selectors.stamps import basis_of


@dataclass(frozen=True)
class Head:
    """What the rows of a course are made by."""

    columns: tuple[Column, ...]
    rules: Rules
    basis: str


def head_of(course: Course) -> Head:
    """Return rules and columns as they are now; 3 queries."""
    rules = rules_of(course)
    columns = columns_of(course, _for_all(course), rules)
    return Head(columns, rules, basis_of(columns, rules))


def _for_all(course: Course) -> Lines:
    """Return the lines that speak of a whole assignment."""
    lines: dict[tuple[int | None, int | None], list[LedgerEntry]] = defaultdict(list)
    for line in course.ledger.filter(enrollment=None).order_by("pk"):
        lines[None, line.assignment_id].append(line)
    return lines
