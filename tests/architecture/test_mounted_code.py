"""What is mounted into lab containers needs only a Python 3.8 and its library."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOUNTED = ["protocol", "measure", "scoring", "harness", "judge", "load"]


@pytest.mark.parametrize("package", MOUNTED)
def test_it_imports_without_any_package(package):
    """-I -S: no site-packages, no environment; what a bare image has."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import graders.{package}"
    subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True)


def test_it_is_written_for_python_3_8():
    folders = [str(ROOT / "graders" / name) for name in MOUNTED]
    folders += [str(path) for path in (ROOT / "graders").rglob("inside")]
    vermin = str(Path(sys.executable).parent / "vermin")
    done = subprocess.run(
        [vermin, "--target=3.8-", "--violations", "--eval-annotations", *folders],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
