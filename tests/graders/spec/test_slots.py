"""The slots of a presentation, in assignment.toml."""

import pytest

from graders.spec import (
    SpecError,
    load_assignment,
    load_course,
    spec_from_json,
    spec_to_json,
)

HEAD = """
[assignment]
slug = "talk"
title = "Present a paper"
kind = "{kind}"
category = "participation"
points = 10
"""
ONE = '[[slots]]\nrole = "Presents"\nsessions = [1, 2]\nplaces = 2\n'
COURSE = """
[course]
slug = "c"
title = "C"
term = "2022 Fall"
timezone = "Europe/Berlin"

[[sessions]]
unit = 1
starts = 2022-09-06T18:30:00

[[categories]]
slug = "participation"
weight = 100
"""


def in_folder(tmp_path, more, kind="presentation"):
    folder = tmp_path / "talk"
    folder.mkdir()
    (folder / "README.md").write_text("# Present a paper\n")
    (folder / "assignment.toml").write_text(HEAD.format(kind=kind) + more)
    return folder


def refused(load, folder):
    with pytest.raises(SpecError) as caught:
        load(folder)
    return str(caught.value)


def test_a_slot_has_a_role_sessions_places_and_notice(tmp_path):
    spec = load_assignment(in_folder(tmp_path, ONE))

    [slot] = spec.slots
    assert (slot.role, slot.sessions) == ("Presents", (1, 2))
    assert (slot.places, slot.notice_hours) == (2, 48)
    assert spec_from_json(spec_to_json(spec)).slots == spec.slots


def test_a_version_from_before_there_were_slots_has_none(tmp_path):
    data = spec_to_json(load_assignment(in_folder(tmp_path, ONE)))
    del data["slots"]
    assert spec_from_json(data).slots == ()


@pytest.mark.parametrize(
    ("more", "kind", "said"),
    [
        (ONE + ONE, "presentation", "slots[2].sessions: session 1 has a slot"),
        (ONE, "participation", 'slots: belongs to the kind "presentation"'),
        (ONE.replace("[1, 2]", "[]"), "presentation", "sessions: is empty"),
        (ONE.replace("[1, 2]", "[1, 1]"), "presentation", "names 1 twice"),
        (ONE.replace("= 2\n", "= 0\n"), "presentation", "places: is 0"),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path, more, kind, said):
    assert said in refused(load_assignment, in_folder(tmp_path, more, kind))


def test_a_session_that_the_course_does_not_have_is_refused(tmp_path):
    in_folder(tmp_path, ONE)
    (tmp_path / "course.toml").write_text(COURSE)
    said = refused(load_course, tmp_path)
    assert "slots[1].sessions: there is no session 2; allowed: 1" in said
