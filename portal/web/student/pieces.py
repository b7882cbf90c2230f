"""The assignments that a list shows, published or a draft, as far as it needs them."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.assignments.dates import DueDates
from portal.assignments.drafts import Draft
from portal.assignments.models import Assignment
from portal.assignments.selectors import current_spec, due_dates
from portal.gradebook.selectors import Column


@dataclass(frozen=True)
class Piece:
    """One assignment; ``dates`` are those that everybody has."""

    assignment: Assignment
    title: str
    kind: str
    points: float
    dates: DueDates
    is_handed_in: bool
    is_graded: bool  # by a program
    is_published: bool = True


def pieces_of(columns: Iterable[Column], drafts: Iterable[Draft]) -> list[Piece]:
    """Return all of them in folder order; no query."""
    found = [*map(_of_column, columns), *map(_of_draft, drafts)]
    return sorted(found, key=lambda p: (p.assignment.position, p.assignment.slug))


def _of_column(column: Column) -> Piece:
    version = column.assignment.published_version
    return Piece(
        assignment=column.assignment,
        title=column.title,
        kind=column.kind,
        points=column.max_points,
        dates=column.dates,
        is_handed_in=column.is_handed_in,
        is_graded=version is not None and bool(version.spec["grade"]["family"]),
    )


def _of_draft(draft: Draft) -> Piece:
    spec = current_spec(draft.assignment, draft.version)
    return Piece(
        assignment=draft.assignment,
        title=spec.title,
        kind=spec.kind,
        points=spec.points,
        dates=due_dates(draft.assignment, draft.version),
        is_handed_in=spec.is_handed_in,
        is_graded=bool(spec.grade.family),
        is_published=False,
    )
