"""Programs that want more than a container's tier gives them."""

import json
import resource
import time

import pytest

from graders.sandbox.stage import Cause, Collect

pytestmark = pytest.mark.docker
MIB = 2**20


def test_memory_ends_at_the_tier_and_swap_adds_nothing(docker_stage):
    _, end = docker_stage.play("x = b'x' * (512 << 20)")
    assert end.cause is Cause.OUT_OF_MEMORY
    assert end.exit_code == 137


def test_swap_is_not_on_top(docker_stage, engine):
    played = docker_stage.begin("import time; print(1, flush=True); time.sleep(20)")
    wait_until(lambda: played.out)
    (container,) = own_containers(docker_stage, engine)
    config = engine.inspect_container(container)["HostConfig"]
    played.running.kill()
    played.wait()
    assert config["MemorySwap"] == config["Memory"] == 128 * MIB
    assert config["NanoCpus"] == 10**9


def test_a_child_that_runs_out_is_the_programs_own_business(docker_stage):
    played, end = docker_stage.play(
        """
        import subprocess, sys
        child = subprocess.run([sys.executable, "-c", "x = b'x' * (512 << 20)"])
        print(child.returncode)
        """
    )
    assert played.text == "-9"
    assert (end.cause, end.exit_code) == (Cause.EXITED, 0)


def test_a_kill_of_ones_own_is_not_lack_of_memory(docker_stage):
    _, end = docker_stage.play("import os; os.kill(os.getpid(), 9)")
    assert (end.cause, end.exit_code) == (Cause.EXITED, 137)


def test_memory_and_processor_time_are_reported(docker_stage):
    _, end = docker_stage.play(
        """
        import time
        x = b'x' * (48 << 20)
        begun = time.monotonic()
        while time.monotonic() < begun + 1.5: pass
        """
    )
    assert 48 <= end.peak_memory_mib <= 128
    assert 0.2 <= end.cpu_seconds <= 2.5
    assert 1 <= end.seconds <= 15


def test_processor_time_is_the_tiers(docker_stage):
    _, end = docker_stage.play(
        """
        import os, time
        begun = time.monotonic()
        os.fork()
        while time.monotonic() < begun + 2: pass
        """,
        limits={"cores": 0.5},
    )
    assert end.cpu_seconds < 1.6  # two whole cores would give four


def test_a_fork_bomb_stays_small_and_dies_in_time(docker_stage):
    played, end = docker_stage.play(
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
            time.sleep(30)
        """,
        limits={"pids": 24, "seconds": 2},
    )
    assert 10 < int(played.text) < 24
    assert end.cause is Cause.TIMEOUT
    assert end.seconds < 10


def test_a_program_that_never_ends_is_ended(docker_stage):
    _, end = docker_stage.play("while True: pass", limits={"seconds": 1})
    assert end.cause is Cause.TIMEOUT
    assert 0.9 <= end.seconds < 5


def test_closing_the_streams_does_not_escape_the_clock(docker_stage):
    _, end = docker_stage.play(
        "import os, time; os.close(1); os.close(2); time.sleep(60)",
        limits={"seconds": 1},
    )
    assert end.cause is Cause.TIMEOUT
    assert end.seconds < 5


def test_open_files_are_counted(docker_stage):
    played, _ = docker_stage.play(
        """
        import resource
        files = []
        try:
            while True: files.append(open("/dev/null"))
        except OSError as error:
            print(len(files), resource.getrlimit(resource.RLIMIT_NOFILE))
        """,
        limits={"open_files": 64},
    )
    count, limits = played.text.split(" ", 1)
    assert 50 < int(count) < 64
    assert limits == "(64, 64)"


def test_files_and_core_dumps_are_capped(docker_stage):
    played, _ = docker_stage.play(
        """
        import resource, signal
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        try:
            with open("/tmp/big", "wb") as file: file.write(b"x" * (3 << 20))
        except OSError as error:
            print(error.errno, resource.getrlimit(resource.RLIMIT_CORE))
        """,
        limits={"file_mib": 2},
    )
    assert played.text == "27 (0, 0)"


FILL = """
import os, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
written = 0
try:
    with open(os.path.join({folder!r}, "fill"), "wb", buffering=0) as file:
        while True: written += file.write(b"x" * 65536)
except OSError as error:
    print(error.errno, written >> 20)
"""
NO_SPACE = 28


@pytest.mark.parametrize(
    ("folder", "limit"), [("/dev/shm", "shm_mib"), ("/tmp", "tmp_mib")]
)
def test_memory_folders_are_as_big_as_the_tier_says(docker_stage, folder, limit):
    played, _ = docker_stage.play(FILL.format(folder=folder), limits={limit: 3})
    assert played.text == f"{NO_SPACE} 3"


def test_the_output_folder_is_as_big_as_the_tier_says(docker_stage):
    played, end = docker_stage.play(
        FILL.format(folder="/out"),
        limits={"out_mib": 3},
        collect=Collect(("fill",)),
    )
    assert played.text == f"{NO_SPACE} 3"
    assert end.collected["fill"].stat().st_size == 3 * MIB


FILL_NAMES = """
made = 0
try:
    while made < 20000:
        open({folder!r} + "/" + str(made), "w").close()
        made += 1
except OSError as error:
    print(error.errno, made)
"""


@pytest.mark.parametrize(("folder", "most"), [("/tmp", 4096), ("/out", 100)])
def test_folders_hold_a_number_of_files(docker_stage, folder, most):
    played, _ = docker_stage.play(
        FILL_NAMES.format(folder=folder),
        limits={"out_inodes": 100},
        collect=Collect(("0",)),
    )
    error, made = map(int, played.text.split())
    assert error == NO_SPACE
    assert most - 5 < made < most


def test_a_gigabyte_of_output_costs_megabytes(docker_stage):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    played, end = docker_stage.play(
        """
        import os
        for _ in range(16384): os.write(1, b"x" * 65536)
        """,
        limits={"output_kib": 256},
    )
    grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert end.cause is Cause.OUTPUT_LIMIT
    assert end.output_truncated
    assert len(played.out) == 256 * 1024
    assert grown_kib < 32 * 1024
    assert end.seconds < 10


def test_both_streams_count_together(docker_stage):
    played, end = docker_stage.play(
        """
        import os, time
        os.write(1, b"x" * 40000); os.write(2, b"y" * 40000); time.sleep(10)
        """,
        limits={"output_kib": 64},
    )
    assert end.cause is Cause.OUTPUT_LIMIT
    assert len(played.out) + len(played.err) == 64 * 1024


def test_limits_cannot_be_raised_from_inside(docker_stage):
    played, _ = docker_stage.play(
        """
        import json, resource
        refused = []
        for name in ("NOFILE", "FSIZE", "CORE"):
            which = getattr(resource, "RLIMIT_" + name)
            try:
                resource.setrlimit(which, (1 << 30, 1 << 30))
            except (ValueError, OSError):
                refused.append(name)
        print(json.dumps(refused))
        """
    )
    assert json.loads(played.text) == ["NOFILE", "FSIZE", "CORE"]


def own_containers(theatre, engine):
    label = f"assay.runner={theatre.sandbox._owner.runner_id}"
    return [c["Id"] for c in engine.containers(all=True, filters={"label": label})]


def wait_until(is_so):
    deadline = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)
