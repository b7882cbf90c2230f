"""The ledger as a table: every line as it was written, and what took it back."""

from collections.abc import Iterable, Iterator, Sequence

from portal.gradebook.exchange.grades import number
from portal.gradebook.models import LedgerEntry
from portal.lib.spreadsheets import Value

HEAD = ("line", "at", "assignment", "email", "kind", "points", "reason", "author")


def rows_of(entries: Iterable[LedgerEntry]) -> Iterator[Sequence[Value]]:
    """Yield head and a row a line; ``undoes`` names the line that is taken back."""
    yield [*HEAD, "undoes"]
    for entry in entries:
        yield [
            str(entry.public_id),
            entry.at.isoformat(),
            entry.assignment.slug if entry.assignment else "",
            entry.enrollment.user.email if entry.enrollment else "everybody",
            entry.kind,
            number(entry.points),
            entry.reason,
            entry.author.email,
            str(entry.undoes.public_id) if entry.undoes else "",
        ]
