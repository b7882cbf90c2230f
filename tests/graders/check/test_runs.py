"""What must not be copied may be kept as numbers."""

from graders.check.runs import main
from graders.families.written.inside.judging import sources
from graders.families.written.inside.likeness import runs_of, share_of
from graders.families.written.inside.words import words_of

TEXT = (
    "We trained a large network to tell a thousand kinds of things apart, and it can."
)


def test_numbers_tell_the_text_that_they_were_made_of(tmp_path, capsys):
    (tmp_path / "abstract.md").write_text(TEXT)
    assert main([str(tmp_path / "abstract.md")]) == 0
    printed = capsys.readouterr().out
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "abstract.runs").write_text(printed)

    assert "trained" not in printed
    copied = runs_of(words_of(f"In short: {TEXT}"))
    assert share_of(copied, sources(folder)["abstract"]) > 0.8


def test_a_text_of_four_words_has_none(tmp_path, capsys):
    (tmp_path / "short.txt").write_text("Much too short this.")
    assert main([str(tmp_path / "short.txt")]) == 1
    assert "no five words" in capsys.readouterr().err
