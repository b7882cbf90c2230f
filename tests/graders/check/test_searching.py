"""What only the judge may see is found wherever a student's code could see it."""

import io
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from graders.__main__ import main
from graders.check.expecting import read_cases
from graders.check.local import grade_folder
from graders.check.needles import Needles, needles_of
from graders.check.searching import NOT_LOOKED_FOR, Recorder, search_stages
from graders.families.bench import Bench
from graders.sandbox.choose import choose_sandbox
from graders.sandbox.stage import Limits, Side, StageSpec
from graders.spec import load_assignment

ROOT = Path(__file__).resolve().parents[3]
LAYERS = ROOT / "courses" / "eecs182-fa22" / "hw01-layers-by-hand"
LIMITS = Limits(cores=1, seconds=30, memory_mib=256)
SEED = 987654321


@pytest.fixture(scope="module")
def docker():
    sandbox = choose_sandbox(
        "docker", runner_id=f"tests-{os.getpid()}", boot="now", var=ROOT / "var"
    )
    if not sandbox.is_present("judge"):
        sandbox.build("judge", print)
    return sandbox


@pytest.fixture
def needles():
    spec = load_assignment(LAYERS)
    handed_in = LAYERS / "reference"
    return needles_of(spec, handed_in=handed_in, hidden_seed=SEED, given=())


@pytest.fixture
def data(tmp_path):
    """The folder that a student's stage is shown."""
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o755)
    return folder


class Never:
    """A sandbox for which nothing is started."""

    name, isolates = "docker", True

    def __init__(self, *, isolates=True):
        self.isolates = isolates

    def start(self, spec, **ways):
        return None


def a_stage(name="public", *, folders=None, **more):
    known = {"side": Side.STUDENT, "image": "judge", "argv": ("python", "-c", "")}
    return StageSpec(name=name, limits=LIMITS, folders=folders or {}, **known | more)


def searched(docker, needles, *stages):
    recorder = Recorder(Never())
    for stage in stages:
        recorder.start(stage, work=Path(), stdout=print, stderr=print)
    recorder.sandbox = docker
    return search_stages(recorder, needles)


def said(found):
    return "\n".join(note.sentence for note in found.notes if note.is_failure)


@pytest.mark.docker
def test_a_stage_without_secrets_is_clean(docker, needles, data):
    (data / "train.txt").write_text("one line\n")
    found = searched(docker, needles, a_stage(folders={"data": data}))
    assert found.notes == ()
    assert found.stages == ("public",)
    assert found.files > 1000  # the image too


@pytest.mark.docker
def test_a_judges_file_is_found_by_name_by_digest_and_by_a_piece(docker, needles, data):
    secret = (LAYERS / "judge.py").read_bytes()
    (data / "judge.py").write_text("# another one of this name\n")
    (data / "notes.txt").write_bytes(secret)
    (data / "large.bin").write_bytes(b"x" * 5000 + secret + b"y" * 5000)
    found = said(searched(docker, needles, a_stage(folders={"data": data})))
    assert "/data/judge.py has its name" in found
    assert "/data/notes.txt is the same" in found
    assert "/data/large.bin holds a piece of it" in found


@pytest.mark.docker
def test_it_is_found_inside_an_archive(docker, needles, data):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(LAYERS / "hidden" / "expected.py", "y.npy")
    (data / "example.npz").write_bytes(packed.getvalue())
    found = said(searched(docker, needles, a_stage(folders={"data": data})))
    assert "hidden/expected.py can be seen" in found
    assert "/data/example.npz:y.npy is the same" in found


@pytest.mark.docker
def test_the_hidden_seed_is_found_where_it_is_said(docker, needles, data):
    (data / "config.json").write_text(f'{{"seed": {SEED}}}')
    stages = (
        a_stage(folders={"data": data}),
        a_stage("train-1", env={"SEED": str(SEED)}),
        a_stage("train-2", env={"SEED": str(SEED)}),  # like the first
    )
    found = searched(docker, needles, *stages)
    assert found.stages == ("public", "train-1")
    assert "the hidden seed can be seen in the stage public" in said(found)
    assert "the hidden seed can be seen in the stage train-1" in said(found)


@pytest.mark.docker
def test_a_plan_that_shows_a_student_the_judges_folder_turns_the_check_red(
    docker, monkeypatch, tmp_path, capsys
):
    honest = Bench.start

    def careless(bench, spec, **ways):
        if spec.side is Side.STUDENT:
            spec = replace(spec, folders={**spec.folders, "lab": bench.job.judge})
        honest(bench, spec, **ways)

    monkeypatch.setattr(Bench, "start", careless)
    monkeypatch.setenv("ASSAY_PROOFS", str(tmp_path / "proofs"))
    asked = ["check", str(LAYERS), "--sandbox", "docker", "--var", str(tmp_path)]
    assert main([*asked, "--only", "reference"]) == 1
    shown = capsys.readouterr().out
    assert "judge.py can be seen in the stage public: /lab/judge.py" in shown
    assert "hidden/expected.py can be seen in the stage hidden" in shown
    assert not (tmp_path / "proofs").exists()


@pytest.mark.docker
def test_the_folders_of_the_real_job_are_searched(docker, tmp_path):
    spec = load_assignment(LAYERS)
    case = next(case for case in read_cases(spec.folder) if case.is_reference)
    needles = Needles(names=("layers.py",))  # the hand-in itself
    recorder, found = Recorder(docker), []
    grade_folder(
        spec,
        case.folder,
        sandbox=recorder,
        key=b"tests",
        logs=tmp_path / "logs",
        afterwards=lambda: found.append(search_stages(recorder, needles)),
    )
    assert found[0].stages == ("public", "hidden")
    assert "/submission/layers.py has its name" in said(found[0])
    assert tuple(recorder.images) == ("numpy", "judge")


def test_judges_stages_are_not_searched_but_that_nothing_was_is_said():
    found = searched(Never(), Needles(), a_stage("judge", side=Side.JUDGE))
    assert "No stage of the student's side was started" in said(found)


def test_the_staffs_own_solution_in_a_students_place_is_no_leak(tmp_path):
    recorder = Recorder(Never())
    for name in ("submission", "judge/hidden/reference"):
        folder = tmp_path / name
        folder.mkdir(parents=True)
        stage = a_stage(folder.name, folders={"submission": folder})
        recorder.start(stage, work=Path(), stdout=print, stderr=print)
    assert list(recorder.take_kinds()) == ["submission"]


def test_the_process_sandbox_protects_nothing_and_is_said_to():
    found = search_stages(Recorder(Never(isolates=False)), Needles())
    assert found.notes == (NOT_LOOKED_FOR,)
    assert "protects nothing" in NOT_LOOKED_FOR.sentence
