"""What a measurement depends on and changes by the minute: clocks, heat, load."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from graders.devices import nvidia
from graders.devices.device import processor, usable_cores
from graders.devices.jetson import read

CPUS = "sys/devices/system/cpu"
GPU_FACTS: Mapping[str, str] = {
    "gpu": "name",
    "gpu_driver": "driver_version",
    "gpu_clock_mhz": "clocks.sm",
    "gpu_memory_clock_mhz": "clocks.mem",
    "gpu_power_limit_w": "power.limit",
    "gpu_state": "pstate",
    "gpu_temperature_c": "temperature.gpu",
    "gpu_busy_percent": "utilization.gpu",
}
POWER_MODE = re.compile(r"Power Mode\s*:\s*(\S+)")
ANSWER_S = 10


def conditions(root: Path = Path("/")) -> dict[str, str]:
    """How this machine is right now; whatever cannot be found out is left away."""
    found = {
        "processor": processor(root),
        "cores": str(usable_cores()),
        "governor": _alike(root, "cpufreq/scaling_governor"),
        "clock_mhz": _clocks(root),
        "boost": read(root / CPUS / "cpufreq/boost"),
        "temperature_c": _hottest(root),
        "load": read(root / "proc/loadavg").split(" ")[0],
        "power_mode": _power_mode(),
        **_gpu(),
    }
    return {key: value for key, value in found.items() if value}


def _alike(root: Path, name: str) -> str:
    """The value of every core; several, in order, where cores differ."""
    files = sorted((root / CPUS).glob(f"cpu[0-9]*/{name}"))
    return " ".join(sorted({read(file) for file in files} - {""}))


def _clocks(root: Path) -> str:
    """The slowest and the fastest core's clock now, in MHz."""
    files = (root / CPUS).glob("cpu[0-9]*/cpufreq/scaling_cur_freq")
    found = [float(read(file) or 0) / 1000 for file in files]
    if not found:
        info = read(root / "proc/cpuinfo")
        found = [float(n) for n in re.findall(r"^cpu MHz\s*:\s*([\d.]+)", info, re.M)]
    slow, fast = (round(min(found)), round(max(found))) if found else (0, 0)
    if not fast:
        return ""
    return str(fast) if slow == fast else f"{slow}-{fast}"


def _hottest(root: Path) -> str:
    """The hottest zone, in degrees Celsius."""
    files = (root / "sys/class/thermal").glob("thermal_zone*/temp")
    told = [read(file) for file in files]
    degrees = [int(text) / 1000 for text in told if re.fullmatch(r"-?\d+", text)]
    return f"{max(degrees):.0f}" if degrees else ""


def _gpu() -> dict[str, str]:
    """The first card's state, as its own command tells it."""
    query = ",".join(GPU_FACTS.values())
    told = nvidia.say([f"--query-gpu={query}", "--format=csv,noheader,nounits"])
    values = [part.strip() for part in told.split("\n")[0].split(",")]
    if len(values) != len(GPU_FACTS):
        return {}
    pairs = zip(GPU_FACTS, values, strict=True)
    return {key: value for key, value in pairs if not value.startswith("[")}


def _power_mode() -> str:
    """A Jetson's: MAXN, 15W …"""
    try:
        done = subprocess.run(
            ["nvpmodel", "-q"],
            capture_output=True,
            text=True,
            timeout=ANSWER_S,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    mode = POWER_MODE.search(done.stdout)
    return mode[1] if mode else ""
