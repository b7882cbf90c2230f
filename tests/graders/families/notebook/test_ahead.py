"""What is imported while the judge starts."""

import json
import subprocess
import sys

import pytest

from graders.families.notebook.inside import ahead
from tests.graders.families.notebook.shelf import cell, notebook


@pytest.fixture
def named(tmp_path):
    """Says what a notebook of these cells is thought to import."""

    def say(*cells):
        file = tmp_path / "work.ipynb"
        file.write_text(json.dumps(notebook(*cells)))
        return ahead.wanted(file)

    return say


def test_libraries_are_found_wherever_a_cell_names_them(named):
    assert named("x = 1\nimport numpy as np", "  from torch.nn import Linear") == [
        "numpy",
        "torch",
    ]
    whole = {**cell(""), "source": "x = 1\nimport pandas, numpy"}
    assert named(whole) == ["pandas"]
    assert named("import numpyro, nump", "import os") == []


def test_who_sets_the_environment_imports_in_their_own_order(named):
    assert named("import os\nos.environ['OMP_NUM_THREADS'] = '1'\nimport numpy") == []
    assert named("%env A=1", "import numpy") == []


def test_what_is_no_notebook_is_left_for_the_judge_to_hear_of(tmp_path):
    assert ahead.wanted(tmp_path / "missing.ipynb") == []
    big = tmp_path / "big.ipynb"
    big.write_bytes(b"import numpy" + b" " * ahead.LARGEST_READ)
    assert ahead.wanted(big) == []


def test_a_library_that_is_not_there_is_the_cells_to_say(tmp_path):
    file = tmp_path / "work.ipynb"
    file.write_text(json.dumps(notebook("import sklearn", "import numpy")))
    program = (
        "import sys; from pathlib import Path\n"
        "from graders.families.notebook.inside import ahead\n"
        "sys.modules['sklearn'] = None\n"
        "ahead.import_ahead(Path(sys.argv[1])); print('numpy' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, str(file)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "True\n"


def test_every_run_draws_numbers_of_its_own(bare):
    """Although all runs are forks of one process that imported NumPy."""
    draws = cell("import numpy as np\ndrawn = int(np.random.randint(2**31))")
    body = (
        'first = work.variable("drawn")\n    work.rerun()\n'
        '    expect(work.variable("drawn") != first, "the same again")'
    )
    graded = bare.assignment(seen=body).grade(draws, "def double(x):\n    return 2 * x")
    assert {c.name: c.passed for c in graded.report.checks}["seen"]
