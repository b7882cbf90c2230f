"""Notes are held against the abstracts of the papers that they are on."""

import re
import tomllib
from pathlib import Path

import pytest

NOTES = sorted(
    (Path(__file__).resolve().parents[2] / "courses/ai-sys-sp19").glob("notes-*")
)
SHORTEST = 60  # runs of five words, of the shortest abstract


@pytest.mark.parametrize("folder", NOTES, ids=lambda folder: folder.name)
def test_each_paper_has_the_numbers_of_its_abstract_and_no_words(folder):
    papers = tomllib.loads((folder / "form.toml").read_text())["sections"]
    sources = sorted((folder / "hidden" / "sources").iterdir())
    assert [source.suffix for source in sources] == [".runs"] * len(papers)
    for source in sources:
        runs = source.read_text().splitlines()
        assert len(runs) >= SHORTEST
        assert all(re.fullmatch("[0-9a-f]{12}", run) for run in runs)
