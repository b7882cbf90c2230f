"""A runner's name at the broker opens its pool's queue and nothing else."""

import time
from pathlib import Path

import pytest
import redis

from tests.graders.runner.test_runner_program import broker, send_ticket, start, until

__all__ = ["broker", "start"]
pytestmark = pytest.mark.redis
README = Path(__file__).parents[3] / "graders/runner/README.md"


@pytest.fixture
def rules():
    """What the README tells an operator to type, for the pool ``cpu``."""
    (line,) = [n for n in README.read_text().splitlines() if "ACL SETUSER" in n]
    return line.strip().split("ACL SETUSER ")[1].replace("PASSWORD", "told").split()


@pytest.fixture
def confined(broker, rules):
    """Its address for the runner, who may do what the rules say."""
    path = broker.partition("redis+socket://")[2].partition("?")[0]
    staff = redis.Redis(unix_socket_path=path)
    staff.execute_command("ACL", "SETUSER", *rules)
    staff.set("cache.session", "secret")
    theirs = redis.Redis(unix_socket_path=path, username=rules[0], password="told")
    return broker.replace("redis+socket://", f"redis+socket://{rules[0]}:told@"), theirs


def test_a_ticket_still_wakes_the_runner(portal, start, broker, confined):
    start("--broker", confined[0], "--poll", "600")
    until(lambda: portal.claims)
    time.sleep(0.3)
    portal.queue("one")
    send_ticket(broker)
    portal.reported()


@pytest.mark.parametrize(
    "words",
    [
        ("GET", "cache.session"),
        ("LPUSH", "portal", "task"),
        ("BRPOP", "pool.gpu", "1"),
        ("BRPOP", "pool.cpu-large", "1"),
        ("PUBLISH", "/0.celery.pidbox", "shutdown"),
        ("KEYS", "*"),
        ("SCAN", "0"),
        ("CONFIG", "GET", "*"),
        ("ACL", "LIST"),
        ("FLUSHALL",),
        ("EVAL", "return redis.call('GET', 'cache.session')", "0"),
    ],
    ids=lambda words: " ".join(words)[:24],
)
def test_everything_else_is_refused(confined, words):
    with pytest.raises(redis.exceptions.ResponseError, match=r"permission|No perm"):
        confined[1].execute_command(*words)
