"""docs/authors.md, followed exactly: every block of commands, in order."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/authors.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"# exit code (\d)$")
PARTS = ("graders", "portal", "frontend", "lab_images", "manage.py", "courses/examples")


@pytest.fixture
def clone(tmp_path):
    """Return a folder with what the commands need, and nothing else."""
    home = tmp_path / "clone"
    for part in PARTS:
        source, target = ROOT / part, home / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            litter = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, target, ignore=litter)
        else:
            shutil.copy(source, target)
    return home


def run(block, clone):
    programs = f"{ROOT / '.venv/bin'}:{os.environ['PATH']}"
    plain = {k: v for k, v in os.environ.items() if not k.startswith("ASSAY_")}
    plain.pop("DATABASE_URL", None)
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block],
        cwd=clone,
        env={**plain, "PATH": programs, "ASSAY_VAR": str(clone / "var")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.docker
def test_a_newcomer_gets_from_an_empty_folder_to_a_published_lab(clone):
    blocks = BLOCK.findall(PAGE.read_text("utf-8"))
    assert len(blocks) >= 6
    told = ""
    for block in blocks:
        wanted = CODE.search(block.strip())
        done = run(block, clone)
        said = done.stdout + done.stderr
        assert done.returncode == int(wanted[1] if wanted else 0), f"{block}\n{said}"
        told += said
    assert "Not met: budget" in told
    assert re.search(r"added +small-moons .* published, proven", told)
    assert "you@example.edu as instructor" in told
