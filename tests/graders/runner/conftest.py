"""A real client and real folders; only the grading is made up."""

import functools
import threading
from pathlib import Path

import httpx
import pytest

from graders.protocol import Claim, Outcome, Report, StageProgress
from graders.runner import claiming, folders, retry
from graders.runner import portal as http
from graders.runner.attempt import Attempts
from graders.runner.claiming import Claimer
from graders.runner.portal import Portal
from graders.runner.stopping import Stop
from graders.runner.workplace import open_workplace
from tests.graders.runner.fake_portal import TOKEN, FakePortal, serve


@pytest.fixture
def portal():
    state = FakePortal()
    server = serve(state)
    yield state
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def quick_retries(monkeypatch):
    """The same doubling with jitter, from a much shorter start."""
    for module in (http, folders, claiming):
        monkeypatch.setattr(module, "delays", lambda: retry.delays(0.02, 0.2))


@pytest.fixture(scope="session")
def certificates():
    """Read once: that takes longer than a whole test."""
    return httpx.create_ssl_context()


@pytest.fixture(autouse=True)
def quick_clients(monkeypatch, certificates):
    """Clients that share their certificates."""
    client = functools.partial(httpx.Client, verify=certificates)
    monkeypatch.setattr(httpx, "Client", client)


class Bench:
    """Everything but ``__main__``; a test says what grading does."""

    def __init__(self, portal: FakePortal, work: Path, token: str = TOKEN):
        self.work = work
        self.stop = Stop(grace_s=0.3)
        self.place = open_workplace(work, cache_mib=1)
        self.client = Portal(portal.url, token, must_end=lambda: self.stop.must_end)
        self.seen = []
        self.script = lambda lease, folders, feed: None
        self.attempts = Attempts(
            portal=self.client,
            cache=self.place.cache,
            jobs=self.place.jobs,
            grade=self.grade,
            stop=self.stop,
            sandbox="stub",
            environment={"cores": "2"},
        )
        self.claimer = Claimer(self.client, self.attempts, self.stop, self.claim)

    def claim(self):
        return Claim(labels=("arch:x86_64",), sandbox="stub", images=("numpy",))

    def grade(self, lease, folders, feed):
        files = {
            str(path.relative_to(folders.work.parent)): path.read_bytes()
            for path in sorted(folders.work.parent.rglob("*"))
            if path.is_file()
        }
        self.seen.append((lease.id, files))
        report = self.script(lease, folders, feed)
        return report or Report(lease.id, lease.attempt, Outcome.GRADED, "Done.")

    def jobs(self):
        return sorted(path.name for path in self.place.jobs.iterdir())

    def in_thread(self, call, *args):
        thread = threading.Thread(target=call, args=args, daemon=True)
        thread.start()
        return thread

    def close(self):
        self.stop.drain()
        self.client.close()
        self.place.lock.close()


@pytest.fixture
def bench(portal, tmp_path):
    bench = Bench(portal, tmp_path / "work")
    yield bench
    bench.close()


@pytest.fixture
def make_bench(portal, tmp_path):
    made = []

    def make(**kwargs):
        made.append(Bench(portal, tmp_path / f"work-{len(made)}", **kwargs))
        return made[-1]

    yield make
    for bench in made:
        bench.close()


def stage(name, state="running", is_public=True):
    return StageProgress(name, name.title(), "student", state, is_public)
