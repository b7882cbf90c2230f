"""The student's side, run for real and asked over its socket."""

import subprocess
import sys
from pathlib import Path

import pytest

from graders.judge.channel import Listener
from graders.judge.errors import LoadFailed, WorkError
from graders.judge.work import Work

ROOT = Path(__file__).resolve().parents[3]

MUTE = "class Mute(Exception):\n    def __str__(self): return 3\n"  # no text at all


@pytest.fixture
def loaded(tmp_path):
    """Start the harness on some source; ``Work`` is its other end."""
    started = []

    def start(source, *, name="work.py"):
        folder, channel = tmp_path / "submission", tmp_path / "channel"
        folder.mkdir()
        channel.mkdir()
        if source is not None:
            data = source if isinstance(source, bytes) else source.encode()
            (folder / name).write_bytes(data)
        listener = Listener(channel)
        places = (str(folder), str(channel), str(2**20), name)
        process = subprocess.Popen(
            [sys.executable, "-S", "-m", "graders.harness", *places],
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        work = Work(listener.accept(20.0, 2**20), seconds=10.0, seed=1)
        started.append((process, work))
        work.load()
        return work

    yield start
    for process, work in started:
        work.close()
        process.kill()
        process.wait()


def test_a_function_is_called_with_what_was_sent(loaded):
    work = loaded("def add(a, b):\n    return a + b\n")
    assert work.add(1, 2) == 3
    assert work.add([1], [2.5]) == [1, 2.5]
    assert work.add((1,), (2,)) == (1, 2)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (None, "the file is missing"),
        ("def f(:\n", "line 1"),
        ("x = 1\ny = 1 / 0\n", "line 2"),
        ("import nothing_like_this\n", "ModuleNotFoundError"),
        ("import sys\nsys.exit(0)\n", "line 2"),
        ("x = 'é'\n".encode("latin-1"), "could not be imported"),
        (b"x = 1\0\n", "could not be imported"),
        ("# coding: no-such-code\n", "could not be imported"),
        ("raise KeyboardInterrupt\n", "KeyboardInterrupt"),
        (f"{MUTE}raise Mute\n", "Mute"),
    ],
)
def test_what_does_not_import_names_file_and_line(loaded, source, said):
    with pytest.raises(LoadFailed) as caught:
        loaded(source)
    assert "work.py" in str(caught.value)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("raise ValueError('no')", "raised"),
        ("import sys; sys.exit(0)", "raised"),
        ("raise ValueError(chr(0xD800) + chr(0x202E))", "raised"),
        ("class Mute(Exception):\n        __str__ = None\n    raise Mute", "raised"),
        ("return f(x)", "raised"),
        ("return object()", "type"),
        ("return {1, 2}", "type"),
        ("return 'x' * 2**21", "type"),
        ("a = []; a.append(a); return a", "raised"),
        ("return float('nan')", "not_finite"),
        ("return [1e999]", "not_finite"),
        ("return bytearray(10**15)", "raised"),
        ("while True: pass", "slow"),
    ],
)
def test_a_call_that_fails_fails_alone(loaded, body, kind):
    work = loaded(f"def f(x):\n    {body}\n\ndef g():\n    return 1\n")
    work.call_s = 0.5
    with pytest.raises(WorkError) as caught:
        work.f(1)
    assert caught.value.kind == kind
    assert work.g() == 1


def test_an_exit_without_words_is_seen_as_the_end(loaded):
    work = loaded("import os\n\ndef f():\n    os._exit(0)\n")
    with pytest.raises(WorkError) as caught:
        work.f()
    assert caught.value.kind == "ended"
    assert work.broken.state == "gone"


def test_a_function_that_swallows_its_alarm_ends_the_exchange(loaded):
    work = loaded(
        "import time\n\ndef f():\n    while True:\n        try: time.sleep(9)\n"
        "        except BaseException: pass\n"
    )
    work.call_s = 0.2
    with pytest.raises(WorkError):
        work.f()
    assert work.broken.state == "timeout"
