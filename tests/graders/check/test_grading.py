"""Running again what a portal graded: the public part, from a bundle too."""

import json
import os
import shutil
from pathlib import Path

import pytest

from graders.__main__ import main
from graders.check.bundle import FILE, FORMAT
from graders.sandbox.images import LabImages
from graders.spec import load_assignment, spec_to_json

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(os.environ.get("ASSAY_VAR", ROOT / "var"))
LAYERS = ROOT / "courses" / "eecs182-fa22" / "hw01-layers-by-hand"


@pytest.fixture
def options():
    """The process sandbox, with the environments already built."""
    from graders.sandbox.choose import choose_sandbox

    sandbox = choose_sandbox("process", runner_id="t", boot="t", var=VAR)
    for image in ("judge", "numpy"):
        if not sandbox.is_present(image):
            sandbox.build(image, print)
    return ["--sandbox", "process", "--var", str(VAR)]


@pytest.fixture
def bundle(tmp_path):
    """A bundle as the portal makes it: no judge, no hidden file."""
    folder = tmp_path / "hw01-3"
    spec = spec_to_json(load_assignment(LAYERS))
    spec["files"] = [file for file in spec["files"] if file["role"] == "public"]
    shutil.copytree(LAYERS / "reference", folder / "submission")
    (folder / FILE).write_text(json.dumps({"format": FORMAT, "spec": spec}))
    return folder


def grade(*arguments):
    return main(["grade", *(str(argument) for argument in arguments)])


def test_a_bundle_runs_its_public_part_without_a_judge(bundle, options, capsys):
    assert grade(bundle, "--only-public", *options) == 0
    said = capsys.readouterr().out
    assert said.startswith("ran: every public stage ended well")
    assert "Import your files: exited" in said
    assert "points" not in said


def test_a_broken_file_says_where(bundle, options, capsys):
    file = next((bundle / "submission").glob("*.py"))
    file.write_text("x = 1\nraise ValueError('no')\n")
    assert grade(bundle, "--only-public", *options) == 1
    said = capsys.readouterr().out
    assert "did not end well" in said and f"{file.name}, line 2: ValueError" in said


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ([], "say --only-public"),
        (["--only-public", "--version", "0" * 12], "This is version"),
        (["--only-public", "--image", "numpy"], "write NAME@sha256:DIGEST"),
        (["--only-public", "--image", "numpy@sha256:" + "0" * 12], "It would run in"),
        (["--only-public", "--seed", "-3"], "A seed is a whole number"),
    ],
)
def test_what_would_not_come_to_the_same_is_refused(
    bundle, options, capsys, more, said
):
    assert grade(bundle, *more, *options) == 1
    assert said in capsys.readouterr().err


def test_the_same_image_and_version_are_taken(bundle, options):
    image = f"numpy@sha256:{LabImages().digest('numpy')[:12]}"
    version = load_assignment(LAYERS).digest
    more = ["--only-public", "--image", image, "--version", version]
    assert grade(bundle, *more, *options) == 0


@pytest.mark.parametrize(
    "content", ["", "[]", '{"format": 9, "spec": {}}', '{"format": 1, "spec": {}}']
)
def test_what_is_no_bundle_is_refused(bundle, options, capsys, content):
    (bundle / FILE).write_text(content)
    assert grade(bundle, "--only-public", *options) == 1
    assert "is no bundle of ours" in capsys.readouterr().err


def test_an_assignment_alone_is_not_enough(options, capsys):
    assert grade(LAYERS, *options) == 1
    assert "Say which folder was handed in" in capsys.readouterr().err


def test_seeds_are_those_that_were_given(options, capsys):
    more = ["--seed", "41", "--seed", "42", "--json"]
    assert grade(LAYERS, LAYERS / "reference", *more, *options) == 0
    report = json.loads(capsys.readouterr().out)["report"]
    assert report["seeds"] == [41, 42]
