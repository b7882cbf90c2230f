"""Reads one assignment folder."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from graders.spec import content
from graders.spec.board import read_board
from graders.spec.checks import check_points, read_checks
from graders.spec.families import Family, family_names, read_family
from graders.spec.form_files import FORM, check_form, read_form
from graders.spec.keys import ASSIGNMENT_TABLES, Key
from graders.spec.model import AssignmentSpec, Check, ContentFile, Grade, Submit
from graders.spec.people import BY_PEOPLE, NOTHING, one_check
from graders.spec.problems import Place, SpecError, suggestion
from graders.spec.rubric import read_rubrics
from graders.spec.slots import read_slots
from graders.spec.tables import read_table, read_toml, refuse_unknown_tables
from graders.spec.tiers import TIERS, narrowed

TOP_TABLES = ("assignment", "submit", "grade", "checks", "board", "slots")


def load_assignment(folder: Path) -> AssignmentSpec:
    """Read and validate ``folder``; raise SpecError with every problem found."""
    place = Place("assignment.toml")
    if folder.is_symlink() or not folder.is_dir():
        place.refuse("is missing: there is no such folder")
        raise SpecError(place.problems)
    spec = read_assignment(folder, place)
    if spec is None or place.problems:
        raise SpecError(place.problems)
    return spec


def read_assignment(folder: Path, place: Place) -> AssignmentSpec | None:
    """Return what could be read; it is whole only if ``place`` has no problems."""
    raw = read_toml(folder / "assignment.toml", place)
    if raw is None:
        return None
    refuse_unknown_tables(raw, TOP_TABLES, place)
    about = read_table(
        raw.get("assignment", {}),
        ASSIGNMENT_TABLES["assignment"],
        place.at("assignment"),
    )
    teams = _teams(about.pop("teams"), place.at("assignment").at("teams"))
    family, submit, grade = _handed_in(raw, place)
    by_people = grade == BY_PEOPLE
    rows = raw.get("checks", one_check(about) if by_people else [])
    checks = read_checks(rows, place.at("checks"), only_people=by_people)
    check_points(checks, about["points"], place.at("checks"))
    files = content.read_content(
        folder, rubrics=(check.rubric for check in checks if check.rubric), place=place
    )
    _check_about(about, place.at("assignment"))
    _check_files(checks, files, place)
    form = read_form(folder, place.beside(FORM))
    if family is not None and family.reads_forms:
        check_form(folder, form, submit.files, checks, place)
    elif form is not None:
        place.beside(FORM).refuse(
            'belongs to the family "written"; this assignment has another one'
        )
    if family is not None:
        _check_family(family, grade, submit, checks, files, place)
    return AssignmentSpec(
        **about,
        team_min=teams["min"],
        team_max=teams["max"],
        submit=submit,
        grade=grade,
        checks=checks,
        text=content.read_page(folder, place),
        files=files,
        digest=content.content_digest(files),
        folder=folder,
        board=read_board(raw.get("board"), checks, place.at("board")),
        form=form,
        rubrics=read_rubrics(folder, checks, place),
        slots=read_slots(raw.get("slots", []), about["kind"], place.at("slots")),
    )


def _handed_in(
    raw: Mapping[str, Any], place: Place
) -> tuple[Family | None, Submit, Grade]:
    """Read [submit] and [grade]; without both, people give the points by themselves."""
    if "submit" not in raw and "grade" not in raw:
        return None, NOTHING, BY_PEOPLE
    submit = _submit(raw.get("submit", {}), place.at("submit"))
    family, grade = _grade(raw.get("grade", {}), place.at("grade"))
    return family, submit, grade


def _teams(raw: Any, place: Place) -> dict[str, Any]:
    teams = read_table(raw, ASSIGNMENT_TABLES["assignment.teams"], place)
    if teams["min"] > teams["max"]:
        place.at("min").refuse(f"is more than max, {teams['max']}")
    return teams


def _submit(raw: Any, place: Place) -> Submit:
    values = read_table(raw, ASSIGNMENT_TABLES["submit"], place)
    quota = read_table(
        values.pop("quota"), ASSIGNMENT_TABLES["submit.quota"], place.at("quota")
    )
    if values["files"] == () and not values["optional"]:
        place.at("files").refuse("is empty, and so is optional: nothing to hand in")
    values["files"] = values["files"] or ()
    return Submit(**values, per_day=quota["per_day"])


def _grade(raw: Any, place: Place) -> tuple[Family | None, Grade]:
    """Read [grade]: the keys every family has, and those of the one it names."""
    common = ASSIGNMENT_TABLES["grade"]
    name = raw.get("family") if isinstance(raw, dict) else None
    families = family_names()
    family = read_family(name) if name in families else None
    options: Mapping[str, Key] = family.options if family else {}
    if family is None and name is not None:
        place.at("family").refuse(
            f"{name!r} is no family; {suggestion(str(name), families)}"
        )
        raw = {key: value for key, value in raw.items() if key in common}
    values = read_table(raw, {**common, **options}, place)
    tier = TIERS[values.pop("tier") or "T1"]
    narrow = {key: values.pop(key) for key in ("seconds", "memory_mib")}
    try:
        limits = narrowed(tier, **narrow)
    except ValueError as error:
        wrong = "memory_mib" if "MiB" in str(error) else "seconds"
        place.at(wrong).refuse(f"is too much; allowed: {error}")
        limits = tier
    own = {key: values.pop(key) for key in options if key in values}
    own = {key: value for key, value in own.items() if value is not None}
    return family, Grade(**values, tier=tier.tier, limits=limits, options=own)


def _check_about(about: Mapping[str, Any], place: Place) -> None:
    points, pass_mark = about["points"], about["pass_mark"]
    if None not in (points, pass_mark) and pass_mark > points:
        place.at("pass_mark").refuse(f"is {pass_mark:g}; allowed: 0 to {points:g}")
    if about["due"] is None and about["late_due"] is not None:
        place.at("late_due").refuse("has no meaning without due")
    _check_order(about, place)


def _check_order(about: Mapping[str, Any], place: Place) -> None:
    """Instants of one kind can be compared here; session-anchored ones in a course."""
    order = ("release", "due", "late_due", "lock")
    fixed = [(key, about[key].at) for key in order if about[key] and about[key].at]
    for (earlier, first), (later, second) in pairwise(fixed):
        if _is_after(first, second):
            place.at(later).refuse(f"is before {earlier}")


def _is_after(first: datetime, second: datetime) -> bool:
    return (first.tzinfo is None) == (second.tzinfo is None) and first > second


def _check_files(
    checks: tuple[Check, ...], files: tuple[ContentFile, ...], place: Place
) -> None:
    present = {file.path for file in files}
    for number, check in enumerate(checks, 1):
        if check.rubric and check.rubric not in present:
            place.at("checks").at(number).at("rubric").refuse(
                f"there is no file {check.rubric!r} in this folder"
            )


def _check_family(
    family: Family,
    grade: Grade,
    submit: Submit,
    checks: tuple[Check, ...],
    files: tuple[ContentFile, ...],
    place: Place,
) -> None:
    """Note what this family needs, beyond the types of its options."""
    for needed in family.files_for(grade.options):
        if needed not in submit.files:
            place.at("submit").at("files").refuse(
                f"the family {family.name} needs {needed!r} in it"
            )
    for option in family.file_options:
        value = grade.options.get(option)
        if value is not None and value not in submit.files:
            place.at("grade").at(option).refuse(
                f"{value!r} is not handed in; {suggestion(value, submit.files)}"
            )
    for option, other in family.ceilings.items():
        most = getattr(grade, other)
        if grade.options.get(option, most) > most:
            place.at("grade").at(option).refuse(f"is more than {other}, {most}")
    _check_place(family, grade, {file.path for file in files}, place)
    is_judged = family.needs_judge and not all(check.is_manual for check in checks)
    if is_judged and "judge.py" not in {file.path for file in files}:
        place.at("grade").at("family").refuse(
            f"the family {family.name} needs a judge.py in this folder"
        )


def _check_place(family: Family, grade: Grade, present: set[str], place: Place) -> None:
    """Note what a family with an autograder of its own needs to be run."""
    if family.pool and grade.pool != family.pool:
        place.at("grade").at("pool").refuse(
            f"is {grade.pool!r}; allowed: {family.pool!r} for the family {family.name}"
        )
    if family.needs_one and not present.intersection(family.needs_one):
        place.at("grade").at("family").refuse(
            f"the family {family.name} needs {' or '.join(family.needs_one)}"
        )
