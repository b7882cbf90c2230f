"""A tiny notebook assignment in either sandbox."""

import os

import pytest

from tests.graders.families.notebook.shelf import Shelf


def made(kind, sandbox_of, tmp_path):
    sandbox = sandbox_of(kind)
    if not sandbox.is_present("notebook"):
        sandbox.build("notebook", print)
    return Shelf(tmp_path / "tiny", sandbox)


@pytest.fixture
def bare(sandbox_of, tmp_path):
    """As processes: for what does not hang on the sandbox."""
    return made("process", sandbox_of, tmp_path)


@pytest.fixture
def contained(sandbox_of, tmp_path):
    """In containers: for what would hurt this machine."""
    return made("docker", sandbox_of, tmp_path)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home of one's own, as every stage has."""
    monkeypatch.setitem(os.environ, "HOME", str(tmp_path))
    return tmp_path
