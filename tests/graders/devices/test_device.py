"""A machine is described by what it says of itself."""

import platform
import shutil

import pytest

from graders.devices import this_device

SMI = """#!/bin/sh
case "$*" in
  *--query-gpu=name,memory.total,driver_version*)
    echo "NVIDIA T4, 15360, 550.54.15"; echo "NVIDIA T4, 15360, 550.54.15" ;;
  "") echo "| NVIDIA-SMI 550.54.15  Driver Version: 550.54.15  {cuda} |" ;;
  *) exit 9 ;;
esac
"""


@pytest.fixture
def smi(tmp_path, monkeypatch):
    """Put a command of that name, and nothing else of NVIDIA's, on the PATH."""

    def put(text):
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        command = folder / "nvidia-smi"
        command.write_text(text)
        command.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")

    return put


@pytest.fixture
def machine(tmp_path):
    """A root whose files say what a test wants."""
    root = tmp_path / "root"
    (root / "proc").mkdir(parents=True)
    (root / "proc/meminfo").write_text("MemTotal:       16303428 kB\nMemFree: 1 kB\n")
    (root / "proc/cpuinfo").write_text("processor : 0\nmodel name\t: Xeon E5\n")
    return root


def test_a_plain_machine_has_an_architecture_cores_and_memory(machine, monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    device = this_device(machine)
    assert device.labels[0] == "arch:x86_64"
    assert device.labels[1].startswith("cores:")
    assert "memory:16" in device.labels
    assert device.environment["processor"] == "Xeon E5"
    assert device.environment["python"] == platform.python_version()


def test_arm_has_one_name(machine, monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "aarch64")
    assert "arch:arm64" in this_device(machine).labels


@pytest.mark.parametrize("cuda", ["CUDA Version: 12.4", "CUDA UMD Version: 12.4"])
def test_a_gpu_is_what_the_driver_says(machine, smi, cuda):
    smi(SMI.format(cuda=cuda))
    device = this_device(machine)
    assert {"gpu", "gpus:2", "cuda:12.4"} <= set(device.labels)
    assert device.environment["gpu"] == "NVIDIA T4"
    assert device.environment["gpu_memory_mib"] == "15360"


@pytest.mark.parametrize(
    "text", ["#!/bin/sh\nexit 9\n", "#!/bin/sh\necho No devices were found\n"]
)
def test_a_driver_without_a_card_is_no_gpu(machine, smi, text):
    smi(text)
    assert "gpu" not in this_device(machine).labels


def test_without_the_command_there_is_no_gpu(machine, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("nvidia-smi") is None
    assert "gpu" not in this_device(machine).labels


def test_a_jetson_is_known_by_its_release_file(machine):
    (machine / "etc").mkdir()
    text = "# R35 (release), REVISION: 4.1, GCID: 33958178, BOARD: t186ref\n"
    (machine / "etc/nv_tegra_release").write_text(text)
    device = this_device(machine)
    assert {"jetson", "gpu"} <= set(device.labels)
    assert device.environment["l4t"] == "35.4.1"


def test_a_jetson_is_known_by_its_device_tree(machine):
    (machine / "proc/device-tree").mkdir()
    model = "NVIDIA Jetson Xavier NX Developer Kit\0"
    (machine / "proc/device-tree/model").write_text(model)
    device = this_device(machine)
    assert device.labels.count("gpu") == 1
    assert device.environment["board"] == "NVIDIA Jetson Xavier NX Developer Kit"
