"""Every write of the gradebook: lines of the ledger, stored rows, what a file says."""

from portal.gradebook.services.categories import sync_categories
from portal.gradebook.services.choices import choose_columns
from portal.gradebook.services.imported import import_grades
from portal.gradebook.services.ledger import (
    StaleError,
    adjust,
    comment,
    enter_override,
    excuse,
    mark_incomplete,
    undo,
)
from portal.gradebook.services.named import write_line
from portal.gradebook.services.release import release, release_all, withdraw
from portal.gradebook.services.rows import rebuild_rows, refresh_rows

__all__ = [
    "StaleError",
    "adjust",
    "choose_columns",
    "comment",
    "enter_override",
    "excuse",
    "import_grades",
    "mark_incomplete",
    "rebuild_rows",
    "refresh_rows",
    "release",
    "release_all",
    "sync_categories",
    "undo",
    "withdraw",
    "write_line",
]
