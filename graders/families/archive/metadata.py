"""submission_metadata.json where no portal knows who handed in: the same keys."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from graders.protocol import Lease


def local_metadata(lease: Lease) -> dict[str, Any]:
    """What an autograder is told when an author tries it here."""
    now = datetime.now(UTC).isoformat()
    return {
        "id": 1,
        "created_at": now,
        "assignment": {
            "id": 1,
            "course_id": 1,
            "title": lease.assignment,
            "due_date": None,
            "late_due_date": None,
            "release_date": None,
            "group_submission": False,
            "group_size": None,
            "total_points": "0.0",
        },
        "submission_method": "upload",
        "users": [{"id": 1, "email": "student@example.org", "name": "Local Student"}],
        "previous_submissions": [],
    }
