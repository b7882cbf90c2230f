import pytest

from portal.web.charts.axis import axis


@pytest.mark.parametrize(
    ("low", "high"), [(0.88, 1.0), (0, 1), (-3, 7), (25, 65), (1e-9, 2e-9), (0, 1e12)]
)
def test_ticks_are_few_round_and_inside(low, high):
    scale = axis(low, high)
    assert 2 <= len(scale.ticks) <= 9
    assert all(low - 1e-12 <= tick <= high * (1 + 1e-9) for tick in scale.ticks)


def test_a_point_interval_still_has_room():
    assert axis(5, 5).share(5) == pytest.approx(0.5)
