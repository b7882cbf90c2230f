"""Course folders on disk, whole and valid until a test spoils them."""

from pathlib import Path

COURSE = """\
[course]
slug = "w251"
title = "Deep Learning in the Cloud and at the Edge"
term = "2022 Fall"
timezone = "America/Los_Angeles"

[[sessions]]
unit = 1
starts = 2022-08-30T18:30:00
title = "Introduction"

[[sessions]]
unit = 2
starts = 2022-11-08T18:30:00

[[categories]]
slug = "homework"
weight = 40

[[categories]]
slug = "project"
weight = 60
split = "points"

[[late]]
rule = "zero"

[final]
scale = "absolute"
letters = { A = 93, B = 83 }
"""

ASSIGNMENT = """\
[assignment]
slug = "hw05"
title = "Train an image classifier"
kind = "homework"
category = "homework"
points = 100
pass_mark = 60
release = { session = 1 }
due = { session = 2, offset = "-24h" }

[submit]
files = ["train.py", "predict.py"]
optional = ["*.py"]
max_mib = 20
quota = { per_day = 10 }
counts = "best"

[grade]
family = "training"
image = "numpy"
tier = "T2"
seeds = 3

[[checks]]
name = "shape"
title = "It answers in shape"
curve = "gate"

[[checks]]
name = "accuracy"
title = "Accuracy"
points = 90
requires = ["shape"]
measure = "accuracy"
curve = { line = [0.90, 0.97] }
visibility = "hidden"

[[checks]]
name = "note"
title = "Why"
points = 10
rubric = "rubric.toml"
"""

RUBRIC = """\
[[criteria]]
name = "reasons"
title = "Reasons are given"
points = 6
kind = "levels"

[[criteria.items]]
name = "weighed"
title = "Choices are weighed against others"
points = 6

[[criteria.items]]
name = "stated"
title = "Stated without a reason"
points = 2

[[criteria.items]]
name = "none"
title = "None"
points = 0

[[criteria]]
name = "agrees"
title = "Text and code agree"
points = 4
kind = "subtract"

[[criteria.items]]
name = "one-not"
title = "One claim is not in the code"
points = 1.5
comment = "Check what the code does by default."
"""

FILES = {
    "README.md": "# Train it\n",
    "judge.py": "# checks\n",
    "rubric.toml": RUBRIC,
    "starter/train.py": "# yours\n",
    "starter/data/train.csv": "1,2\n",
    "hidden/make.py": "# secret\n",
    "reference/train.py": "# ours\n",
    "expect.toml": "",
}


def write_assignment(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write a valid assignment, with pieces of its TOML replaced."""
    text = changed(ASSIGNMENT, changes)
    for name, content in {"assignment.toml": text, **FILES}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return folder


def write_course(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write a valid course with one assignment, ``hw05``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "course.toml").write_text(changed(COURSE, changes))
    write_assignment(folder / "hw05-image-classifier")
    return folder


def changed(text: str, changes: tuple[tuple[str, str], ...]) -> str:
    """Replace each piece, which must be there."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text
