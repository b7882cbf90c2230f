"""A proof counts when it is whole, of this version, and made on this site's images."""

import json
from types import SimpleNamespace

import pytest

from portal.assignments.proofs import ProofError, figures_of, read_proof
from tests.factories.proofs import a_proof

DIGEST = "a" * 64
SPEC = SimpleNamespace(
    digest=DIGEST, grade=SimpleNamespace(image="numpy", judge_image="judge")
)


def read(folder, proof, *more):
    text = proof if isinstance(proof, str) else json.dumps(proof)
    (folder / f"{DIGEST}.json").write_text(text)
    return read_proof(SPEC, [folder, *more])


def test_a_whole_proof_counts(tmp_path):
    found = read(tmp_path, a_proof(DIGEST))
    assert found.refusal == ""
    assert found.proof["version"] == DIGEST


def test_no_proof_is_no_proof(tmp_path):
    assert read_proof(SPEC, [tmp_path, tmp_path / "none"]).refusal == "no proof"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"format": 1}, "older kind"),
        ({"format": None}, "older kind"),
        ({"format": 3}, "a newer one"),
        ({"version": "b" * 64}, "another version"),
        ({"sandbox": "process"}, "protects nothing"),
        ({"failures": [{"sentence": "x"}]}, "tells of failures"),
        ({"images": []}, "not whole"),
        ({"images": [{"name": "numpy"}]}, "not whole"),
        ({"images": [{"name": "../etc", "digest": ""}]}, "image numpy"),
        ({"reference": None}, "not whole"),
        ({"made_at": "yesterday"}, "not whole"),
        ({"made_at": "2022-08-30T10:00:00"}, "not whole"),
        ({"mutants": {"count": 1}}, "not whole"),
        ({"warnings": float("nan")}, "cannot be read"),
        ({"note": "a\0b"}, "cannot be read"),
    ],
)
def test_what_does_not_count_is_refused_in_a_sentence(tmp_path, changes, said):
    found = read(tmp_path, a_proof(DIGEST, **changes))
    assert found.proof is None
    assert said in found.refusal


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000])
def test_what_is_no_proof_at_all_is_refused(tmp_path, text):
    assert read(tmp_path, text).refusal == "its proof cannot be read"


def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "real").write_text(json.dumps(a_proof(DIGEST)))
    (tmp_path / f"{DIGEST}.json").symlink_to(tmp_path / "real")
    assert "a link" in read_proof(SPEC, [tmp_path]).refusal


def test_another_image_is_named(tmp_path):
    images = a_proof(DIGEST)["images"]
    images[0]["digest"] = "b" * 64
    refusal = read(tmp_path, a_proof(DIGEST, images=images)).refusal
    assert refusal == "its proof was made on another lab image numpy, bbbbbbbbbbbb"


def test_an_image_that_this_site_does_not_have_proves_nothing(tmp_path, settings):
    proof = a_proof(DIGEST)
    settings.LAB_IMAGES = tmp_path
    assert "another lab image" in read(tmp_path, proof).refusal


def test_of_two_that_count_the_newer_one_does(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
    read(old, a_proof(DIGEST))
    found = read(new, a_proof(DIGEST, made_at="2023-01-01T00:00:00+00:00"), old)
    assert found.proof["made_at"].startswith("2023")


def test_its_figures_are_read_strictly():
    figures = figures_of(a_proof(DIGEST))
    assert (figures.points, figures.points_sd, figures.mutants) == (98.2, 0.4, 7)
    with pytest.raises(ProofError):
        figures_of({})
