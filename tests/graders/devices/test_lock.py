"""One holder at a time on this host, and none left behind by the dead."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from graders.devices import DeviceBusyError, exclusive
from graders.devices.line import in_line
from graders.devices.lock import lock_folder

ROOT = Path(__file__).resolve().parents[3]
HOLD = """
import sys
from pathlib import Path
from graders.devices import exclusive
with exclusive("cpu", folder=Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the CPU until it is told, or killed."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def take(folder, patience_s=0.0, device="cpu"):
    with exclusive(device, folder=folder, patience_s=patience_s) as is_held:
        return is_held


def test_a_free_device_is_had_at_once_and_again(tmp_path):
    assert take(tmp_path)
    assert take(tmp_path)


def test_a_device_that_another_process_has_is_busy(holder, tmp_path):
    with pytest.raises(DeviceBusyError, match=r"cpu was busy for 0\.2 seconds"):
        take(tmp_path, 0.2)


def test_another_device_is_free(holder, tmp_path):
    assert take(tmp_path, device="gpu0")


def test_a_holder_that_lets_go_lets_the_next_in(holder, tmp_path):
    threading.Timer(0.2, holder.stdin.close).start()
    assert take(tmp_path, 30.0)


def test_a_holder_that_dies_lets_the_next_in(holder, tmp_path):
    threading.Timer(0.2, holder.kill).start()
    assert take(tmp_path, 30.0)


def test_two_threads_of_one_runner_are_two(tmp_path):
    with (
        exclusive("cpu", folder=tmp_path),
        pytest.raises(DeviceBusyError),
        exclusive("cpu", folder=tmp_path, patience_s=0.0),
    ):
        pass


def test_who_is_cancelled_while_waiting_holds_nothing(holder, tmp_path):
    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    with exclusive("cpu", folder=tmp_path, should_stop=stop.is_set) as is_held:
        assert not is_held


@pytest.mark.parametrize("device", ["", "../cpu", "CPU", "a/b"])
def test_a_device_has_a_plain_name(device, tmp_path):
    with pytest.raises(ValueError, match="cannot be called"):
        take(tmp_path, device=device)


def test_a_link_in_the_place_of_a_lock_is_not_followed(tmp_path):
    (tmp_path / "assay-cpu.lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError):
        take(tmp_path)
    assert not (tmp_path / "elsewhere").exists()


def test_a_folder_of_the_operators_choice_comes_first(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSAY_LOCKS", str(tmp_path))
    assert lock_folder() == tmp_path
    monkeypatch.delenv("ASSAY_LOCKS")
    assert lock_folder().is_dir()


WAIT = """
import sys
from pathlib import Path
from graders.devices import exclusive
print("here", flush=True)
with exclusive("cpu", folder=Path(sys.argv[1])):
    with open(sys.argv[1] + "/order", "a") as order:
        order.write(sys.argv[2] + "\\n")
"""


@pytest.fixture
def waiters(tmp_path):
    """Other processes that stand in line, one after the other, by name."""
    begun = []

    def begin(name):
        process = subprocess.Popen(
            [sys.executable, "-c", WAIT, str(tmp_path), name],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        begun.append(process)
        wait_until(lambda: len(list(tmp_path.glob("*.ticket"))) >= len(begun))
        return process

    yield begin
    for process in begun:
        process.kill()
        process.communicate()


def wait_until(is_so):
    for _ in range(3000):
        if is_so():
            return
        time.sleep(0.01)
    raise AssertionError("it never came to that")


def test_who_came_first_is_served_first(holder, waiters, tmp_path):
    names = ["ann", "ben", "cem", "dora"]
    processes = [waiters(name) for name in names]
    holder.stdin.close()
    assert [process.wait(30) for process in processes] == [0, 0, 0, 0]
    assert (tmp_path / "order").read_text().split() == names


def test_who_died_in_line_holds_nobody_up(holder, waiters, tmp_path):
    dead, alive = waiters("dead"), waiters("alive")
    dead.kill()
    dead.wait()
    holder.stdin.close()
    assert alive.wait(30) == 0
    assert (tmp_path / "order").read_text().split() == ["alive"]
    assert not list(tmp_path.glob("*.ticket"))


def test_a_free_device_is_not_had_past_those_who_wait(tmp_path):
    with in_line("cpu", tmp_path) as is_first, pytest.raises(DeviceBusyError):
        assert is_first()
        take(tmp_path)
    assert take(tmp_path)


def test_a_ticket_of_another_start_of_the_machine_counts_nothing(tmp_path):
    (tmp_path / "assay-cpu.00000000000000000001-dead.ticket").touch()
    (tmp_path / "assay-cpu.00000000000000000002-link.ticket").symlink_to("/etc/passwd")
    assert take(tmp_path)
