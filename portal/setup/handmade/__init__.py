"""Assignments without code, made in forms: what was said, as the files of a folder."""

from portal.setup.handmade.fields import (
    CHECKS,
    DATES,
    FIELDS,
    KINDS,
    PARTS,
    QUESTIONS,
    SECTIONS,
    SLOTS,
    WAYS,
)
from portal.setup.handmade.making import files_of
from portal.setup.handmade.reading import is_own, said_in
from portal.setup.handmade.rubrics import rubric_in, with_rubric
from portal.setup.handmade.said import Said

__all__ = [
    "CHECKS",
    "DATES",
    "FIELDS",
    "KINDS",
    "PARTS",
    "QUESTIONS",
    "SECTIONS",
    "SLOTS",
    "WAYS",
    "Said",
    "files_of",
    "is_own",
    "rubric_in",
    "said_in",
    "with_rubric",
]
