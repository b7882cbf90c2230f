"""Curves as TOML writes them, as JSON keeps them."""

import pytest

from graders.spec.curves import curve
from graders.spec.model import Curve


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("gate", Curve("gate")),
        ("ratio", Curve("ratio")),
        ({"ratio": [1.2, 10]}, Curve("ratio", (1.2, 10.0))),
        ({"bonus": [20, 17]}, Curve("bonus", (20.0, 17.0))),
        ({"bands": [[10, 0], [2, 100]]}, Curve("bands", (10.0, 0.0, 2.0, 100.0))),
        ({"knots": [[0.5, 25], [0.9, 100]]}, Curve("knots", (0.5, 25.0, 0.9, 100.0))),
    ],
)
def test_pairs_are_written_as_pairs_and_kept_flat(written, read):
    assert curve(written) == read


@pytest.mark.parametrize(
    "wrong",
    [
        {"bands": [10, 0, 2, 100]},
        {"bands": [[10, 0, 1], [2, 100]]},
        {"bands": [["10", 0], [2, 100]]},
        {"knots": 3},
        {"line": [[0, 1]]},
        {"line": [0, True]},
        {"line": [0, 1], "knots": [[0, 0], [1, 100]]},
        3,
    ],
)
def test_what_is_no_curve_is_refused(wrong):
    with pytest.raises(ValueError, match=r"allowed|takes"):
        curve(wrong)
