"""python -m graders new FAMILY FOLDER: an assignment that runs, to be changed."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tomllib
from datetime import datetime
from pathlib import Path

from graders.authoring.examples import NoExampleError, example, examples
from graders.authoring.renaming import renamed, title_of
from graders.spec import SpecError, load_assignment

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 40
COURSE = """\
# Every key is explained in docs/course-files.md.
[course]
slug = "{slug}"
title = "{title}"
term = "{term}"
timezone = "UTC"

[[categories]]
slug = "labs"
title = "Labs"
weight = 100

[[late]]
rule = "zero"

[final]
scale = "absolute"
"""


class RefusedError(Exception):
    """Nothing was made; says why and what to do."""


def main(argv: list[str]) -> int:
    """0 when the folder was made, 1 when it was refused."""
    options = _parser().parse_args(argv)
    try:
        make(options.family, options.folder, now=datetime.now())  # noqa: DTZ005 - a wall clock
    except (RefusedError, NoExampleError, SpecError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    folder = options.folder
    sys.stdout.write(
        f"{folder} is an assignment of the family {options.family}. What next:\n"
        f"  1. Change README.md, assignment.toml, judge.py, starter/ and reference/.\n"
        f"  2. python -m graders check {folder}\n"
        f"  3. python manage.py course load {folder.parent}\n"
        "docs/authors.md takes you through it.\n"
    )
    return 0


def make(family: str, folder: Path, *, now: datetime) -> None:
    """Copy the example of ``family`` to ``folder`` under the folder's own name.

    Raises RefusedError, NoExampleError, and SpecError where the course is faulty.
    """
    source = example(family)
    slug = folder.resolve().name
    _refuse_bad(folder, slug)
    course = folder.resolve().parent
    if not (course / "course.toml").exists():
        _make_course(course, now)
    ignored = shutil.ignore_patterns("__pycache__", ".*")
    shutil.copytree(source, folder, ignore=ignored, dirs_exist_ok=True)
    assignment = folder / "assignment.toml"
    text = renamed(
        assignment.read_text("utf-8"), slug=slug, category=_category(course), now=now
    )
    assignment.write_text(text, "utf-8")
    load_assignment(folder)


def _refuse_bad(folder: Path, slug: str) -> None:
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        raise RefusedError(
            f"{slug!r} cannot name an assignment: use at most {LONGEST_SLUG} lower-case"
            " letters and digits, with single hyphens between them."
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RefusedError(f"{folder} is there already: choose another name.")


def _make_course(course: Path, now: datetime) -> None:
    slug = re.sub(r"[^a-z0-9]+", "-", course.name.lower()).strip("-") or "course"
    course.mkdir(parents=True, exist_ok=True)
    text = COURSE.format(slug=slug, title=title_of(slug), term=f"{now:%Y}")
    (course / "course.toml").write_text(text, "utf-8")


def _category(course: Path) -> str:
    """Return ``labs`` where the course has it, and its first category else."""
    try:
        found = tomllib.loads((course / "course.toml").read_text("utf-8"))
        slugs = [str(each["slug"]) for each in found["categories"]]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise RefusedError(
            f"{course / 'course.toml'} has no categories that can be read ({error}):"
            " repair it first."
        ) from error
    return "labs" if "labs" in slugs or not slugs else slugs[0]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m graders new", description=__doc__)
    parser.add_argument("family", help=f"one of: {', '.join(examples())}")
    parser.add_argument("folder", type=Path, help="such as courses/mine/hw01-first")
    return parser
