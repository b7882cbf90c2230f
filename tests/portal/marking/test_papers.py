"""Nothing on a paper tells whose it is."""

from uuid import uuid4

import pytest

from portal.marking.papers import (
    COVERED,
    covered,
    drawn_names,
    names_in,
    opened,
    sealed,
)
from tests.factories.grading import an_enrollment
from tests.factories.marking import a_written_assignment

pytestmark = pytest.mark.django_db


def test_a_sealed_id_can_be_opened_again_and_tells_nothing():
    assignment = a_written_assignment()
    for _ in range(50):
        real = uuid4()
        paper = sealed(real, assignment)
        assert paper != real and opened(paper, assignment) == real
        assert paper.hex[:8] != real.hex[:8]


def test_another_assignment_or_key_seals_otherwise(settings):
    one, other, real = a_written_assignment(), a_written_assignment(), uuid4()
    assert sealed(real, one) != sealed(real, other)
    before = sealed(real, one)
    settings.INSTALLATION_KEY = "another"
    assert sealed(real, one) != before


def test_names_are_drawn_once_for_everybody():
    assignment = a_written_assignment()
    people = [an_enrollment(assignment.course) for _ in range(20)]
    names = drawn_names(assignment)
    assert len(set(names.values())) == 20
    assert names == drawn_names(assignment)
    assert not {one.user.name for one in people} & set(names.values())


def test_a_name_in_a_file_is_covered_however_it_is_written():
    hide = names_in("Alice Moreno", "alice.m@example.edu")
    said = "# by ALICE moreno <alice.m@example.edu>, and Malice is no name"
    shown = covered(said, hide)
    assert "lice m" not in shown.lower() and "example.edu" not in shown
    assert COVERED in shown and "Malice" in shown
    assert covered("nothing to hide", []) == "nothing to hide"
