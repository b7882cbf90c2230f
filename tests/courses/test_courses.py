"""Every assignment is whole, and its reference scores what its authors say."""

import os
from pathlib import Path

import pytest

from graders.check.checking import Wishes, check_assignment
from graders.check.expecting import borrows, quick_cases, read_cases
from graders.check.images import images_of
from graders.check.place import Place
from graders.families.archive import building
from graders.sandbox.choose import choose_sandbox
from graders.spec import is_shared_trust, load_assignment

ROOT = Path(__file__).resolve().parents[2]
EVERY = sorted(path.parent for path in ROOT.glob("courses/*/*/assignment.toml"))
FOLDERS = [folder for folder in EVERY if load_assignment(folder).is_handed_in]
OWN = [folder for folder in FOLDERS if not borrows(folder)]  # the others are like one
FEWEST_MUTANTS = 5
FEWEST_CHEATS = 2
# Long ones whose family and image another one tries; `make check-courses` tries all.
LONG = {
    "examples/sum-service",
    "w251/hw05-image-classifier",  # the journeys hand it in
    "w255/lab1-hello",
    "w255/lab2-predict",
}


def by_name(folder):
    return f"{folder.parent.name}/{folder.name}"


@pytest.mark.parametrize("folder", FOLDERS, ids=by_name)
def test_an_assignment_has_starter_reference_and_mutants(folder):
    cases = read_cases(folder)
    assert {"starter", "reference"} <= {case.name for case in cases}
    assert len([case for case in cases if case.is_mutant]) >= FEWEST_MUTANTS
    assert len([case for case in cases if case.is_cheat]) >= FEWEST_CHEATS
    assert [case.is_mutant for case in quick_cases(cases)].count(True) == 1


IN_CONTAINERS = [folder for folder in OWN if by_name(folder) not in LONG]


@pytest.mark.docker
@pytest.mark.parametrize("folder", IN_CONTAINERS, ids=by_name)
def test_reference_and_one_mutant_score_what_their_authors_say(folder, tmp_path):
    """As `check --quick` does; `make check-courses` tries everything three times."""
    sandbox = choose_sandbox(
        "docker", runner_id=f"tests-{os.getpid()}", boot="now", var=ROOT / "var"
    )
    spec = load_assignment(folder)
    for image in images_of([spec]):
        if not sandbox.is_present(image):
            sandbox.build(image, print)
    if is_shared_trust(spec.grade.family):
        building.build(spec, sandbox, print)
    place = Place(sandbox, tmp_path)
    result = check_assignment(spec, place, Wishes(is_quick=True), print)
    assert [note for note in result.notes if note.is_failure] == []
    assert len(result.tried) == 2
    # Where trust is shared nothing is hidden, and a warning says so.
    assert result.searched.stages or is_shared_trust(spec.grade.family)
