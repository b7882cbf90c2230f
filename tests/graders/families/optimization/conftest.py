"""Runs a program beside the family's own code, in the image that has ONNX."""

import json
from pathlib import Path

import pytest

from graders.families import mounts
from graders.families.optimization import stages
from graders.sandbox.stage import Limits, Side, StageSpec

PROGRAMS = Path(__file__).parent / "programs"
LIMITS = Limits(cores=1, seconds=60, memory_mib=768, output_kib=4096)


@pytest.fixture(scope="session")
def in_image(sandbox_of, tmp_path_factory):
    """Return what ``programs/NAME.py`` prints as JSON, run once."""
    sandbox = sandbox_of("docker")
    if not sandbox.is_present("onnx"):
        sandbox.build("onnx", print)
    said = {}

    def run(name):
        if name not in said:
            said[name] = json.loads(_run(sandbox, name, tmp_path_factory.mktemp(name)))
        return said[name]

    return run


def _run(sandbox, name, work):
    work.chmod(0o755)
    packages = (*mounts.JUDGE_CODE, "harness")
    code = stages.copy_code(work, "code", packages)
    programs = mounts.make_folder(work, "programs")
    for file in PROGRAMS.glob("*.py"):
        (programs / file.name).write_text(file.read_text())
        (programs / file.name).chmod(0o644)
    spec = StageSpec(
        name="program",
        side=Side.JUDGE,
        image="onnx",
        argv=("python", f"{{programs}}/{name}.py"),
        limits=LIMITS,
        folders={"assay": code, "programs": programs},
        env=mounts.PYTHONPATH,
    )
    out, errors = bytearray(), bytearray()
    collected = mounts.make_folder(work, "collected")
    running = sandbox.start(
        spec, work=collected, stdout=out.extend, stderr=errors.extend
    )
    end = running.wait()
    assert end.exit_code == 0, errors.decode()
    return bytes(out)
