"""Sets a whole site up, hands in two solutions, prints their grades and serves."""

import signal
import time
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from portal.commands.demo import images
from portal.commands.demo.broker import BrokerMissingError
from portal.commands.demo.children import ChildDiedError, Supervisor
from portal.commands.demo.place import DemoRunningError, Place
from portal.commands.demo.site import (
    PEOPLE,
    ROOT,
    SetupError,
    Site,
    docker_answers,
    port_is_free,
)
from portal.commands.demo.walk import Graded, Student, WalkError, Work, sign_in

HW05 = ROOT / "courses/w251/hw05-image-classifier"
WORKS = (
    Work("hw05", "Image classifier, reference", HW05 / "reference"),
    Work("hw05", "Image classifier, weak", HW05 / "mutants/plain-network"),
)
UNSAFE = (
    "NO DOCKER ENGINE: the process sandbox runs students' code as a plain process. "
    "Nothing protects hidden data or isolates the code. Never grade for real this way."
)
BROKEN_OFF = (
    "The first start of this demo was broken off while it made its people; "
    "make demo RESET=1 starts afresh."
)
KNOWN = (
    BrokerMissingError,
    ChildDiedError,
    DemoRunningError,
    SetupError,
    WalkError,
)


class Command(BaseCommand):
    """``make demo``; see README.md."""

    help = "Set up a demo site, grade two solutions, and keep serving."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--once", action="store_true", help="exit after grading")
        parser.add_argument("--reset", action="store_true", help="start afresh")
        parser.add_argument(
            "--sandbox", choices=["auto", "docker", "process"], default="auto"
        )
        parser.add_argument(
            "--images",
            choices=["first", "all"],
            default="first",
            help="all: so that hand-ins of every family are graded",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.console = Console(highlight=False)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _interrupt)
        supervisor = Supervisor(Path(settings.VAR) / "demo-logs")
        try:
            self._serve(supervisor, options)
        except KNOWN as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.console.print("\nStopping.")
        finally:
            supervisor.stop()

    def _serve(self, supervisor: Supervisor, options: dict[str, Any]) -> None:
        place = Place(Path(settings.VAR))
        with place.lock():
            if not port_is_free(options["port"]):
                raise CommandError(
                    f"Port {options['port']} is taken. Choose another: make demo "
                    "PORT=8001."
                )
            if options["reset"]:
                place.reset()
            sandbox = self._sandbox(options["sandbox"])
            site = Site(place, port=options["port"], sandbox=sandbox, say=self._say)
            wants_all = options["images"] == "all"
            notes = self._prepare(site, place, wants_all=wants_all)
            site.start(supervisor)
            self._grade(site, place, notes, supervisor)
            self._say_where(site, place, notes)
            if not wants_all:
                self.console.print(images.ONLY_FIRST)
            if not options["once"]:
                self._keep_serving(supervisor)

    def _sandbox(self, asked: str) -> str:
        if asked == "auto":
            asked = "docker" if docker_answers() else "process"
        if asked == "process":
            self.console.print(f"\n[bold red]{UNSAFE}[/]\n")
        return asked

    def _prepare(self, site: Site, place: Place, *, wants_all: bool) -> dict[str, Any]:
        """Do what the first start does, or only what a later one must."""
        notes = place.read_notes()
        if notes.get("state") == "begun":
            raise SetupError(BROKEN_OFF)
        site.prepare_database()
        site.build_images(wants_all=wants_all)
        if not notes:
            place.write_notes({"state": "begun"})
            site.load_courses()
            passwords = site.invite_people()
            site.enroll_runner()
            notes = {"state": "ready", "passwords": passwords}
            place.write_notes(notes)
        return notes

    def _grade(
        self, site: Site, place: Place, notes: dict[str, Any], supervisor: Supervisor
    ) -> None:
        if "token" not in notes:
            alice = PEOPLE[0].email
            notes["token"] = sign_in(site.url, alice, notes["passwords"][alice])
        student = Student(site.url, notes["token"])
        handed_in = notes.setdefault("handed_in", {})
        ids = student.assignments()
        for work in WORKS:
            supervisor.check()
            if work.title not in handed_in:
                self._say(f"Handing in: {work.title}")
                handed_in[work.title] = student.hand_in(ids[work.assignment], work)
                place.write_notes(notes)
        graded = [self._follow(student, work, handed_in) for work in WORKS]
        self._print_grades(graded)
        if any(one.points is None for one in graded):
            raise WalkError("Not every hand-in was graded; see the table above.")

    def _follow(
        self, student: Student, work: Work, handed_in: dict[str, str]
    ) -> Graded:
        said = handed_in[work.title]
        found = student.follow(said, lambda word: self._say(f"  {work.title}: {word}"))
        report = student.report(said)
        score = found.get("score") or {}
        return Graded(
            title=work.title,
            state=str(found["state"]),
            points=score.get("points"),
            max_points=score.get("max_points"),
            seconds=float(report.get("seconds", 0.0)),
            sandbox=str(report.get("sandbox", "")),
            sentence=str(report.get("sentence", "")),
        )

    def _print_grades(self, graded: list[Graded]) -> None:
        table = Table(title="Grades")
        for name in ("Handed in", "State"):
            table.add_column(name)
        for name in ("Points", "Seconds"):
            table.add_column(name, justify="right")
        table.add_column("Sandbox")
        for one in graded:
            points = "–"
            if one.points is not None:
                points = f"{one.points:.1f} / {one.max_points:.0f}"
            seconds = f"{one.seconds:.1f}"
            table.add_row(one.title, one.state, points, seconds, one.sandbox)
        self.console.print(table)
        for one in graded:
            if one.points is None and one.sentence:
                self.console.print(f"{one.title}: {one.sentence}")

    def _say_where(self, site: Site, place: Place, notes: dict[str, Any]) -> None:
        self.console.print(f"\nThe portal is at [bold]{site.url}/[/]")
        passwords = notes.pop("passwords", None)
        if passwords is None:
            self.console.print(
                "Sign in as before (passwords are shown at the first start only; "
                "make demo RESET=1 starts afresh)."
            )
            return
        table = Table(title="Sign in as (shown once)")
        for name in ("Role", "E-mail", "Password"):
            table.add_column(name)
        for person in PEOPLE:
            table.add_row(person.role, person.email, passwords[person.email])
        self.console.print(table)
        place.write_notes(notes)  # from here on nobody keeps them

    def _keep_serving(self, supervisor: Supervisor) -> None:
        self.console.print("Ctrl-C stops everything.")
        while True:
            supervisor.check()
            time.sleep(0.5)

    def _say(self, sentence: str) -> None:
        self.console.print(f"[dim]{time.strftime('%H:%M:%S')}[/] {sentence}")


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
