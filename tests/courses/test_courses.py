"""Every assignment is whole, and its reference scores what its authors say."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from graders.check.expecting import read_cases
from graders.check.local import grade_folder
from graders.sandbox.choose import choose_sandbox
from graders.spec import load_course

ROOT = Path(__file__).resolve().parents[2]
COURSES = [load_course(path.parent) for path in ROOT.glob("courses/*/course.toml")]
ASSIGNMENTS = {a.slug: a for course in COURSES for a in course.assignments}
# Which mutant runs beside the reference, in containers; `make check-courses` runs all.
TRIED = {
    "hw01": ("reference", "mutants.forged-report"),
    "hw05": ("reference", "mutants.forged-report"),
    "hw05-torch": ("reference",),
}


@pytest.mark.parametrize("slug", ASSIGNMENTS)
def test_an_assignment_has_starter_reference_and_three_mutants(slug):
    names = [case.name for case in read_cases(ASSIGNMENTS[slug].folder)]
    assert {"starter", "reference"} <= set(names)
    assert len([name for name in names if name.startswith("mutants.")]) >= 3


@pytest.mark.docker
@pytest.mark.parametrize(
    ("slug", "name"), [(slug, name) for slug, names in TRIED.items() for name in names]
)
def test_cases_score_what_their_authors_say(slug, name, tmp_path):
    spec = ASSIGNMENTS[slug]
    spec = replace(spec, grade=replace(spec.grade, seeds=1))  # one is enough here
    case = next(case for case in read_cases(spec.folder) if case.name == name)
    sandbox = choose_sandbox(
        "docker", runner_id=f"tests-{os.getpid()}", boot="now", var=ROOT / "var"
    )
    for image in (spec.grade.image, spec.grade.judge_image):
        if not sandbox.is_present(image):
            sandbox.build(image, print)
    graded = grade_folder(
        spec, case.folder, sandbox=sandbox, key=b"tests", logs=tmp_path / "logs"
    )
    assert case.complaint(graded) == ""
