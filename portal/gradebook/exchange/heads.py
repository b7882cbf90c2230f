"""Which column of a file is which assignment, whatever a program calls it."""

import re
from collections.abc import Iterator, Mapping, Sequence

from portal.gradebook.exchange import canvas, gradescope, moodle
from portal.gradebook.exchange.plain import SUFFIX_STATE
from portal.lib.errors import InvalidError

EMAILS = ("email", "email address", "e-mail", "sis login id")
NOT_GRADES = frozenset(
    name.lower()
    for name in (
        *canvas.PEOPLE,
        *canvas.MORE_PEOPLE,
        *moodle.PEOPLE,
        *gradescope.PEOPLE,
        moodle.EMAIL,
        moodle.TOTAL,
        *("Name", "Names", "Section", "section_name", "total", "letter"),
        *("Last name", "Last downloaded from this course"),
        gradescope.TOTAL_LATENESS,
    )
)
CANVAS_ID = re.compile(r"\s*\(\d+\)$")
MOODLE_KIND = re.compile(r"^[A-Z][A-Za-z0-9 ]+: ")  # Assignment, Quiz, External tool
OWN_POINTS = re.compile(r"\s*\([0-9.e+]+(, not released)?\)$")


def email_place(head: Sequence[str]) -> int:
    """Return the column of addresses, or say that there is none."""
    names = [name.lower() for name in head]
    for name in EMAILS:
        if name in names:
            return names.index(name)
    raise InvalidError(
        "Line 1: no column says whose grades these are; one is called 'Email', "
        "'Email address' or 'SIS Login ID'."
    )


def columns_in(
    head: Sequence[str], titles: Mapping[str, str], read_only: frozenset[int]
) -> tuple[dict[int, str], list[str]]:
    """Return the slug of each column of grades, and the names nothing is called.

    Columns in ``read_only`` are another program's own sums.
    """
    known = _known(titles)
    columns: dict[int, str] = {}
    unknown = []
    for place, name in enumerate(head):
        if place in read_only or _is_beside(name):
            continue
        slug = _slug_of(name, known)
        if slug is None and not canvas.is_sum(name):
            unknown.append(name)
        elif slug is not None and slug in columns.values():
            raise InvalidError(f"Line 1: {name!r} is there twice.")
        elif slug is not None:
            columns[place] = slug
    if not columns:
        _refuse_without_grades(head)
    return columns, unknown


def _known(titles: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the slugs that each name may mean: a slug only itself."""
    known: dict[str, list[str]] = {}
    for slug, title in titles.items():
        known.setdefault(title.lower(), []).append(slug)
    for slug, title in titles.items():
        known[f"{slug}: {title}".lower()] = known[slug.lower()] = [slug]
    return known


def _slug_of(name: str, known: Mapping[str, list[str]]) -> str | None:
    for form in _forms(name):
        slugs = known.get(form.lower(), [])
        if len(slugs) > 1:
            raise InvalidError(
                f"Line 1: {len(slugs)} assignments are called {name!r}; call the "
                f"column {' or '.join(slugs)}."
            )
        if slugs:
            return slugs[0]
    return None


def _forms(name: str) -> Iterator[str]:
    """Yield the name as it is, then without what programs put around it."""
    yield name
    bare = name.removesuffix(moodle.AFTER)
    for form in (bare, MOODLE_KIND.sub("", bare)):
        yield form
        yield CANVAS_ID.sub("", form)
        yield CANVAS_ID.sub("", OWN_POINTS.sub("", form))


def _is_beside(name: str) -> bool:
    return (
        not name
        or name.lower() in NOT_GRADES
        or name.lower() in EMAILS
        or name.endswith((*gradescope.BESIDE, SUFFIX_STATE))
    )


def _refuse_without_grades(head: Sequence[str]) -> None:
    if gradescope.OF_ONE in head:
        raise InvalidError(
            "Line 1: this is Gradescope's file of one assignment, which doesn't say of "
            f"which. Call its column {gradescope.OF_ONE!r} like the assignment here."
        )
    raise InvalidError("Line 1: no column is called like an assignment of this course.")
