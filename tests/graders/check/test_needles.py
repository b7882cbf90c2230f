"""What is looked for is the judge's alone: nothing public, handed in or given."""

import io
import zipfile

import pytest

from graders.check.needles import needles_of
from graders.spec import load_assignment
from tests.factories.folders import write_assignment

TEXT = "def expected(inputs):\n    return sorted(inputs, key=lambda x: -x)\n" * 4


@pytest.fixture
def folder(tmp_path):
    lab = write_assignment(tmp_path / "hw05")
    (lab / "hidden").mkdir(exist_ok=True)
    (lab / "reference").mkdir(exist_ok=True)
    (lab / "hidden" / "expected.py").write_text(TEXT)
    return lab


def needles(lab, *given):
    spec = load_assignment(lab)
    handed_in = lab / "reference"
    return needles_of(spec, handed_in=handed_in, hidden_seed=123456789, given=given)


def whose(found):
    return {name for _, name in found.digests.values()} | set(found.pieces.values())


def archive(**members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return target.getvalue()


def test_files_names_pieces_and_the_seed_are_looked_for(folder):
    found = needles(folder)
    assert "hidden/expected.py" in whose(found)
    assert "hidden/expected.py" in found.names
    assert found.pieces
    assert found.words == {"123456789": "the hidden seed"}


def test_what_is_public_too_is_no_secret(folder):
    (folder / "starter" / "data").mkdir(exist_ok=True, parents=True)
    (folder / "starter" / "data" / "expected.py").write_text(TEXT)
    assert "hidden/expected.py" not in whose(needles(folder))


def test_what_the_solution_itself_brings_is_no_leak(folder):
    (folder / "reference" / "sorting.py").write_text(TEXT)
    assert "hidden/expected.py" not in whose(needles(folder))


def test_members_of_archives_are_looked_for_by_themselves(folder):
    labels = bytes(range(256)) * 4
    (folder / "hidden" / "test.npz").write_bytes(archive(labels=labels, x=labels[::-1]))
    assert {"hidden/test.npz:labels", "hidden/test.npz:x"} <= whose(needles(folder))
    without = whose(needles(folder, "hidden/test.npz:x"))
    assert "hidden/test.npz:labels" in without
    assert "hidden/test.npz:x" not in without


def test_what_students_see_by_design_is_not_looked_for(folder):
    found = needles(folder, "hidden/expected.py")
    assert "hidden/expected.py" not in whose(found) | set(found.names)


def test_a_short_number_is_found_everywhere_so_it_is_not_looked_for(folder):
    spec = load_assignment(folder)
    found = needles_of(spec, handed_in=folder / "reference", hidden_seed=7, given=())
    assert found.words == {}
