"""Refuses points for what is not there to be found."""

from portal.lib.errors import InvalidError
from portal.setup.handmade.fields import DOCUMENT, PEOPLE
from portal.setup.handmade.options import CHOICES
from portal.setup.handmade.said import Said, Table

OF_DOCUMENT = ("headings", "pages", "words")


def refuse(said: Said) -> None:
    """Raise InvalidError for the first row that could never be met, and say why."""
    if said.way == PEOPLE:
        return
    has_document = said.way == DOCUMENT or bool(said.values.get("documents"))
    for row in said.checks:
        by, title = row.get("by"), row["title"]
        if by in OF_DOCUMENT and not has_document:
            raise InvalidError(f"{title}: name the document that it looks at.")
        if by == "headings" and not said.values.get("headings"):
            raise InvalidError(f"{title}: there are no headings to find; say which.")
        if by == "right" and not any(map(_has_key, said.questions)):
            raise InvalidError(
                f"{title}: no question has a right answer; give one, or put a * "
                "before the right options."
            )


def _has_key(row: Table) -> bool:
    if row.get("kind") in CHOICES:
        lines = (row.get("options") or "").split("\n")
        return any(line.strip().startswith("*") for line in lines)
    return bool(row.get("answer"))
