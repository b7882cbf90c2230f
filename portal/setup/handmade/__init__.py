"""Assignments without code, made in forms: what was said, as the files of a folder."""

from portal.setup.handmade.fields import DATES, FIELDS, KINDS, PARTS, QUESTIONS, WAYS
from portal.setup.handmade.making import Said, files_of
from portal.setup.handmade.reading import said_in

__all__ = [
    "DATES",
    "FIELDS",
    "KINDS",
    "PARTS",
    "QUESTIONS",
    "WAYS",
    "Said",
    "files_of",
    "said_in",
]
