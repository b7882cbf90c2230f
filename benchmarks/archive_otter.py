"""An assignment whose autograder is a zip that the real `otter generate` made."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.notebook_peers import NAME, POINTS, TESTS, Peers, notebook


def otter_lab(var: Path, folder: Path) -> Path:
    """The imported zip, below ``folder``; its reference has one mistake of five."""
    peers = Peers(var, folder)
    peers.install()
    peers.prepare()
    lab = folder / "otter-zip"
    shutil.copyfile(folder / "otter" / "autograder.zip", folder / "otter-zip.zip")
    words = ("import", "gradescope", str(folder / "otter-zip.zip"))
    options = ("--into", str(folder), "--points", str(POINTS * len(TESTS)))
    argv = [sys.executable, "-m", "graders", *words, *options]
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL)
    (lab / "reference").mkdir(exist_ok=True)
    (lab / "reference" / f"{NAME}.ipynb").write_text(json.dumps(notebook()))
    return lab
