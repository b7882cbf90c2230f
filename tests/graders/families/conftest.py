"""Tiny assignments in either sandbox."""

import os
from pathlib import Path

import pytest

from graders.sandbox.choose import choose_sandbox
from tests.graders.families.tiny import Tiny
from tests.graders.families.tiny_server import Served

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def plain_settings():
    """These tests know nothing of the portal."""


@pytest.fixture(scope="session")
def sandbox_of():
    """A sandbox by name, with the images these tests need."""
    made = {}

    def make(kind):
        if kind not in made:
            var = Path(os.environ.get("ASSAY_VAR", ROOT / "var"))
            sandbox = choose_sandbox(
                kind, runner_id=f"tests-{os.getpid()}", boot="now", var=var
            )
            for image in ("judge", "numpy"):
                if not sandbox.is_present(image):
                    sandbox.build(image, print)
            made[kind] = sandbox
        return made[kind]

    return make


@pytest.fixture(params=[pytest.param("docker", marks=pytest.mark.docker), "process"])
def tiny(request, sandbox_of, tmp_path):
    """A tiny assignment in each sandbox."""
    return Tiny(tmp_path / "tiny", sandbox_of(request.param))


@pytest.fixture
def contained(sandbox_of, tmp_path):
    """A tiny assignment in containers only: for what would hurt this machine."""
    return Tiny(tmp_path / "tiny", sandbox_of("docker"))


@pytest.fixture
def bare(sandbox_of, tmp_path):
    """A tiny assignment as processes: for what does not hang on the sandbox."""
    return Tiny(tmp_path / "tiny", sandbox_of("process"))


@pytest.fixture
def served(sandbox_of, tmp_path):
    """A tiny assignment that asks for a server; in containers only."""
    return Served(tmp_path, sandbox_of("docker"))
