"""Small and plain: caps on modules, functions, tests, templates and READMEs."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = [
    path
    for folder in ("portal", "graders", "benchmarks", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
VAGUE = {"utils", "helpers", "common", "misc", "base", "manager"}


def lines(path):
    return len(path.read_text().splitlines())


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_is_small_and_named(path):
    cap = 500 if "tests" in path.parts else 400
    assert lines(path) <= cap
    assert path.stem not in VAGUE


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_that_says_something_says_what_it_is_for(path):
    tree = ast.parse(path.read_text())
    assert not tree.body or "tests" in path.parts or ast.get_docstring(tree)


def test_templates_are_small():
    templates = sorted((ROOT / "frontend/templates").rglob("*.html"))
    assert templates
    assert {str(t): lines(t) for t in templates if lines(t) > 120} == {}


def test_readmes_are_short():
    folders = [ROOT / name for name in ("portal", "graders", "lab_images")]
    found = [path for folder in folders for path in folder.rglob("README.md")]
    assert found
    assert {str(p): lines(p) for p in found if lines(p) > 60} == {}
