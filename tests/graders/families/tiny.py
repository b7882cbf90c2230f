"""Two assignments of a few lines, to be handed bad work."""

import textwrap
from dataclasses import dataclass
from pathlib import Path

from graders.check.local import grade_folder
from graders.spec import load_assignment

ASSIGNMENT = """
[assignment]
slug = "tiny"
title = "Tiny"
kind = "lab"
category = "labs"
points = 10

[submit]
files = [{files}]
optional = ["*.py"]

[grade]
family = "{family}"
image = "numpy"
tier = "T1"
seconds = {seconds}
memory_mib = 128
{more}

[[checks]]
name = "seen"
title = "Seen"
points = 5
curve = "credit"

[[checks]]
name = "unseen"
title = "Unseen"
points = 5
curve = "credit"
visibility = "hidden"
"""

FUNCTIONS_JUDGE = """
from graders.judge import Judge, expect
judge = Judge(call_s=1.0)

@judge.check("seen")
def seen(work):
    expect(work.double(3) == 6, "not doubled")

@judge.check("unseen")
def unseen(work):
    expect(work.double(-3) == -6, "not doubled")
"""

TRAINING_JUDGE = """
import numpy as np
from graders.judge import Training, expect
training = Training()

@training.hidden_inputs
def inputs(seed):
    return {"x": np.random.default_rng(seed).normal(size=8)}

@training.check("seen")
def seen(run):
    labels = run.whole_numbers("labels", count=8, low=0, high=1)
    expect((labels == 1).all(), "not all ones")

@training.check("unseen")
def unseen(run):
    run.expect_within_budget()
"""

GOOD_TRAIN = """
import sys, numpy as np
out = sys.argv[sys.argv.index("--out") + 1]
np.savez(out + "/model.npz", w=np.ones(3))
"""

GOOD_PREDICT = """
import sys, numpy as np
out = sys.argv[sys.argv.index("--out") + 1]
np.savez(out, labels=np.ones(8, int))
"""


@dataclass
class Tiny:
    """One assignment on disk, and a sandbox to grade it in."""

    folder: Path
    sandbox: object

    def functions(self, seconds=10):
        """Students hand in ``work.py`` with ``double``."""
        text = ASSIGNMENT.format(
            files='"work.py"', family="functions", seconds=seconds, more=""
        )
        return self._write(text, FUNCTIONS_JUDGE)

    def training(self, seconds=10, *, judge=TRAINING_JUDGE, use="predict.py", more=""):
        """Students hand in programs that save and predict ones."""
        files = ", ".join(f'"{name}"' for name in ("train.py", use) if name)
        seeds = "" if "seeds =" in more else "seeds = 1\n"
        more = f"max_parameters = 100\nmax_model_mib = 1\n{seeds}{more}"
        text = ASSIGNMENT.format(
            files=files, family="training", seconds=seconds, more=more
        )
        return self._write(text, judge)

    def _write(self, text, judge):
        self.folder.mkdir()
        (self.folder / "assignment.toml").write_text(text)
        (self.folder / "judge.py").write_text(judge)
        (self.folder / "README.md").write_text("# Tiny\n")
        return self

    def grade(self, **files):
        """Grade files given as ``name="source"``; names get ``.py``."""
        handed_in = self.folder.parent / "handed-in"
        handed_in.mkdir()
        for name, source in files.items():
            data = textwrap.dedent(source) if isinstance(source, str) else source
            data = data.encode() if isinstance(data, str) else data
            (handed_in / f"{name}.py").write_bytes(data)
        return grade_folder(
            load_assignment(self.folder),
            handed_in,
            sandbox=self.sandbox,
            key=b"tests",
            logs=self.folder.parent / "logs",
        )
