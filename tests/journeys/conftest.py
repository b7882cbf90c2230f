"""One real site for all journeys: the demo's own, on the tests' database."""

import os
import socket
from pathlib import Path

import httpx
import pytest

from portal.commands.demo.children import Supervisor
from portal.commands.demo.place import Place
from portal.commands.demo.site import Site
from portal.commands.demo.walk import Student, Work, sign_in
from tests import services

ROOT = Path(__file__).resolve().parents[2]
COURSES = ROOT / "courses"
LEASE_S = "18"
HERE = Path(__file__).parent
LAST, LOOKING = "test_none_unseen.py", "tests.journeys.looking"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """What all journeys together have seen is asked after all that look at pages."""
    asked = [item for item in items if item.path.name == LAST]
    there = {item.path.name for item in items if item.path.parent == HERE}
    looking = {p.name for p in HERE.glob("test_*.py") if LOOKING in p.read_text()}
    items[:] = [item for item in items if item not in asked]
    if looking <= there:
        items.extend(asked)
    elif asked:
        config.hook.pytest_deselected(items=asked)


class Stage:
    """The running site, its people, and how to ask it things."""

    def __init__(self, site, supervisor, passwords):
        self.site, self.supervisor, self.passwords = site, supervisor, passwords
        self.url = site.url
        self.tokens = {}

    def token(self, who):
        email = next(e for e in self.passwords if e.startswith(who))
        if email not in self.tokens:
            self.tokens[email] = sign_in(self.url, email, self.passwords[email])
        return self.tokens[email]

    def student(self):
        return Student(self.url, self.token("alice"))

    def api(self, who="alice"):
        headers = {"Authorization": f"Bearer {self.token(who)}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=60)

    def hand_in(self, assignment, folder):
        """Hand in a folder as Alice; return the submission's id."""
        student = self.student()
        work = Work(assignment, assignment, Path(folder))
        return student.hand_in(student.assignments()[assignment], work)

    def child(self, name):
        return next(c for c in self.supervisor.children if c.name == name)

    def forget(self, child):
        """Take a child that a test killed off the list of those who must live."""
        child.process.wait()
        self.supervisor.children.remove(child)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def stage(tmp_path_factory):
    """A site with two courses, three people, one runner with a real engine."""
    place = Place(tmp_path_factory.mktemp("site"))
    extra = {"ASSAY_LEASE_S": LEASE_S}
    if "DATABASE_URL" in os.environ:
        extra["DATABASE_URL"] = os.environ["DATABASE_URL"]
    site = Site(place, port=_free_port(), sandbox="docker", say=print, extra_env=extra)
    supervisor = Supervisor(place.logs)
    try:
        site.prepare_database()
        site.build_images()
        site.load_courses()
        passwords = site.invite_people()
        site.enroll_runner()
        site.start(supervisor)
        yield Stage(site, supervisor, passwords)
    finally:
        supervisor.stop()


@pytest.fixture(scope="session")
def chromium():
    """One headless browser for all journeys."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=services.chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()
