"""Prepares and starts a whole site: database, people, courses, images, processes."""

import hashlib
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import httpx

from portal.commands.demo import broker, images
from portal.commands.demo.children import Child, Supervisor
from portal.commands.demo.place import Place

ROOT = Path(__file__).resolve().parents[3]
Say = Callable[[str], None]


class SetupError(Exception):
    """A step of the preparation failed; says which, and what it printed."""


@dataclass(frozen=True)
class DemoCourse:
    """A course of the demo, and how long ago its term began."""

    folder: str
    days_ago: int
    key: str  # slug:term


@dataclass(frozen=True)
class DemoPerson:
    """Someone to sign in as."""

    email: str
    name: str
    role: str  # student, instructor or ops


COURSES = (
    DemoCourse("w251", 30, "w251:2022 Fall"),
    DemoCourse("eecs182-fa22", 9, "eecs182:2022 Fall"),
)
POOLS = ("cpu", "archive")
PEOPLE = (
    DemoPerson("alice@example.edu", "Alice Moreno", "student"),
    DemoPerson("ines@example.edu", "Ines Okafor", "instructor"),
    DemoPerson("olu@example.edu", "Olu Adeyemi", "ops"),
)


def port_is_free(port: int) -> bool:
    """Return whether a server could listen on ``port`` of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


class Site:
    """One demo site in one place."""

    def __init__(
        self,
        place: Place,
        *,
        port: int,
        sandbox: str,
        say: Say,
        extra_env: Mapping[str, str] | None = None,
    ) -> None:
        self.place = place
        self.url = f"http://127.0.0.1:{port}"
        self.port = port
        self.sandbox = sandbox
        self.say = say
        self.env = {
            **place.keys(),
            **(extra_env or {}),
            "ASSAY_VAR": str(place.var),
            "ASSAY_SANDBOX": sandbox,
            "ASSAY_SITE_URL": self.url,
            "ASSAY_BROKER_URL": broker.url(place.socket),
            "REDIS_URL": broker.url(place.socket),
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "PYTHONUNBUFFERED": "1",
        }

    def manage(self, *arguments: str, stdin: str = "") -> str:
        """Run ``manage.py`` with this site's environment; return what it printed."""
        return self._run([sys.executable, "manage.py", *arguments], stdin=stdin)

    def prepare_database(self) -> None:
        """Make or update the tables and the static files."""
        self.say("Preparing the database and the pages")
        self.manage("migrate", "--verbosity", "0")
        made_of, note = _static_digest(), self.place.var / "static.digest"
        if not note.exists() or note.read_text() != made_of:
            self.manage("collectstatic", "--noinput", "--clear", "--verbosity", "0")
            note.write_text(made_of)

    def load_courses(self) -> None:
        """Load the demo's courses, with the terms shifted around today."""
        for course in COURSES:
            self.say(f"Loading courses/{course.folder}")
            start = date.today() - timedelta(days=course.days_ago)  # noqa: DTZ011
            self.manage(
                *("course", "load", str(ROOT / "courses" / course.folder)),
                *("--start", start.isoformat()),
                *("--unproven", "Demo: proven by `make check-courses` instead."),
            )

    def invite_people(self) -> dict[str, str]:
        """Make the demo's people; return their passwords, which nobody keeps."""
        passwords = {person.email: secrets.token_urlsafe(9) for person in PEOPLE}
        for person in PEOPLE:
            extra = ["--ops"] if person.role == "ops" else []
            self.manage(
                *("person", "add", person.email, "--name", person.name),
                *("--password-stdin", *extra),
                stdin=passwords[person.email],
            )
        roster = self.place.var / "demo-roster.csv"
        lines = ["email,name,role,section"]
        for person in PEOPLE:
            if person.role != "ops":
                lines.append(f"{person.email},{person.name},{person.role},1")
        roster.write_text("\n".join(lines) + "\n")
        for course in COURSES:
            self.manage(
                "roster", "import", str(roster), "--course", course.key, "--yes"
            )
        roster.unlink()
        return passwords

    def enroll_runner(self) -> None:
        """Enroll this machine as a runner, of existing autograders too."""
        self.manage(
            *("runner", "enroll", "demo-runner", "--all-courses"),
            *(word for pool in POOLS for word in ("--pool", pool)),
            *("--token-file", str(self.place.runner_token)),
        )

    def build_images(self, *, wants_all: bool = False) -> None:
        """Build what the two hand-ins run in, or what any of the courses' may need."""
        self.say(images.announcement(self.sandbox, wants_all=wants_all))
        folders = [ROOT / "courses" / course.folder for course in COURSES]
        for argv in images.builds(
            self.sandbox, self.place.var, folders, wants_all=wants_all
        ):
            self._run(argv)

    def start(self, supervisor: Supervisor) -> None:
        """Start broker, portal, worker and runner; return when the portal answers."""
        if "REDIS_URL" not in os.environ:
            self.start_broker(supervisor)
        self._child(
            supervisor,
            "portal",
            [
                *(sys.executable, "-m", "gunicorn", "portal.wsgi:application"),
                *("--bind", f"127.0.0.1:{self.port}", "--workers", "2"),
                *("--threads", "8", "--worker-class", "gthread", "--timeout", "120"),
                "--no-control-socket",
            ],
        )
        self._child(
            supervisor,
            "worker",
            [
                *(sys.executable, "-m", "celery", "-A", "portal.celery", "worker"),
                *("--beat", "--queues", "portal", "--concurrency", "1"),
                *("--without-gossip", "--without-mingle", "--loglevel", "INFO"),
            ],
        )
        supervisor.wait_until(self._answers, what="The portal", seconds=60)
        self.start_runner(supervisor)

    def start_broker(self, supervisor: Supervisor) -> Child:
        """Start a private broker on this site's socket."""
        self.place.socket.unlink(missing_ok=True)
        argv = broker.command(self.place.socket, self.place.var)
        child = self._child(supervisor, "broker", argv)
        supervisor.wait_until(self.place.socket.exists, what="The broker", seconds=10)
        return child

    def start_runner(self, supervisor: Supervisor) -> Child:
        """Start the runner that was enrolled here."""
        return self._child(
            supervisor,
            "runner",
            [
                *(sys.executable, "-m", "graders.runner", "--portal", self.url),
                *("--token-file", str(self.place.runner_token)),
                *("--work", str(self.place.var / "runner"), "--name", "demo-runner"),
                *("--sandbox", self.sandbox, "--pools", ",".join(POOLS)),
                *("--broker", broker.url(self.place.socket)),
            ],
        )

    def _child(self, supervisor: Supervisor, name: str, argv: list[str]) -> Child:
        return supervisor.start(name, argv, env=self.env, cwd=ROOT)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/healthz", timeout=2).status_code == 200
        except httpx.TransportError:
            return False

    def _run(self, argv: list[str], *, stdin: str = "") -> str:
        done = subprocess.run(
            argv,
            cwd=ROOT,
            env={**os.environ, **self.env},
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            words = (done.stdout + done.stderr)[-3000:]
            raise SetupError(f"`{' '.join(argv[1:5])} …` failed:\n{words}")
        return done.stdout


def _static_digest() -> str:
    """Return what the collected static files are made of, to collect them once."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted((ROOT / "frontend/static").rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def docker_answers() -> bool:
    """Return whether a Docker engine can be reached from here."""
    probe = "import docker; docker.from_env(timeout=5).version()"
    try:
        done = subprocess.run(
            [sys.executable, "-c", probe], capture_output=True, check=False, timeout=30
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
