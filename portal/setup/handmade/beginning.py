"""What the form of a new assignment begins with, by its kind and how it is done."""

from portal.setup.handmade.fields import BY_PEOPLE, DOCUMENT, FORM, PEOPLE
from portal.setup.handmade.making import DOCUMENTS
from portal.setup.handmade.said import Said, Table

ANSWERED: Table = {
    "title": "Every question is answered",
    "name": "answered",
    "by": "answered",
    "how": "line",
}
RIGHT: Table = {
    "title": "Answers that are right",
    "name": "right",
    "points": 10,
    "by": "right",
    "how": "line",
    "visibility": "after_due_date",
}
READ: Table = {"title": "What people read in it", "name": "content", "by": BY_PEOPLE}
SHORT = ("reading", "summary")  # that it is there is most of it


def first_said(kind: str, way: str) -> Said:
    """Return what the form says before anybody said anything."""
    if way == DOCUMENT:
        values = {"kind": kind, "documents": DOCUMENTS, "per_day": 5, "max_mib": 20}
        return Said(values, way=way, checks=({**READ, "points": 10},))
    if way != FORM:
        return Said({"kind": kind}, way=PEOPLE)
    if kind == "quiz":
        return Said({"kind": kind, "per_day": 1}, way=way, checks=(RIGHT,))
    checks = [{**ANSWERED, "points": 1 if kind in SHORT else 2}]
    if kind not in SHORT:
        checks.append({**READ, "points": 8})
    return Said({"kind": kind, "per_day": 5}, way=way, checks=tuple(checks))
