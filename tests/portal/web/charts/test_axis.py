import pytest

from portal.web.charts.axis import axis, is_wide, log_axis


@pytest.mark.parametrize(
    ("low", "high"), [(0.88, 1.0), (0, 1), (-3, 7), (25, 65), (1e-9, 2e-9), (0, 1e12)]
)
def test_ticks_are_few_round_and_inside(low, high):
    scale = axis(low, high)
    assert 2 <= len(scale.ticks) <= 9
    assert all(low - 1e-12 <= tick <= high * (1 + 1e-9) for tick in scale.ticks)


def test_a_point_interval_still_has_room():
    assert axis(5, 5).share(5) == pytest.approx(0.5)


@pytest.mark.parametrize(("low", "high"), [(0.75, 16), (9, 110), (1, 1e6), (1e-9, 1e9)])
def test_a_logarithmic_axis_has_few_ticks_inside(low, high):
    scale = log_axis(low, high)
    assert 1 <= len(scale.ticks) <= 9
    assert all(low <= tick <= high * (1 + 1e-9) for tick in scale.ticks)
    assert scale.share((low * high) ** 0.5) == pytest.approx(0.5)
    assert (scale.share(low / 9), scale.share(high * 9), scale.share(0)) == (0, 1, 0)


def test_only_bounds_that_lie_far_apart_are_read_by_their_ratio():
    assert is_wide(1.2, 10)
    assert not is_wide(1, 8) and not is_wide(0, 100) and not is_wide(-5, 100)
