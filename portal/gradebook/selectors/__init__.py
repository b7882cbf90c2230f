"""The gradebook: which submission counts, the table of a course, and why."""

from portal.gradebook.selectors.alone import counting_key, counting_submission
from portal.gradebook.selectors.cells import Cell, Sheet
from portal.gradebook.selectors.columns import Column
from portal.gradebook.selectors.head import Head, head_of
from portal.gradebook.selectors.ledger import (
    cell_lines,
    entry_of_key,
    is_released,
    ledger_of,
)
from portal.gradebook.selectors.seen import Seen, seen_cell
from portal.gradebook.selectors.stored import (
    StoredRow,
    StoredTable,
    hidden_columns,
    stored_table,
    team_names,
)
from portal.gradebook.selectors.table import (
    Row,
    Table,
    course_table,
    own_cells,
    own_row,
    own_sheet,
    own_work,
    sheets_of,
    shown_cells,
)
from portal.gradebook.selectors.trail import CourseTrail, course_trail

__all__ = [
    "Cell",
    "Column",
    "CourseTrail",
    "Head",
    "Row",
    "Seen",
    "Sheet",
    "StoredRow",
    "StoredTable",
    "Table",
    "cell_lines",
    "counting_key",
    "counting_submission",
    "course_table",
    "course_trail",
    "entry_of_key",
    "head_of",
    "hidden_columns",
    "is_released",
    "ledger_of",
    "own_cells",
    "own_row",
    "own_sheet",
    "own_work",
    "seen_cell",
    "sheets_of",
    "shown_cells",
    "stored_table",
    "team_names",
]
