"""One notebook, one score: nbgrader, Otter and Assay, in turn.

    python -m benchmarks.notebook [--rounds 7]

Each round runs every arm once, in random order: `nbgrader autograde` and `otter run` as
programs (in an environment of their own under ASSAY_VAR, made at the first start), and
Assay from the POST of the file to the score in the API, cold: portal, PostgreSQL where
installed, broker, runner, student and judge containers; without a kernel and with one.
"""

import argparse
import contextlib
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.notebook_peers import JUDGE, NAME, POINTS, TESTS, Peers, notebook
from portal.commands.demo.children import Supervisor
from portal.commands.demo.place import Place
from portal.commands.demo.site import ROOT, Site
from portal.commands.demo.walk import Student, Work, sign_in
from tests import services

VAR = Path(os.environ.get("ASSAY_VAR", ROOT / "var"))
WANTED = POINTS * (len(TESTS) - 1)  # one function is wrong
ALICE = "alice@example.edu"
COURSE = """
[course]
slug = "bench"
title = "Benchmark"
term = "now"
timezone = "UTC"

[[sessions]]
unit = 1
starts = 2030-01-01T10:00:00

[[categories]]
slug = "labs"
weight = 100
"""
ASSIGNMENT = """
[assignment]
slug = "{slug}"
title = "Five functions"
kind = "lab"
category = "labs"
points = 10
release = {{ session = 1, offset = "-7d" }}
due = {{ session = 1, offset = "300d" }}

[submit]
files = ["{name}.ipynb"]
quota = {{ per_day = 100 }}

[grade]
family = "notebook"
image = "notebook"
tier = "T1"
notebook = "{name}.ipynb"
kernel = {kernel}
"""
CHECK = '[[checks]]\nname = "{0}"\ntitle = "{0}"\npoints = 2\ncurve = "credit"\n'


def write_course(folder: Path) -> None:
    """Two assignments alike, but for the kernel."""
    folder.mkdir()
    (folder / "course.toml").write_text(COURSE)
    for slug, kernel in (("shell", "false"), ("kernel", "true")):
        lab = folder / slug
        lab.mkdir()
        text = ASSIGNMENT.format(slug=slug, name=NAME, kernel=kernel)
        checks = "\n".join(CHECK.format(name) for name in TESTS)
        (lab / "assignment.toml").write_text(f"{text}\n{checks}")
        (lab / "judge.py").write_text(JUDGE)
        (lab / "README.md").write_text("# Five functions\n")


@contextlib.contextmanager
def running_site(folder: Path):
    """A site of its own with that course; yields a program that is signed in."""
    database = (
        services.private_postgres()
        if services.postgres_folder()
        else contextlib.nullcontext("")
    )
    write_course(folder / "bench")
    with database as url:
        (folder / "site").mkdir()
        place = Place(folder / "site")
        env = {"DATABASE_URL": url}
        site = Site(place, port=8798, sandbox="docker", say=print, extra_env=env)
        supervisor = Supervisor(place.logs)
        try:
            site.prepare_database()
            start = (
                "--start",
                datetime.now(UTC).date().isoformat(),
                "--unproven",
                "benchmark",
            )
            site.manage("course", "load", str(folder / "bench"), *start)
            person = ("person", "add", ALICE, "--name", "Alice", "--password-stdin")
            site.manage(*person, stdin="only-for-this-benchmark")
            roster = folder / "roster.csv"
            roster.write_text(f"email,name,role,section\n{ALICE},Alice,student,1\n")
            words = ("--course", "bench:now", "--yes")
            site.manage("roster", "import", str(roster), *words)
            site.enroll_runner()
            site.start(supervisor)
            yield Student(site.url, sign_in(site.url, ALICE, "only-for-this-benchmark"))
        finally:
            supervisor.stop()


def hand_in(student: Student, assignment_id: str, work: Work) -> float:
    """Hand it in and wait; the points."""
    submission = student.hand_in(assignment_id, work)
    found = student.follow(submission, lambda word: None)
    assert found["state"] == "graded", found
    return float(found["score"]["points"])


def measure(
    arms: dict[str, tuple[Callable[[], object], Callable[[object], float]]], rounds: int
) -> dict[str, list[float]]:
    """Run every arm once a round, in random order, after one round of warm-up."""
    seconds: dict[str, list[float]] = {name: [] for name in arms}
    for number in range(rounds + 1):
        for name in random.sample(list(arms), len(arms)):
            run, score = arms[name]
            begun = time.perf_counter()
            found = run()
            took = time.perf_counter() - begun
            points = score(found)
            assert points == WANTED, f"{name} says {points}, not {WANTED}"
            if number:
                seconds[name].append(took)
    return seconds


def show(seconds: dict[str, list[float]]) -> None:
    """Print one Markdown row an arm; ratios are medians of the rounds' own."""
    rounds = len(next(iter(seconds.values())))
    print(f"| {rounds} rounds, {WANTED} of 10 points from every arm ", end="")
    print("| p50, s | worst, s | nbgrader by it | Otter by it |")
    print("|---|--:|--:|--:|--:|")
    for name, found in seconds.items():
        ratios = [
            statistics.median(a / b for a, b in zip(seconds[peer], found, strict=True))
            for peer in ("nbgrader autograde", "otter run")
        ]
        shown = " | ".join(f"{ratio:.1f}" for ratio in ratios)
        middle = statistics.median(found)
        print(f"| {name} | {middle:.2f} | {max(found):.2f} | {shown} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="assay-bench-") as name:
        folder = Path(name)
        peers = Peers(VAR, folder)
        peers.install()
        peers.prepare()
        mine = folder / "mine"
        mine.mkdir()
        (mine / f"{NAME}.ipynb").write_text(json.dumps(notebook()))
        with running_site(folder) as student:
            ids = student.assignments()
            work = Work(NAME, NAME, mine)
            arms = {
                "nbgrader autograde": (peers.nbgrader, peers.nbgrader_score),
                "otter run": (peers.otter, peers.otter_score),
                "Assay, no kernel, hand-in to score": (
                    lambda: hand_in(student, ids["shell"], work),
                    float,
                ),
                "Assay, a real kernel": (
                    lambda: hand_in(student, ids["kernel"], work),
                    float,
                ),
            }
            show(measure(arms, options.rounds))


if __name__ == "__main__":
    main()
