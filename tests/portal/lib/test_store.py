"""Bytes are kept once, and stay as long as anybody counts on them."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from portal.lib import store

NOW = datetime.now(UTC)
YESTERDAY = NOW - timedelta(days=1)


def nobody(sha256):
    return False


def aged(content, days=3):
    """Keep ``content`` as if it had come long ago."""
    kept = store.put_bytes(content)
    age(store.path_of(kept.sha256), days)
    return kept


def age(path, days=3):
    then = (NOW - timedelta(days=days)).timestamp()
    os.utime(path, (then, then))


def remove(kept, is_named=nobody):
    return store.remove(kept.sha256, before=YESTERDAY, is_named=is_named)


def test_the_same_bytes_are_kept_once_and_are_young_again(settings):
    kept = aged(b"model")
    assert store.put_bytes(b"model") == kept
    assert list(store.old_files(before=YESTERDAY)) == []
    assert not remove(kept)
    assert store.read(kept.sha256) == b"model"


def test_what_is_old_is_listed_with_its_size():
    kept = aged(b"12345")
    store.put_bytes(b"young")
    assert list(store.old_files(before=YESTERDAY)) == [kept]
    assert kept.size == 5


def test_what_nothing_names_goes_and_can_come_again():
    kept = aged(b"orphan")
    assert remove(kept)
    assert not store.path_of(kept.sha256).exists()
    assert not remove(kept)
    store.put_bytes(b"orphan")
    assert store.read(kept.sha256) == b"orphan"


def test_what_somebody_names_stays():
    kept = aged(b"named")
    assert not remove(kept, is_named=lambda sha256: sha256 == kept.sha256)
    assert store.read(kept.sha256) == b"named"


def test_bytes_that_come_while_they_leave_are_not_lost():
    kept = aged(b"twice")

    def put_meanwhile(sha256):
        store.put_bytes(b"twice")
        return False

    assert remove(kept, is_named=put_meanwhile)
    assert store.read(kept.sha256) == b"twice"


def test_broken_off_writes_go_and_broken_off_removals_come_back(settings):
    kept = aged(b"kept")
    leaving = settings.STORE / f"leaving-{kept.sha256}"
    store.path_of(kept.sha256).rename(leaving)
    old, young = settings.STORE / "incoming-old", settings.STORE / "incoming-young"
    for path in (old, young):
        path.write_bytes(b"half")
    age(old)
    assert store.remove_scraps(before=YESTERDAY) == 1
    assert not old.exists() and young.exists()
    assert store.read(kept.sha256) == b"kept"


def test_too_much_leaves_nothing_behind(settings):
    with pytest.raises(store.TooLargeError):
        store.put([b"12345"], limit=4)
    assert list(settings.STORE.iterdir()) == []
