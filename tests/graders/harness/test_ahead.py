"""What is imported while the judge starts."""

import json
import subprocess
import sys

import pytest

from graders.harness import ahead
from tests.graders.families.notebook.shelf import cell, notebook

NOTEBOOK = "work.ipynb"


@pytest.fixture
def named(tmp_path):
    """Says what a file of this text is thought to import."""

    def say(text, name="work.py"):
        (tmp_path / name).write_text(text)
        return ahead.wanted([tmp_path / name])

    return say


def test_libraries_are_found_wherever_a_line_names_them(named):
    assert named("x = 1\nimport torch\n  from numpy import sum") == ["numpy", "torch"]
    assert named("# import numpy\nimport numpyro\nfrom .torch import x") == []


def test_so_are_those_of_a_notebook(named):
    whole = {**cell(""), "source": "x = 1\nimport pandas, numpy"}
    text = notebook("x = 1\nimport torch", "  from numpy import sum", whole)
    assert named(json.dumps(text), NOTEBOOK) == ["numpy", "pandas", "torch"]


@pytest.mark.parametrize("line", ["os.environ['OMP_NUM_THREADS'] = '1'", "%env A=1"])
def test_who_sets_the_environment_imports_in_their_own_order(named, line):
    assert named(f"{line}\nimport numpy") == []
    assert named(json.dumps(notebook(line, "import numpy")), NOTEBOOK) == []


def test_what_cannot_be_read_is_left_for_the_judge_to_hear_of(tmp_path, named):
    assert ahead.wanted([tmp_path / "missing.py"]) == []
    assert named("import numpy" + " " * ahead.LARGEST_READ) == []


def test_a_library_that_is_not_there_is_the_students_line_to_say(tmp_path):
    file = tmp_path / "work.py"
    file.write_text("import sklearn\nimport numpy")
    program = (
        "import sys; from pathlib import Path\n"
        "from graders.harness import ahead\n"
        "sys.modules['sklearn'] = None\n"
        "ahead.import_ahead([Path(sys.argv[1])]); print('numpy' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, str(file)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "True\n"
