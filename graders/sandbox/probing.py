"""Tries the profile for real when a runner starts: what must be refused is."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from graders.sandbox.images import JUDGE_IMAGE
from graders.sandbox.stage import Cause, Limits, Sandbox, SandboxError, Side, StageSpec

INSIDE = Path(__file__).parent / "inside"
LIMITS = Limits(cores=1, seconds=30, memory_mib=128, pids=16, output_kib=64)


def probe_problems(sandbox: Sandbox) -> list[str]:
    """Run the probe as a student would; a sentence for each thing it could do."""
    spec = StageSpec(
        name="probe",
        side=Side.STUDENT,
        image=JUDGE_IMAGE,
        argv=("python", "-I", "-S", "{probe}/probe.py"),
        limits=LIMITS,
        folders={"probe": INSIDE},
    )
    said: list[bytes] = []
    with tempfile.TemporaryDirectory() as work:
        stage = sandbox.start(
            spec, work=Path(work), stdout=said.append, stderr=said.append
        )
        end = stage.wait()
    try:
        if end.cause != Cause.EXITED or end.exit_code != 0:
            raise ValueError
        found = json.loads(b"".join(said))
    except ValueError as error:
        text = b"".join(said).decode("utf-8", "replace")[-500:]
        raise SandboxError(
            f"The probe of the sandbox did not finish: {text}"
        ) from error
    return [f"A student's container could {what}." for what in found]
