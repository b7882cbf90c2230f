"""The [board] of an assignment: read strictly, kept through JSON."""

import json

import pytest

from graders.spec import SpecError, load_assignment, spec_from_json
from graders.spec.wire import spec_to_json
from tests.factories.folders import write_assignment

BOARD = '\n[board]\nquality = "{}"\nsize = "size_bytes"\nlatency = "s"\ngate = "{}"\n'


def load(folder, quality="kept", gate="shape"):
    written = write_assignment(folder / "hw05")
    toml = written / "assignment.toml"
    toml.write_text(toml.read_text() + BOARD.format(quality, gate))
    return load_assignment(written)


def test_a_board_survives_json(tmp_path):
    spec = load(tmp_path)
    again = spec_from_json(json.loads(json.dumps(spec_to_json(spec))))
    assert again.board == spec.board and again.board.quality == "kept"


def test_a_version_stored_before_there_were_boards_has_none(tmp_path):
    data = json.loads(json.dumps(spec_to_json(load(tmp_path))))
    del data["board"]
    assert spec_from_json(data).board is None


def test_what_a_hidden_check_measures_cannot_stand_on_it(tmp_path):
    with pytest.raises(SpecError, match="measured by a hidden check"):
        load(tmp_path, quality="accuracy")


@pytest.mark.parametrize("gate", ["shap", "accuracy"])
def test_the_gate_must_be_a_visible_check(tmp_path, gate):
    with pytest.raises(SpecError, match="is no visible check"):
        load(tmp_path, gate=gate)
