"""How a machine is now, read from files and commands that a test wrote."""

import pytest

from graders.devices import conditions

SMI = """#!/bin/sh
case "$*" in
  *clocks.sm*) echo "NVIDIA T4, 550.54, 1590, 5001, 70.00, P0, 54, 3" ;;
  *) exit 9 ;;
esac
"""
NVPMODEL = "#!/bin/sh\necho 'NV Power Mode: MODE_15W_6CORE'\necho 2\n"


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """An empty root, and no commands but those a test puts there."""
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}")
    (tmp_path / "bin").mkdir()
    return tmp_path


def write(root, path, text):
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def command(root, name, text):
    (root / "bin" / name).write_text(text)
    (root / "bin" / name).chmod(0o755)


def test_a_machine_that_says_nothing_has_cores_only(machine):
    assert set(conditions(machine)) <= {"cores", "processor"}


def test_clocks_governor_heat_and_load_are_those_of_now(machine):
    write(machine, "proc/cpuinfo", "model name : Xeon E5\ncpu MHz : 1200.1\n")
    write(machine, "proc/loadavg", "1.52 0.9 0.5 1/234 5678\n")
    for core, clock in enumerate((3_400_000, 800_000)):
        folder = f"sys/devices/system/cpu/cpu{core}/cpufreq"
        write(machine, f"{folder}/scaling_governor", "powersave\n")
        write(machine, f"{folder}/scaling_cur_freq", f"{clock}\n")
    write(machine, "sys/devices/system/cpu/cpufreq/boost", "1\n")
    write(machine, "sys/class/thermal/thermal_zone0/temp", "41000\n")
    write(machine, "sys/class/thermal/thermal_zone1/temp", "63500\n")
    write(machine, "sys/class/thermal/thermal_zone2/temp", "unknown\n")
    found = conditions(machine)
    found.pop("cores")
    assert found == {
        "processor": "Xeon E5",
        "governor": "powersave",
        "clock_mhz": "800-3400",
        "boost": "1",
        "temperature_c": "64",
        "load": "1.52",
    }


def test_a_virtual_machine_tells_its_clock_elsewhere(machine):
    write(machine, "proc/cpuinfo", "cpu MHz\t: 2596.1\ncpu MHz\t: 2596.1\n")
    assert conditions(machine)["clock_mhz"] == "2596"


def test_a_gpu_tells_clocks_power_and_heat(machine):
    command(machine, "nvidia-smi", SMI)
    found = conditions(machine)
    assert (found["gpu"], found["gpu_driver"]) == ("NVIDIA T4", "550.54")
    assert (found["gpu_clock_mhz"], found["gpu_memory_clock_mhz"]) == ("1590", "5001")
    assert (found["gpu_power_limit_w"], found["gpu_state"]) == ("70.00", "P0")
    assert found["gpu_temperature_c"] == "54"


def test_what_a_card_does_not_know_is_left_away(machine):
    command(machine, "nvidia-smi", SMI.replace("70.00", "[N/A]"))
    assert "gpu_power_limit_w" not in conditions(machine)


def test_a_jetson_tells_its_power_mode(machine):
    command(machine, "nvpmodel", NVPMODEL)
    assert conditions(machine)["power_mode"] == "MODE_15W_6CORE"


@pytest.mark.parametrize("name", ["nvidia-smi", "nvpmodel"])
def test_a_command_that_fails_says_nothing(machine, name):
    command(machine, name, "#!/bin/sh\necho broken\nexit 3\n")
    assert set(conditions(machine)) <= {"cores", "processor"}
