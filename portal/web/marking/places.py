"""Addresses within grading: a paper with its question and reading kept."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from portal.assignments.models import Assignment


def paper_url(
    assignment: Assignment, paper: UUID, *, check: str = "", reading: int = 1
) -> str:
    """Return a paper's address, by question and reading where they are kept."""
    url = reverse("marking:paper", args=[assignment.public_id, paper])
    return url + query_of(check=check, reading=reading)


def next_url(assignment: Assignment, *, check: str = "", reading: int = 1) -> str:
    """Return the address that leads to the next paper that waits."""
    url = reverse("marking:next", args=[assignment.public_id])
    return url + query_of(check=check, reading=reading)


def query_of(**asked: Any) -> str:
    """Return a query of what differs from the default."""
    plain = {"check": "", "reading": 1}
    said = {k: v for k, v in asked.items() if v and v != plain.get(k)}
    return f"?{urlencode(said)}" if said else ""


def reading_of(raw: str | None) -> int:
    """Return the reading that an address asks for."""
    return 2 if raw == "2" else 1
