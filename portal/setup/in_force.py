"""Writes what staff changed beside a course's files into them, for a folder to keep.

Only for what is taken along: a change in the browser edits the files as they were
loaded, or every change of a rubric would become a new version of its assignment.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import tomli_w

from portal.assessments.selectors import editions_in
from portal.assignments.selectors import term_of
from portal.courses.models import Course
from portal.setup.overridden import write_overrides
from portal.setup.written import COURSE, lay_out, write_course

Table = dict[str, Any]


def lay_out_in_force(course: Course, folder: Path) -> None:
    """Write all of the course into an empty folder, as it holds now.

    That is with changed rubrics, with titles and dates that staff gave, and with the
    day on which a term that was moved begins.
    """
    places = lay_out(course, folder)
    rubrics = editions_in(item for item, _ in places)
    table = tomllib.loads((folder / COURSE).read_text("utf-8"))
    units = {one["unit"] for one in table.get("sessions", ())}
    term = term_of(course)
    for item, place in places:
        for file, content in rubrics.get(item.pk, {}).items():
            if (place / file).is_file():
                (place / file).write_text(rubric_text(content), "utf-8")
        write_overrides(item, place, term=term, units=units)
    if course.shift_days and units:
        first = min(one["starts"] for one in table["sessions"])
        table["course"]["start"] = (first + timedelta(days=course.shift_days)).date()
        write_course(folder, table)


def rubric_text(content: Mapping[str, Any]) -> str:
    """Return the file that reads as ``content``, a rubric as a version has it."""
    note = {"rubric": {"note": content["note"]}} if content.get("note") else {}
    criteria = [_criterion(one) for one in content["criteria"]]
    return tomli_w.dumps({**note, "criteria": criteria})


def _criterion(one: Mapping[str, Any]) -> Table:
    items = [_item(item, one["kind"]) for item in one["items"]]
    said = dict(_said(one, ("name", "title", "points", "kind", "note")))
    return {**said, **({"items": items} if items else {})}


def _item(item: Mapping[str, Any], kind: str) -> Table:
    counts = "percent" if kind == "bands" else "points"
    return dict(_said(item, ("name", "title", counts, "comment")))


def _said(
    values: Mapping[str, Any], names: tuple[str, ...]
) -> Iterator[tuple[str, Any]]:
    """Leave out what says nothing; write 40, not 40.0."""
    for name in names:
        value = values.get(name)
        if value is None or value == "":
            continue
        is_whole = isinstance(value, float) and value.is_integer()
        yield name, int(value) if is_whole else value
