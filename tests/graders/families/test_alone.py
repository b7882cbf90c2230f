"""Timed stages have their device to themselves; others do not wait."""

import threading
import time

import pytest

from graders.devices import DeviceBusyError, exclusive
from graders.families import alone
from graders.families.alone import Alone
from graders.sandbox.stage import SandboxError


@pytest.fixture(autouse=True)
def own_locks(tmp_path, monkeypatch):
    """Locks of this test only."""
    monkeypatch.setenv("ASSAY_LOCKS", str(tmp_path / "locks"))


def is_free(device="cpu"):
    try:
        with exclusive(device, patience_s=0.0):
            return True
    except DeviceBusyError:
        return False


def test_the_device_is_held_from_the_first_to_the_last_stage():
    hold = Alone(lambda: False)
    hold.enter("student", "cpu")
    hold.enter("reference", "cpu")
    assert hold.is_held
    assert not is_free()
    hold.leave("student")
    hold.leave("never-entered")
    assert not is_free()
    hold.leave("reference")
    assert is_free()
    assert not hold.is_held


def test_a_bench_that_is_left_early_gives_it_back():
    hold = Alone(lambda: False)
    hold.enter("student", "cpu")
    hold.close()
    assert is_free()


def test_the_report_says_how_the_machine_was_when_timing_began():
    hold = Alone(lambda: False)
    assert hold.conditions == {}
    hold.enter("student", "cpu")
    assert int(hold.conditions["cores"]) >= 1
    hold.close()


def test_waiting_is_counted_apart(monkeypatch):
    hold = Alone(lambda: False)
    with exclusive("cpu"):
        waiter = threading.Thread(target=hold.enter, args=("student", "cpu"))
        waiter.start()
        time.sleep(0.3)
    waiter.join()
    assert hold.waited_s >= 0.3
    again = hold.waited_s
    hold.enter("reference", "cpu")
    assert hold.waited_s == again
    hold.close()


def test_a_device_that_is_never_free_is_nobodys_fault(monkeypatch):
    never = alone.exclusive
    monkeypatch.setattr(alone, "exclusive", lambda *a, **k: never("cpu", patience_s=0))
    with exclusive("cpu"), pytest.raises(SandboxError, match="was busy"):
        Alone(lambda: False).enter("student", "cpu")
    assert is_free()


def test_a_cancelled_job_waits_for_nothing():
    with exclusive("cpu"):
        hold = Alone(lambda: True)
        hold.enter("student", "cpu")
        hold.close()
    assert is_free()
