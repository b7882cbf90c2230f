"""``manage.py course``: load, write out or copy courses, and who may make some."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from graders.spec import SpecError
from portal.accounts.selectors import person_by_email
from portal.assignments.proofs import NONE
from portal.assignments.services import AssignmentChange
from portal.courses.management.finding import course_of, person_of
from portal.courses.selectors import course_by_key, course_keys
from portal.courses.services import let_make_courses
from portal.grading.rescoring import changed_besides_points
from portal.lib.errors import PortalError
from portal.setup.copying import Wanted, copy_course
from portal.setup.folder import Loaded, Wishes, load
from portal.setup.in_force import lay_out_in_force

AGAIN = (
    "its points changed and nothing else: manage.py grades rescore "
    "{change.assignment.slug} --course '{change.assignment.course.slug}:"
    "{change.assignment.course.term}' scores what was graded anew"
)


class Command(BaseCommand):
    """The folder is read, never executed; the same folder again changes nothing."""

    help = "Load a course folder, write one out, copy a course, say who makes some."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        add = verbs.add_parser("load", help="make the portal what the folder says")
        add.add_argument("folder", type=Path, metavar="DIR")
        add.add_argument(
            "--start",
            type=date.fromisoformat,
            metavar="DATE",
            help="move the whole term: its first session is on this day",
        )
        add.add_argument(
            "--unproven",
            default="",
            metavar="REASON",
            help="publish versions without a proof as well",
        )
        add.add_argument(
            "--drop-override",
            action="append",
            default=[],
            metavar="FIELD",
            help="let the files win again: FIELD everywhere, or ASSIGNMENT.FIELD",
        )
        add.add_argument("--dry-run", action="store_true", help="only show it")

        copy = verbs.add_parser("copy", help="the same course in another term")
        copy.add_argument("course", metavar="SLUG:TERM")
        copy.add_argument("--term", required=True)
        copy.add_argument("--title", default="", help="else as it is")
        copy.add_argument(
            "--start",
            type=date.fromisoformat,
            required=True,
            metavar="DATE",
            help="its first session is on this day; every date moves as much",
        )
        copy.add_argument("--by", required=True, metavar="EMAIL", help="an instructor")
        copy.add_argument("--with-staff", action="store_true")
        copy.add_argument("--dry-run", action="store_true", help="only show it")

        out = verbs.add_parser("export", help="write the folder of a course")
        out.add_argument("course", metavar="SLUG:TERM")
        out.add_argument("--out", type=Path, required=True, metavar="DIR")
        for verb, what in (("allow", "let a person make"), ("disallow", "no longer")):
            one = verbs.add_parser(verb, help=f"{what} courses in the browser")
            one.add_argument("email", metavar="EMAIL")

    def handle(self, *args: Any, **options: Any) -> None:
        verbs = {"copy": self._copy, "load": self._load, "export": self._export}
        verbs.get(options["verb"], self._allow)(options)

    def _export(self, options: dict[str, Any]) -> None:
        course, out = course_of(options["course"]), options["out"]
        if out.exists():
            raise CommandError(f"{out} is there already; name a new folder.")
        out.mkdir(parents=True)
        lay_out_in_force(course, out)
        self.stdout.write(f"{out}: {course.slug}:{course.term}, as it is now.")

    def _allow(self, options: dict[str, Any]) -> None:
        person, may = person_of(options["email"]), options["verb"] == "allow"
        let_make_courses(person, may=may, actor=None, now=timezone.now())
        word = "may" if may else "may not"
        self.stdout.write(f"{person.email} {word} make courses.")

    def _copy(self, options: dict[str, Any]) -> None:
        slug, _, term = options["course"].partition(":")
        source, author = course_by_key(slug, term), person_by_email(options["by"])
        if source is None or author is None:
            known = ", ".join(course_keys()) or "none yet"
            raise CommandError(f"No such course or person; the courses are: {known}.")
        wanted = Wanted(
            options["term"],
            options["title"] or source.title,
            options["start"],
            options["with_staff"],
        )
        try:
            copied = copy_course(
                source,
                wanted,
                actor=author,
                now=timezone.now(),
                is_dry_run=options["dry_run"],
            )
        except PortalError as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(f"{slug}:{copied.course.term}, {copied.days} days later")
        for item in copied.items:
            due = item.after.due.isoformat() if item.after.due else "never"
            self.stdout.write(f"  {item.slug:12}  due {due}")
        if options["dry_run"]:
            self.stdout.write("Nothing was written: this was a dry run.")

    def _load(self, options: dict[str, Any]) -> None:
        wishes = Wishes(
            start=options["start"],
            unproven_reason=options["unproven"].strip(),
            drop_overrides=tuple(options["drop_override"]),
            is_dry_run=options["dry_run"],
        )
        try:
            loaded = load(options["folder"], wishes, now=timezone.now())
        except SpecError as error:
            count = len(error.problems)
            raise CommandError(
                f"{options['folder']}: {count} to repair, nothing loaded\n{error}"
            ) from error
        except PortalError as error:
            raise CommandError(error.sentence) from error
        self._show(loaded)
        if wishes.is_dry_run:
            self.stdout.write("Nothing was written: this was a dry run.")

    def _show(self, loaded: Loaded) -> None:
        course = loaded.course.course
        word = "added" if loaded.course.is_new else "unchanged"
        changes = [*loaded.course.changes, *loaded.categories]
        if changes and not loaded.course.is_new:
            word = f"changed: {', '.join(changes)}"
        self.stdout.write(f"{course.slug}:{course.term} {word}")
        for change in loaded.changes:
            refusal = loaded.refusals.get(change.version.digest, "")
            self.stdout.write(f"  {_line(change, refusal)}")
            if _is_points_only(change):
                self.stdout.write(f"             {AGAIN.format(change=change)}")
        self._show_beside(loaded)

    def _show_beside(self, loaded: Loaded) -> None:
        for assignment in loaded.removed:
            self.stdout.write(f"  removed    {assignment.slug} (hidden, not deleted)")
        for name in loaded.dropped:
            self.stdout.write(f"  override dropped: {name}")
        for assignment, slots in loaded.slots:
            self.stdout.write(f"  slots      {assignment.slug}: {slots.words}")
        for one in loaded.moved:
            self.stdout.write(f"  moved      {one.sentence()}")
        for line in loaded.overrides:
            self.stdout.write(
                f"  override kept: {line.assignment.slug}.{line.field} ({line.reason})"
            )


def _is_points_only(change: AssignmentChange) -> bool:
    """Say whether what is graded could be scored by the new version as it is."""
    before, after = change.before, change.version
    if before is None or not change.is_published:
        return False
    is_other = before.spec["checks"] != after.spec["checks"]
    return is_other and not changed_besides_points(before.spec, after.spec)


def _line(change: AssignmentChange, refusal: str) -> str:
    digest = change.version.digest[:12]
    if change.before is not None and change.before != change.version:
        digest = f"{change.before.digest[:12]} -> {digest}"
    standing = _standing(change, refusal)
    return f"{change.word:9}  {change.assignment.slug:12}  {digest}  {standing}"


def _standing(change: AssignmentChange, refusal: str) -> str:
    if not change.is_published:
        return f"not published: {refusal}; prove it, or say --unproven REASON"
    if not change.version.spec["grade"]["family"]:
        return "published; people give the points"
    if change.version.is_proven:
        is_old = refusal not in ("", NONE)
        return (
            f"published, proven once; now {refusal}" if is_old else "published, proven"
        )
    return f"published, unproven: {change.version.unproven_reason}"
