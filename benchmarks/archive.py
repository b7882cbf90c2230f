"""What running a Gradescope zip costs: bare `docker run`, and by Assay.

    python -m benchmarks.archive [--rounds 10] [--lab DIR | --otter] [--no-site]

Each round runs the arms in random order on the same zip and the same submission: the
plain image of its setup.sh by `docker run` with Docker's own defaults, Assay's family
with its sealed image on this machine, and Assay from the POST of the files to the score
in the API. Every arm must find the same score. ``--otter`` takes a zip that `otter
generate` makes now; its setup.sh needs GitHub and conda-forge, and minutes, once. The
site is measured with the lab of our own courses alone.
"""

import argparse
import contextlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from benchmarks import overhead
from benchmarks.archive_otter import otter_lab
from graders.check.local import grade_folder
from graders.families.archive import building
from graders.families.archive.identity import RECIPE
from graders.families.archive.unpacking import read_archive
from graders.sandbox.docker_backend import DockerSandbox
from graders.sandbox.images import LabImages
from graders.spec import load_assignment
from portal.commands.demo import site as demo

LAB = overhead.ROOT / "courses/eecs182-fa22/hw05-hand-made-filters"
VAR = Path(os.environ.get("ASSAY_VAR", overhead.ROOT / "var"))
TAG = "assay-bench/plain-autograder"
SEAL = " \\\n && python3 /opt/assay/seal.py"
WHEN = "2030-01-01T10:00:00.000000-00:00"
METADATA = {
    "id": 1,
    "created_at": WHEN,
    "assignment": {
        "id": 1,
        "course_id": 1,
        "title": "Benchmark",
        "release_date": WHEN,
        "due_date": WHEN,
        "late_due_date": None,
        "group_submission": False,
        "total_points": "10.0",
        "outline": [],
    },
    "submission_method": "upload",
    "users": [{"id": 1, "email": "alice@example.edu", "name": "Alice"}],
    "previous_submissions": [],
}
DAYS_AGO = 45  # so that the assignment is open


def build_plain(spec) -> None:
    """The image as Gradescope's own recipe makes it, not sealed."""
    packed = io.BytesIO()
    building.write_context(packed, read_archive(building.source_of(spec.folder)))
    packed.seek(0)
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=packed) as tar:
            tar.extractall(folder, filter="data")
        recipe = (RECIPE / "Dockerfile").read_text()
        assert SEAL in recipe
        Path(folder, "Dockerfile").write_text(recipe.replace(SEAL, ""))
        base = f"BASE={LabImages().tag(spec.grade.image)}"
        run("docker", "build", "-q", "-t", TAG, "--build-arg", base, folder)


def run(*argv: str) -> None:
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{argv[:4]}: {done.stdout}{done.stderr}")


def bare(submission: Path) -> float:
    """One `docker run` with folders of this machine; the total it found."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        shutil.copytree(submission, place / "submission")
        (place / "results").mkdir()
        (place / "submission_metadata.json").write_text(json.dumps(METADATA))
        mounts = [
            word
            for name in ("submission", "results", "submission_metadata.json")
            for word in ("-v", f"{place / name}:/autograder/{name}")
        ]
        run("docker", "run", "--rm", *mounts, TAG, "/autograder/run_autograder")
        found = json.loads((place / "results/results.json").read_text())
        return found.get("score") or sum(t.get("score") or 0 for t in found["tests"])


class Local:
    """The runner's path, without a portal."""

    def __init__(self, spec, submission: Path) -> None:
        self._spec, self._submission = spec, submission
        self._sandbox = DockerSandbox("bench", "now")
        building.build(spec, self._sandbox, print)

    def __call__(self) -> float:
        with tempfile.TemporaryDirectory() as logs:
            graded = grade_folder(
                self._spec,
                self._submission,
                sandbox=self._sandbox,
                key=b"k" * 32,
                logs=Path(logs),
            )
        return graded.report.statement.score


@contextlib.contextmanager
def whole_site():
    """A site with only the course of the assignment, some weeks into its term."""
    overhead.LAB, overhead.SLUG = LAB, "hw05"
    demo.COURSES = (demo.DemoCourse("eecs182-fa22", DAYS_AGO, "eecs182:2022 Fall"),)
    with overhead.running_site() as portal:
        yield portal


def show(seconds: dict[str, list[float]]) -> None:
    """Print one Markdown row an arm."""
    floor = overhead.statistics.median(seconds["bare docker run"])
    print("| | p50, s | fastest | slowest | by bare `docker run` |")
    print("|---|--:|--:|--:|--:|")
    for name, found in seconds.items():
        middle = overhead.statistics.median(found)
        spread = f"{min(found):.2f} | {max(found):.2f}"
        print(f"| {name} | {middle:.2f} | {spread} | {middle / floor:.2f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--lab", type=Path, default=LAB)
    parser.add_argument("--otter", action="store_true")
    parser.add_argument("--no-site", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="assay-bench-") as name:
        lab = otter_lab(VAR, Path(name)) if options.otter else options.lab
        compare(lab, options.rounds, has_site=lab == LAB and not options.no_site)


def compare(lab: Path, rounds: int, *, has_site: bool) -> None:
    """Measure the arms on this lab's reference, and print what they took."""
    spec = load_assignment(lab)
    submission = lab / "reference"
    local = Local(spec, submission)
    build_plain(spec)
    assert local() == bare(submission), "both find the same score"
    arms = {
        "bare docker run": lambda: bare(submission),
        "Assay's family, sealed and closed": local,
    }
    with contextlib.ExitStack() as stack:
        if has_site:
            arms["Assay, submit to graded, cold"] = stack.enter_context(whole_site())
        show(overhead.measure(arms, rounds))


if __name__ == "__main__":
    main()
