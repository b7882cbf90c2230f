"""Counters of either generation of cgroups are read; missing ones are no error."""

from graders.sandbox.accounting import Figures, Usage, cgroup_probe, waited_seconds


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_the_first_version_keeps_the_peak(tmp_path):
    put(tmp_path / "cpuacct/docker/abc/cpuacct.usage", "1500000000\n")
    put(tmp_path / "memory/docker/abc/memory.max_usage_in_bytes", "1048576\n")
    assert cgroup_probe("abc", tmp_path)() == Figures(1.5, 1048576)


def test_the_second_version_is_read_wherever_the_driver_put_it(tmp_path):
    for folder in ("docker/abc", "system.slice/docker-abc.scope"):
        root = tmp_path / folder.replace("/", "-")
        put(root / folder / "cpu.stat", "usage_usec 2500000\nuser_usec 1\n")
        put(root / folder / "memory.current", "2097152\n")
        assert cgroup_probe("abc", root)() == Figures(2.5, 2097152)
        put(root / folder / "memory.peak", "4194304\n")
        assert cgroup_probe("abc", root)() == Figures(2.5, 4194304)


def test_counters_out_of_sight_are_no_probe(tmp_path):
    assert cgroup_probe("abc", tmp_path) is None


def test_a_container_that_just_ended_gives_no_figures(tmp_path):
    put(tmp_path / "docker/abc/cpu.stat", "usage_usec 2500000\n")
    assert cgroup_probe("abc", tmp_path)() is None


def test_the_peak_is_the_highest_seen():
    usage = Usage()
    for figures in [Figures(1.0, 3 << 20, 0.5), Figures(2.0, 1 << 20, 0.25)]:
        usage.note(figures)
    assert (usage.cpu_seconds, usage.peak_memory_mib) == (2.0, 3.0)
    assert usage.waited_seconds == 0.5


def test_waiting_for_a_core_is_added_up_over_threads(tmp_path):
    put(tmp_path / "tasks", "11\n12\n13\n")
    put(tmp_path / "11/schedstat", "5 1500000000 7\n")
    put(tmp_path / "12/schedstat", "5 250000000 7\n")
    assert waited_seconds(tmp_path / "tasks", tmp_path) == 1.75
    assert waited_seconds(tmp_path / "nothing", tmp_path) == 0.0
