"""Written work in either sandbox."""

import pytest

from tests.graders.families.written.essay import Essay


@pytest.fixture
def documents(sandbox_of):
    """A sandbox that can open documents."""

    def make(kind):
        sandbox = sandbox_of(kind)
        if not sandbox.is_present("documents"):
            sandbox.build("documents", print)
        return sandbox

    return make


@pytest.fixture
def written(tmp_path):
    """Judged in this process: for what hangs on no sandbox at all."""
    return Essay(tmp_path / "tiny", None)


@pytest.fixture
def bare(documents, tmp_path):
    """As processes: for what does not hang on the sandbox."""
    return Essay(tmp_path / "tiny", documents("process"))


@pytest.fixture
def contained(documents, tmp_path):
    """In containers: for files made to hurt."""
    return Essay(tmp_path / "tiny", documents("docker"))
