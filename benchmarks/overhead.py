"""What grading costs: a bare subprocess, one hardened container, Assay end to end.

    python -m benchmarks.overhead [--rounds 15]

Each round runs the three arms in random order on the *functions* assignment's
reference: the same checks in one process, the same in one `docker run` with the
student's profile, and Assay from the POST of the files to the score in the API (portal,
PostgreSQL where installed, broker, runner; student and judge containers, all cold).
"""

import argparse
import contextlib
import os
import random
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from graders.sandbox.images import DEFAULT_FOLDER, LabImages
from graders.sandbox.profile import SECCOMP
from portal.commands.demo.children import Supervisor
from portal.commands.demo.place import Place
from portal.commands.demo.site import Site
from portal.commands.demo.walk import Student, Work, sign_in
from tests import services

ROOT = Path(__file__).resolve().parents[1]
LAB = ROOT / "courses/eecs182-fa22/hw01-layers-by-hand"
SLUG = "hw01"
MOST_ROUNDS = 18
INSIDE = ["/bench/check_once.py", "/code", "/lab", "/submission"]


def bare(python: str) -> None:
    """One process of the lab's own environment on this machine."""
    here = [
        str(ROOT / "benchmarks/check_once.py"),
        *(str(ROOT), str(LAB), str(LAB / "reference")),
    ]
    _quiet([python, *here], env={"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"})


def container() -> None:
    """One `docker run` with the limits of a student container."""
    image = LabImages(DEFAULT_FOLDER).tag("numpy")
    mounts = {
        ROOT / "benchmarks": "/bench",
        ROOT / "graders": "/code/graders",
        LAB: "/lab",
        LAB / "reference": "/submission",
    }
    options = [
        *("docker", "run", "--rm", "--init", "--network", "none", "--read-only"),
        *("--cap-drop", "ALL", "--security-opt", "no-new-privileges"),
        *("--security-opt", f"seccomp={SECCOMP}", "--user", "65534:65534"),
        *("--memory", "512m", "--memory-swap", "512m", "--cpus", "1"),
        *("--pids-limit", "128", "--tmpfs", "/tmp:noexec,size=64m"),
        *("--ulimit", "nofile=256", "--ulimit", "core=0", "--log-driver", "none"),
        *("-e", "OMP_NUM_THREADS=1", "-e", "OPENBLAS_NUM_THREADS=1"),
        *("-e", "PYTHONDONTWRITEBYTECODE=1"),
    ]
    for source, target in mounts.items():
        options += ["--mount", f"type=bind,src={source},dst={target},readonly"]
    _quiet([*options, image, "python3", *INSIDE])


class Portal:
    """A whole site; one call is one hand-in until its score is visible."""

    def __init__(self, site: Site, token: str) -> None:
        self.student = Student(site.url, token)
        self.assignment = self.student.assignments()[SLUG]
        self.work = Work(SLUG, SLUG, LAB / "reference")

    def __call__(self) -> None:
        submission = self.student.hand_in(self.assignment, self.work)
        found = self.student.follow(submission, lambda word: None)
        assert found["state"] == "graded", found


def _quiet(argv: list[str], env: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        argv,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{argv[:4]}: {done.stdout}{done.stderr}")


@contextlib.contextmanager
def running_site():
    """The demo's site on a database of its own, with room in the quota."""
    database = (
        services.private_postgres()
        if services.postgres_folder()
        else contextlib.nullcontext("")
    )
    with tempfile.TemporaryDirectory(prefix="assay-bench-") as folder, database as url:
        place = Place(Path(folder))
        extra = {"DATABASE_URL": url}
        site = Site(place, port=8799, sandbox="docker", say=print, extra_env=extra)
        supervisor = Supervisor(place.logs)
        try:
            site.prepare_database()
            site.build_images()
            site.load_courses()
            passwords = site.invite_people()
            site.enroll_runner()
            site.start(supervisor)
            alice = next(iter(passwords))
            yield Portal(site, sign_in(site.url, alice, passwords[alice]))
        finally:
            supervisor.stop()


def measure(arms: dict, rounds: int) -> dict[str, list[float]]:
    """Run every arm once a round, in random order, after one round of warm-up."""
    seconds = {name: [] for name in arms}
    for number in range(rounds + 1):
        for name in random.sample(list(arms), len(arms)):
            begun = time.perf_counter()
            arms[name]()
            if number:
                seconds[name].append(time.perf_counter() - begun)
    return seconds


def show(seconds: dict[str, list[float]]) -> None:
    """Print one Markdown row an arm."""
    floor = seconds["one hardened docker run"]
    print("| | p50, ms | p95, ms | p50 ratio | p95 ratio |")
    print("|---|--:|--:|--:|--:|")
    for name, found in seconds.items():
        middle, high = statistics.median(found), _p95(found)
        ratios = f"{middle / statistics.median(floor):.2f} | {high / _p95(floor):.2f}"
        print(f"| {name} | {middle * 1e3:.0f} | {high * 1e3:.0f} | {ratios} |")


def _p95(found: list[float]) -> float:
    return statistics.quantiles(found, n=20)[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--python", required=True, help="a Python that has NumPy")
    options = parser.parse_args()
    if options.rounds > MOST_ROUNDS:
        parser.error(f"the assignment's daily quota allows {MOST_ROUNDS} rounds")
    with running_site() as portal:
        arms = {
            "bare subprocess": lambda: bare(options.python),
            "one hardened docker run": container,
            "Assay, submit to graded, cold": portal,
        }
        show(measure(arms, options.rounds))


if __name__ == "__main__":
    main()
