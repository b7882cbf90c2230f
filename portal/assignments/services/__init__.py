"""Every write to assignments."""

from portal.assignments.services.extension import end_extension, give_extension
from portal.assignments.services.override import FIELDS, end_override, set_override
from portal.assignments.services.version import (
    AssignmentChange,
    publish_version,
    remove_missing,
    store_files,
    sync_assignment,
)

__all__ = [
    "FIELDS",
    "AssignmentChange",
    "end_extension",
    "end_override",
    "give_extension",
    "publish_version",
    "remove_missing",
    "set_override",
    "store_files",
    "sync_assignment",
]
