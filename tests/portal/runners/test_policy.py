"""Labels and needs; the one word of a runner."""

from datetime import timedelta

import pytest

from portal.runners.policy import meets, meets_all, seems
from tests.factories.runners import NOON


@pytest.mark.parametrize(
    ("need", "labels", "is_met"),
    [
        ("gpu", ["gpu"], True),
        ("gpu", ["cpu"], False),
        ("arch:arm64", ["arch:arm64"], True),
        ("arch:arm64", ["arch:amd64"], False),
        ("cuda>=12", ["cuda:12.4"], True),
        ("cuda>=12", ["cuda:12"], True),
        ("cuda>=12", ["cuda>=12"], True),
        ("cuda>=12.4", ["cuda:12.10"], True),
        ("cuda>=12.10", ["cuda:12.4"], False),
        ("cuda>=12", ["cuda:11.8"], False),
        ("cuda>=12", ["cuda"], False),
        ("cuda>=12", ["vram:16GiB"], False),
        ("vram>=8", ["vram:16GiB"], True),
        ("cuda>=12.0", ["cuda:12"], True),
    ],
)
def test_a_need_is_met_by_the_right_label(need, labels, is_met):
    assert meets(need, labels) is is_met


def test_all_needs_must_be_met():
    assert meets_all((), ())
    assert meets_all(("gpu", "cuda>=12"), ("gpu", "cuda:12.4"))
    assert not meets_all(("gpu", "cuda>=13"), ("gpu", "cuda:12.4"))


@pytest.mark.parametrize(
    ("state", "seconds_ago", "is_busy", "word"),
    [
        ("active", 1, False, "idle"),
        ("active", 1, True, "busy"),
        ("active", 300, True, "silent"),
        ("active", None, False, "silent"),
        ("draining", 1, True, "draining"),
        ("draining", 300, False, "silent"),
        ("quarantined", 1, True, "quarantined"),
    ],
)
def test_a_runner_has_one_word(state, seconds_ago, is_busy, word):
    seen = None if seconds_ago is None else NOON - timedelta(seconds=seconds_ago)
    assert seems(state, last_seen_at=seen, is_busy=is_busy, now=NOON) == word
