"""The words for a share, where a check says what it found."""

import pytest

from graders.judge import in_percent


@pytest.mark.parametrize(
    ("share", "digits", "said"),
    [(0.973, 1, "97.3 %"), (0.98765, 2, "98.77 %"), (0.9, 0, "90 %"), (1, 0, "100 %")],
)
def test_a_share_is_said_in_percent_and_stays_on_one_line(share, digits, said):
    assert in_percent(share, digits) == said.replace(" ", "\N{NO-BREAK SPACE}")
