"""The demo: what it refuses, what it forgets, and that nothing outlives it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portal.commands.demo.children import ChildDiedError, Supervisor
from portal.commands.demo.place import Place

ROOT = Path(__file__).resolve().parents[3]
NAP = [sys.executable, "-c", "import time; print('here', flush=True); time.sleep(60)"]


def demo(var, *arguments):
    """Run the command as ``make demo`` does; return its exit code and its words."""
    env = {**os.environ, "ASSAY_VAR": str(var)}
    env.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "manage.py", "demo", "--once", *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, " ".join((done.stdout + done.stderr).split())


def test_a_taken_port_is_a_clear_error(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, words = demo(tmp_path, "--port", str(port), "--sandbox", "process")
    assert code != 0
    assert f"Port {port} is taken. Choose another: make demo PORT=8001." in words


def test_a_second_demo_of_one_folder_is_refused(tmp_path):
    with Place(tmp_path).lock():
        code, words = demo(tmp_path, "--sandbox", "process")
    assert code != 0
    assert "already running" in words


def test_a_first_start_that_broke_off_says_how_to_begin_again(tmp_path):
    Place(tmp_path).write_notes({"state": "begun"})
    code, words = demo(tmp_path, "--port", "0", "--sandbox", "process")
    assert code != 0
    assert "make demo RESET=1 starts afresh" in words


def test_the_process_sandbox_is_announced_loudly(tmp_path):
    Place(tmp_path).write_notes({"state": "begun"})
    _, words = demo(tmp_path, "--port", "0", "--sandbox", "process")
    assert "Nothing protects hidden data or isolates the code." in words


def test_a_reset_forgets_people_and_keeps_what_took_long(tmp_path):
    place = Place(tmp_path)
    place.write_notes({"token": "t"})
    for name in ("db.sqlite3", "venvs/numpy/x", "store/a", "mail/b"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    place.reset()
    left = {str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file()}
    assert left == {"venvs/numpy/x"}


def test_keys_and_notes_are_for_their_owner_only_and_stay(tmp_path):
    place = Place(tmp_path)
    keys = place.keys()
    place.write_notes({"token": "t"})
    assert place.keys() == keys
    assert len(set(keys.values())) == 2
    for name in ("keys.json", "demo.json"):
        assert (tmp_path / name).stat().st_mode & 0o077 == 0
    assert json.loads(place.notes.read_text()) == {"token": "t"}


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_stopping_ends_children_and_what_they_started(tmp_path):
    supervisor = Supervisor(tmp_path)
    script = (
        "import signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = subprocess.Popen(['sleep', '60'])\n"
        "print(child.pid, flush=True); time.sleep(60)\n"
    )
    child = supervisor.start(
        "stubborn", [sys.executable, "-c", script], env={}, cwd=tmp_path
    )
    supervisor.wait_until(
        lambda: child.log.read_text() != "", what="The child", seconds=10
    )
    grandchild = int(child.log.read_text())
    supervisor.grace_s = 0.5
    supervisor.stop()
    assert child.process.poll() is not None
    _until(lambda: not is_alive(grandchild))


def test_a_child_that_dies_is_named_with_its_last_words(tmp_path):
    supervisor = Supervisor(tmp_path)
    script = "print('no space left'); raise SystemExit(3)"
    supervisor.start("worker", [sys.executable, "-c", script], env={}, cwd=tmp_path)
    with pytest.raises(ChildDiedError, match=r"(?s)worker stopped .*3.*no space left"):
        supervisor.wait_until(lambda: False, what="It", seconds=10)


def test_children_die_with_a_supervisor_that_was_killed(tmp_path):
    script = (
        "import sys, time; from pathlib import Path\n"
        "from portal.commands.demo.children import Supervisor\n"
        f"child = Supervisor(Path({str(tmp_path)!r})).start('nap', {NAP!r}, env={{}},"
        f" cwd=Path({str(tmp_path)!r}))\n"
        "print(child.process.pid, flush=True); time.sleep(60)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    pid = int(parent.stdout.readline())
    _until(lambda: "here" in (tmp_path / "nap.log").read_text())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    _until(lambda: not is_alive(pid))


def _until(is_so, seconds=10):
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)
