"""What a submission imports is read from its files, whatever they try."""

import pytest

from graders.judge.sources import ENV, imported


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("import pandas", {"pandas"}),
        ("import os, pandas.io.json as j", {"os", "pandas"}),
        ("from pandas.io import json", {"pandas"}),
        ("try:\n    import pandas\nexcept ImportError:\n    pass", {"pandas"}),
        ("def f():\n    import pandas", {"pandas"}),
        (
            "import importlib\nimportlib.import_module('pandas')",
            {"importlib", "pandas"},
        ),
        ("__import__('pandas')", {"pandas"}),
        ("from . import pandas", set()),
        ("from .pandas import read", set()),
        ("# import pandas\ntext = 'import pandas'", set()),
        ("print('a' + 'b')\nf = g()\nf()('pandas')", set()),
        ("import (", set()),
        ("x = " + "(" * 4000 + ")" * 4000, set()),
        ("import pandas\0", set()),
    ],
)
def test_the_modules_that_a_file_names(tmp_path, text, names):
    (tmp_path / "app.py").write_text(text)
    assert imported(tmp_path) == names


def test_every_file_of_every_folder_is_read(tmp_path, monkeypatch):
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "deep.py").write_text("import polars")
    (tmp_path / "app.py").write_text("import numpy")
    (tmp_path / "notes.md").write_text("import pandas")
    monkeypatch.setenv(ENV, str(tmp_path))
    assert imported() == {"numpy", "polars"}
