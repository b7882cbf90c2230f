"""A rank ends as any program does, but before anything can end it otherwise."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def ended(tmp_path):
    """Run a program as a rank; how it ended."""

    def run(source):
        program = tmp_path / "train.py"
        program.write_text(source)
        return subprocess.run(
            [sys.executable, "-m", "graders.harness.rank", program, "--seed", "7"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )

    return run


def test_what_a_program_left_open_or_running_is_finished(ended, tmp_path):
    done = ended(
        "import atexit, pathlib, sys, threading, time\n"
        "kept = open('metrics.jsonl', 'w')\n"
        "kept.write('all of it')\n"
        "atexit.register(lambda: pathlib.Path('last').write_text('said'))\n"
        "def late():\n"
        "    time.sleep(0.2)\n"
        "    pathlib.Path('late').write_text(' '.join(sys.argv[1:]))\n"
        "threading.Thread(target=late).start()\n"
    )
    assert (done.returncode, done.stderr) == (0, "")
    texts = {n: (tmp_path / n).read_text() for n in ("metrics.jsonl", "last", "late")}
    assert texts == {"metrics.jsonl": "all of it", "last": "said", "late": "--seed 7"}


def test_nothing_can_abort_it_once_it_is_done(ended):
    done = ended(
        "import os\n"
        "class Worker:\n"
        "    def __del__(self):\n"
        "        os.abort()\n"
        "held = Worker(); held.itself = held\n"
        "import sys; sys.held = held\n"
    )
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("source", "code", "last_line"),
    [
        ("raise RuntimeError('rank 1 gives up')", 1, "RuntimeError: rank 1 gives up"),
        ("import sys; sys.exit(3)", 3, ""),
        ("import sys; sys.exit('no data')", 1, "no data"),
        ("import sys; sys.exit()", 0, ""),
        ("def", 1, "SyntaxError: invalid syntax"),
    ],
)
def test_it_fails_as_python_does(ended, source, code, last_line):
    done = ended(source)
    lines = done.stderr.strip().splitlines() or [""]
    assert (done.returncode, lines[-1]) == (code, last_line)
    assert "runpy" not in done.stderr or "SyntaxError" in done.stderr


def test_a_program_finds_the_modules_beside_it(ended, tmp_path):
    (tmp_path / "beside.py").write_text("WORD = 'there'\n")
    done = ended("import beside; print(beside.WORD, __name__)")
    assert done.stdout == "there __main__\n"
