from pathlib import Path

import pytest

from graders.sandbox.images import LabImages
from graders.spec import load_course
from portal.commands.demo import images
from portal.commands.demo.site import COURSES, ROOT

FOLDERS = [ROOT / "courses" / course.folder for course in COURSES]


def said(sandbox, *, wants_all):
    found = images.builds(sandbox, Path("/var/x"), FOLDERS, wants_all=wants_all)
    return [argv[3:] for argv in found]


def test_the_first_start_makes_only_what_its_two_hand_ins_need():
    words = ["images", "--sandbox", "docker", "--var", "/var/x", "build"]
    assert said("docker", wants_all=False) == [[*words, "judge", "numpy"]]


def test_all_is_every_image_and_then_the_courses_own_autograders():
    made, sealed = said("docker", wants_all=True)
    assert made[-1] == "build"
    assert sealed == ["archive", "build", *map(str, FOLDERS)]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_all_without_an_engine_is_what_its_families_ask_for(folder):
    (made,) = said("process", wants_all=True)
    asked = {
        image
        for spec in load_course(folder).assignments
        if spec.is_handed_in and spec.grade.family in ("functions", "notebook")
        for image in (spec.grade.image, spec.grade.judge_image)
    }
    assert asked <= set(made)
    assert set(images.WITHOUT_ENGINE) <= set(LabImages().names())
