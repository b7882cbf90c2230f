"""Whoever waits hears at once that something moved on, over a real broker."""

import threading
import time

import pytest

from portal.api.v1 import waiting
from portal.lib import news
from tests.graders.runner.test_runner_program import broker, broker_on

__all__ = ["broker"]


@pytest.fixture
def mouth():
    return news.Mouth()


@pytest.fixture
def ear():
    return news.Ear()


def until(condition, within_s=8):
    end = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.redis
def test_only_who_asked_for_a_topic_hears_of_it(settings, broker, mouth, ear):
    settings.CELERY_BROKER_URL = broker
    with ear.hears(("one",)) as first, ear.hears(("two", "three")) as second:
        until(lambda: ear.is_open)
        first.clear(), second.clear()
        mouth.tell("three")
        assert second.wait(8)
        assert not first.is_set()
        second.clear()
        mouth.tell("one")
        assert first.wait(8)
        assert not second.is_set()


@pytest.mark.redis
def test_who_came_before_the_line_was_open_is_told_to_look(settings, broker, ear):
    settings.CELERY_BROKER_URL = broker
    with ear.hears(("one",)) as bell:
        assert bell.wait(8)


@pytest.mark.redis
def test_a_broker_that_comes_back_is_heard_again(
    settings, tmp_path_factory, monkeypatch
):
    monkeypatch.setattr(news, "REST_S", 0.05)
    mouth, ear = news.Mouth(), news.Ear()
    folder = tmp_path_factory.mktemp("b")
    with ear.hears(("one",)) as bell:
        for _ in range(2):
            with broker_on(folder) as url:
                settings.CELERY_BROKER_URL = url
                with ear.hears(("two",)):
                    until(lambda: ear.is_open)
                bell.clear()
                until(lambda: mouth.tell("one") or bell.is_set())
            until(lambda: not ear.is_open)


def test_without_a_broker_nothing_is_told_and_nothing_breaks(mouth, ear):
    with ear.hears(("one",)) as bell:
        mouth.tell("one")
        assert not ear.is_open
        assert not bell.is_set()
    assert not ear._bells


def test_a_dead_broker_delays_one_telling_not_each(settings, mouth, caplog):
    settings.CELERY_BROKER_URL = "redis+socket:///nowhere/v.sock?virtual_host=0"
    mouth.tell("one")
    mouth.tell("two")
    assert len(caplog.records) == 1


def test_a_ring_between_two_looks_is_not_lost(monkeypatch):
    """It rings while the look still sees what was: the next look is at once."""
    looks = []

    def is_same():
        looks.append(1)
        if len(looks) == 1:
            for bells in news._ear._bells.values():
                for bell in bells:
                    bell.set()
        return len(looks) < 2

    monkeypatch.setattr(waiting, "next_look_s", lambda waited: 60.0)
    thread = threading.Thread(
        target=waiting.wait_while, args=(is_same, "one"), kwargs={"seconds": 60}
    )
    thread.start()
    thread.join(8)
    assert len(looks) == 2


def test_looks_are_rare_where_changes_are_heard_and_later_where_not(monkeypatch):
    assert waiting.next_look_s(0) < waiting.next_look_s(10) < waiting.next_look_s(20)
    assert waiting.next_look_s(24) == waiting.LAST_LOOK_S
    monkeypatch.setattr(news._ear, "is_open", True)
    assert waiting.next_look_s(0) == waiting.HEARD_LOOK_S
