"""What even plain processes are held to."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from graders.sandbox.process_backend import ProcessSandbox
from graders.sandbox.process_ground import make_folder
from graders.sandbox.processes import MARK, Family
from graders.sandbox.stage import Cause, Side

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another")


def test_it_does_not_pretend(process_sandbox):
    assert process_sandbox.name == "process"
    assert not process_sandbox.isolates
    assert process_sandbox.check() == []


def test_memory_is_capped(process_stage):
    played, end = process_stage.play("x = b'x' * (512 << 20)")
    assert end.exit_code != 0
    assert b"MemoryError" in played.err or end.cause is Cause.OUT_OF_MEMORY


def test_a_family_is_held_to_the_memory_of_one(process_stage):
    _, end = process_stage.play(
        """
        import os, time
        for _ in range(4): os.fork()
        x = b"x" * (30 << 20)
        time.sleep(10)
        """
    )
    assert end.cause is Cause.OUT_OF_MEMORY
    assert end.seconds < 8


def test_open_files_file_sizes_and_core_dumps_are_capped(process_stage):
    played, _ = process_stage.play(
        """
        import json, resource
        names = ("NOFILE", "FSIZE", "CORE", "DATA")
        print(json.dumps([resource.getrlimit(getattr(resource, "RLIMIT_" + n))
                          for n in names]))
        """,
        limits={"open_files": 64, "file_mib": 2},
    )
    assert json.loads(played.text) == [
        [64, 64],
        [2 << 20, 2 << 20],
        [0, 0],
        [128 << 20, 128 << 20],
    ]


def test_the_environment_is_what_we_say(process_stage, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    played, _ = process_stage.play("import os; print(sorted(os.environ))")
    assert "DATABASE_URL" not in played.text
    assert "OMP_NUM_THREADS" in played.text


def test_it_is_not_the_portals_python(process_stage):
    played, _ = process_stage.play("import sys; print(sys.prefix)")
    assert "/judge-" in played.text
    assert played.text != sys.prefix


def test_numpy_works(process_stage):
    played, _ = process_stage.play("import numpy; print(numpy.ones(3).sum())")
    assert played.text == "3.0"


def test_its_folders_are_gone_afterwards(process_stage):
    played, _ = process_stage.play("import os; print(os.getcwd())")
    assert played.text.startswith(tempfile.gettempdir())
    assert not Path(played.text).exists()


@as_root
def test_every_side_is_a_user_of_its_own_and_not_root(process_stage):
    program = "import os; print(os.getresuid(), os.getresgid(), os.getgroups())"
    seen = [process_stage.play(program, side=side)[0].text for side in Side]
    assert len(set(seen)) == len(Side)
    assert all("0" not in text.replace("(", "").split(", ") for text in seen)
    assert all(text.endswith("[]") for text in seen)


@as_root
def test_a_fork_bomb_stays_small(process_stage):
    played, end = process_stage.play(
        """
        import os, time
        born = 0
        try:
            while True:
                if os.fork() == 0:
                    time.sleep(30); os._exit(0)
                born += 1
        except OSError:
            print(born, flush=True)
        """,
        limits={"pids": 12},
    )
    assert 5 < int(played.text) < 12
    assert end.seconds < 10


@as_root
def test_what_is_closed_to_others_stays_closed(process_stage):
    folder = process_stage.folder / "hidden"
    folder.mkdir(mode=0o700)
    (folder / "answers").write_text("42")
    (folder / "answers").chmod(0o600)
    read = "import sys; print(open(sys.argv[1] if sys.argv[1:] else {!r}).read())"
    judge, _ = process_stage.play(
        "import os; print(open(os.environ['HIDDEN'] + '/answers').read())",
        side=Side.JUDGE,
        folders={"hidden": folder},
        env={"HIDDEN": "{hidden}"},
    )
    student, _ = process_stage.play(read.format(str(folder / "answers")))
    assert judge.text == "42"
    assert b"PermissionError" in student.err


@as_root
def test_there_is_loopback_and_no_network(process_stage):
    played, _ = process_stage.play(
        """
        import socket
        with socket.create_server(("127.0.0.1", 0)) as server:
            socket.create_connection(server.getsockname()).close()
        print([name for _, name in socket.if_nameindex()])
        """
    )
    assert "eth" not in played.text
    assert "'lo'" in played.text


def test_leftovers_of_ones_own_earlier_start_are_ended_and_removed(tmp_path):
    folders = {
        name: make_folder(*name)
        for name in [("mine", "old"), ("mine", "now"), ("mine-too", "old")]
    }
    orphan = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"],
        env={MARK: "left-behind"},
        start_new_session=True,
    )
    (folders["mine", "old"] / "stage").write_text("0 left-behind")
    try:
        wait_until(lambda: list(Family(uid=0, mark="left-behind").members()))
        sandbox = ProcessSandbox("mine", "now", var=tmp_path)
        assert sandbox.remove_leftovers() == 1
        assert orphan.wait(5) == -9
        assert [f.exists() for f in folders.values()] == [False, True, True]
    finally:
        orphan.kill()
        for folder in folders.values():
            if folder.exists():
                (folder / "stage").unlink(missing_ok=True)
                folder.rmdir()


def wait_until(is_so):
    deadline = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)
