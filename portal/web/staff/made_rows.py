"""The tables of rows in an assignment's form: which there are, and what each says."""

from dataclasses import dataclass

from portal.setup.handmade import CHECKS, PARTS, QUESTIONS, SECTIONS, SLOTS, Said
from portal.setup.handmade.fields import DOCUMENT, FORM, PEOPLE, TALK
from portal.setup.tables import Field


@dataclass(frozen=True)
class Rows:
    """One table; ``of`` is what ``Said`` calls its rows."""

    of: str
    prefix: str
    title: str
    about: str
    word: str  # what one row is called
    fields: tuple[Field, ...]
    ways: tuple[str, ...]
    blanks: int


ROWS = (
    Rows(
        "checks",
        "part",
        "Parts, each with points of its own, if there are any",
        "A part by a rubric begins with one criterion; its page has the rest.",
        "Part",
        PARTS,
        (PEOPLE,),
        3,
    ),
    Rows(
        "checks",
        "check",
        "What gives points",
        "What people read has a rubric, which gets a page of its own once this is "
        "saved.",
        "Row",
        CHECKS,
        (FORM, DOCUMENT),
        1,
    ),
    Rows(
        "sections",
        "section",
        "Sections of the page, if there are any",
        "Such as a paper to read, with the same questions about each.",
        "Section",
        SECTIONS,
        (FORM,),
        1,
    ),
    Rows(
        "questions",
        "q",
        "Questions",
        "",
        "Question",
        QUESTIONS,
        (FORM,),
        3,
    ),
    Rows(
        "slots",
        "slot",
        "Slots to be taken",
        "One row opens a slot at each session it names. What is opened, closed or "
        "filled on the assignment’s page stays.",
        "Slot",
        SLOTS,
        (PEOPLE,),
        2,
    ),
)


def rows_for(way: str, kind: str, said: Said) -> list[Rows]:
    """Return the tables that the form shows; slots belong to presentations."""
    return [
        one
        for one in ROWS
        if way in one.ways and (one.of != "slots" or kind == TALK or said.slots)
    ]
