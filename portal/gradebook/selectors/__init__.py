"""The gradebook: which submission counts, the table of a course, and why."""

from portal.gradebook.selectors.cells import Cell
from portal.gradebook.selectors.columns import Column
from portal.gradebook.selectors.ledger import is_released, ledger_of
from portal.gradebook.selectors.table import (
    Row,
    Table,
    counting_submission,
    course_table,
    own_cells,
)
from portal.gradebook.selectors.trail import CourseTrail, course_trail

__all__ = [
    "Cell",
    "Column",
    "CourseTrail",
    "Row",
    "Table",
    "counting_submission",
    "course_table",
    "course_trail",
    "is_released",
    "ledger_of",
    "own_cells",
]
