"""The same notebook for three graders: an assignment of each, and one submission.

Five functions, two points each; one of them is wrong, so everybody must say 8 of 10.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

PINS = ("nbgrader==0.9.6", "otter-grader==7.0.0", "numpy==2.4.6", "ipykernel==7.4.0")
NAME = "work"
POINTS = 2
WRONG = "ranks"
SETUP = "import numpy as np\n\ndata = np.random.default_rng(1).normal(size=(200, 8))"
FUNCTIONS = {
    "normalise": "def normalise(x):\n    return (x - x.mean(axis=0)) / x.std(axis=0)",
    "softmax": "def softmax(z):\n    e = np.exp(z - z.max(axis=1, keepdims=True))\n"
    "    return e / e.sum(axis=1, keepdims=True)",
    "distances": "def distances(a, b):\n"
    "    return np.sqrt(((a[:, None] - b[None]) ** 2).sum(axis=2))",
    "ranks": "def ranks(x):\n    return x.argsort()",
    "smooth": "def smooth(x, k):\n    return np.convolve(x, np.ones(k) / k, 'valid')",
}
# Each is true of a right function; all graders ask exactly this.
TESTS = {
    "normalise": "bool(np.allclose(normalise(data).std(axis=0), 1))",
    "softmax": "bool(np.allclose(softmax(data).sum(axis=1), 1))",
    "distances": "distances(data[:5], data[:4]).shape == (5, 4)",
    "ranks": "ranks(np.array([30, 10, 20])).tolist() == [2, 0, 1]",
    "smooth": "smooth(np.arange(4.0), 2).tolist() == [0.5, 1.5, 2.5]",
}
JUDGE = """
import numpy as np
from graders.judge import Notebook, expect

judge = Notebook()
data = np.random.default_rng(1).normal(size=(200, 8))


@judge.check("normalise")
def normalise(work):
    expect(np.allclose(work.normalise(data).std(axis=0), 1), "no")


@judge.check("softmax")
def softmax(work):
    expect(np.allclose(work.softmax(data).sum(axis=1), 1), "no")


@judge.check("distances")
def distances(work):
    expect(work.distances(data[:5], data[:4]).shape == (5, 4), "no")


@judge.check("ranks")
def ranks(work):
    expect(work.ranks(np.array([30, 10, 20])).tolist() == [2, 0, 1], "no")


@judge.check("smooth")
def smooth(work):
    expect(work.smooth(np.arange(4.0), 2).tolist() == [0.5, 1.5, 2.5], "no")
"""


def cell(name: str, source: str, **about: object) -> dict:
    """One code cell with what nbgrader wants to know of it."""
    nbgrader = {"grade_id": name, "schema_version": 3, "task": False, **about}
    return {
        "cell_type": "code",
        "id": name,
        "execution_count": None,
        "metadata": {"nbgrader": nbgrader} if about else {},
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }


def notebook() -> dict:
    """The one that is handed in everywhere."""
    cells = [cell("setup", SETUP)]
    for name, source in FUNCTIONS.items():
        solution = {"grade": False, "locked": False, "solution": True}
        test = {"grade": True, "locked": True, "solution": False, "points": POINTS}
        cells.append(cell(name, source, **solution))
        cells.append(cell(f"test-{name}", f"assert {TESTS[name]}", **test))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    about = {"kernelspec": kernel}
    return {"cells": cells, "metadata": about, "nbformat": 4, "nbformat_minor": 5}


class Peers:
    """nbgrader and Otter in an environment of their own, never among our packages."""

    def __init__(self, var: Path, folder: Path) -> None:
        self.home = var / "benchmarks" / "peers"
        self.folder = folder

    def install(self) -> None:
        """Make the environment, once."""
        if (self.home / "complete").is_file():
            return
        subprocess.run([sys.executable, "-m", "venv", str(self.home)], check=True)
        pip = [str(self.home / "bin" / "pip"), "install", "-q", *PINS]
        subprocess.run(pip, check=True)
        (self.home / "complete").touch()

    def prepare(self) -> None:
        """An assignment of each, and the same submission to both."""
        text = json.dumps(notebook())
        course = self.folder / "nbgrader"
        for place in (f"source/{NAME}", f"submitted/alice/{NAME}"):
            (course / place).mkdir(parents=True)
            (course / place / f"{NAME}.ipynb").write_text(text)
        self._run("nbgrader", "generate_assignment", NAME, "--create", at=course)
        otter = self.folder / "otter"
        (otter / "tests").mkdir(parents=True)
        (otter / f"{NAME}.ipynb").write_text(text)
        for name, test in TESTS.items():
            code = f">>> {test}\nTrue"
            case = {"code": code, "hidden": False, "locked": False}
            suite = {"cases": [case], "scored": True, "type": "doctest"}
            whole = {"name": name, "points": POINTS, "suites": [suite]}
            path = otter / "tests" / f"{name}.py"
            path.write_text(f"OK_FORMAT = True\ntest = {whole!r}\n")
        self._run("otter", "generate", "-t", "tests", at=otter)

    def nbgrader(self) -> None:
        """Autograde it once more."""
        words = ("autograde", NAME, "--create", "--force")
        self._run("nbgrader", *words, at=self.folder / "nbgrader")

    def nbgrader_score(self, _: object) -> float:
        """What its gradebook says; not part of what is timed."""
        ask = (
            "from nbgrader.api import Gradebook\n"
            "with Gradebook('sqlite:///gradebook.db') as book:\n"
            f"    print(book.find_submission({NAME!r}, 'alice').score)"
        )
        return float(self._run("python", "-c", ask, at=self.folder / "nbgrader"))

    def otter(self) -> None:
        """Run it once more."""
        place = self.folder / "otter"
        shutil.rmtree(place / "out", ignore_errors=True)
        (place / "out").mkdir()
        words = ("run", f"{NAME}.ipynb", "-a", "autograder.zip", "-o", "out")
        self._run("otter", *words, at=place)

    def otter_score(self, _: object) -> float:
        """The sum of its results."""
        found = json.loads((self.folder / "otter/out/results.json").read_text())
        return float(sum(test.get("score", 0) for test in found["tests"]))

    def _run(self, program: str, *words: str, at: Path) -> str:
        places = f"{self.home / 'bin'}:{os.environ['PATH']}"
        env = {**os.environ, "PATH": places, "HOME": str(self.folder)}
        done = subprocess.run(
            [str(self.home / "bin" / program), *words],
            cwd=at,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{program} {words}: {done.stdout}{done.stderr}"[-4000:])
        return done.stdout
