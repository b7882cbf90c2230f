"""What the machine adds to each answer that a person grades by keys, in Chromium.

    python -m benchmarks.marking_desk [--answers 30]

A site with a SQLite file, a class whose notes wait, one grader. Each answer takes
three items of the rubric and saving, by keys alone; counted are keys, pages loaded, the
server's CPU, and the time from the last key to the next paper. In turn with each answer
stands the floor: the same words on the barest page with a form, sent by one key.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from benchmarks.gradebook import database
from tests import services

ITEMS = ("2", "4", "6")  # of three criteria, by their keys
SAVE = "s"
PATIENCE_MS = 120_000  # a busy machine is slow, not wrong
BARE = "/bare/"
FORM = """<!DOCTYPE html><title>bare</title><h1>%d</h1><pre>%s</pre>
<form method="post" action="/bare/?n=%d"><input name="points"><button>Save</button>
</form>"""


class Measured:
    """A WSGI application that adds up the CPU its answers take."""

    def __init__(self, application: Any) -> None:
        self.application, self.words, self.spent_s = application, "", 0.0

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == BARE:
            return self.bare(environ, start_response)
        began = time.thread_time()
        body = self.application(environ, start_response)
        pieces = list(body)
        body.close()
        self.spent_s += time.thread_time() - began
        return pieces

    def bare(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        """Answer with the words and a form; what is sent leads to the next."""
        number = int(environ["QUERY_STRING"].partition("=")[2] or 0)
        if environ["REQUEST_METHOD"] == "POST":
            environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
            to = ("Location", f"{BARE}?n={number + 1}")
            start_response("303 See Other", [to, ("Content-Length", "0")])
            return [b""]
        page = (FORM % (number, escape(self.words), number)).encode()
        size = ("Content-Length", str(len(page)))
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), size])
        return [page]


@dataclass
class Figures:
    """What was seen of the answers so far."""

    ours_s: list[float] = field(default_factory=list)
    bare_s: list[float] = field(default_factory=list)
    keys: int = 0
    loads: int = 0

    def tell(self, answers: int, spent_s: float) -> None:
        ours, bare = statistics.median(self.ours_s), statistics.median(self.bare_s)
        most = max(self.ours_s)
        print(
            "| per answer | keys | pages | server, ms of CPU | last key to next, ms |"
        )
        print("|---|--:|--:|--:|--:|")
        print(
            f"| {answers} by the desk | {self.keys / answers:.1f} "
            f"| {self.loads / answers:.1f} | {1000 * spent_s / answers:.0f} "
            f"| {1000 * ours:.0f} (at most {1000 * most:.0f}) |"
        )
        print(f"| the bare form | 1 | 1 | – | {1000 * bare:.0f} |")
        print(f"| ratio | | | | {ours / bare:.1f} |")


class Grader:
    """A person who has decided already, and presses keys."""

    def __init__(self, page: Any, bare: Any) -> None:
        self.page, self.other, self.seen = page, bare, Figures()
        page.on("request", self.hear)

    def hear(self, request: Any) -> None:
        is_new = request.is_navigation_request() and request.redirected_from is None
        self.seen.loads += is_new

    def answer(self) -> None:
        """Choose, save, and be at the next paper."""
        for key in ITEMS:
            with self.page.expect_response(lambda one: one.request.method == "POST"):
                self.page.keyboard.press(key)
        save = lambda: self.page.keyboard.press(SAVE)  # noqa: E731
        self.seen.ours_s.append(gone(self.page, save))
        self.seen.keys += len(ITEMS) + 1

    def send_bare(self) -> None:
        self.other.focus("button")
        enter = lambda: self.other.keyboard.press("Enter")  # noqa: E731
        self.seen.bare_s.append(gone(self.other, enter))


def gone(page: Any, act: Callable[[], object]) -> float:
    """Return the seconds until the page that follows is loaded."""
    began = time.perf_counter()
    with page.expect_navigation(wait_until="load"):
        act()
    return time.perf_counter() - began


def grade(site: str, place: str, cookie: str, served: Measured, answers: int) -> None:
    """Grade so many answers, each in turn with a bare form."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        browser = player.chromium.launch(
            executable_path=services.chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        context = browser.new_context()
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
        page, bare = context.new_page(), context.new_page()
        for one in (page, bare):
            one.set_default_timeout(PATIENCE_MS)
        page.goto(site + place)
        served.words = page.inner_text("body")
        bare.goto(site + BARE)
        grader, served.spent_s = Grader(page, bare), 0.0
        for _ in range(answers):
            page.bring_to_front()
            grader.answer()
            bare.bring_to_front()
            grader.send_bare()
        grader.seen.tell(answers, served.spent_s)
        browser.close()


def a_desk(answers: int) -> tuple[str, str]:
    """Make a class whose notes wait; return the first paper's way and a session."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from portal.marking.services.legible import gather_waiting, prepare_waiting
    from tests.factories.grading import NOON
    from tests.factories.marking import a_class, a_grader, a_written_assignment

    assignment = a_written_assignment()
    a_class(assignment, *(f"Student {n:03}" for n in range(answers + 1)))
    tara = a_grader(assignment.course)
    while gather_waiting(now=NOON):
        prepare_waiting()
    browser = Client()
    browser.force_login(tara, backend=settings.AUTHENTICATION_BACKENDS[0])
    onward = reverse("marking:next", args=[assignment.public_id])
    return onward, browser.cookies[settings.SESSION_COOKIE_NAME].value


def main() -> None:
    """Make the class, serve it, and grade it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=30)
    asked = parser.parse_args()
    with database(is_sqlite=True):
        import threading

        from django.core.handlers.wsgi import WSGIHandler
        from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

        class Quiet(WSGIRequestHandler):
            def log_message(self, *args: object) -> None:
                """Say nothing of each request."""

        place, cookie = a_desk(asked.answers)
        served = Measured(WSGIHandler())
        server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
        server.set_app(served)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        site = f"http://127.0.0.1:{server.server_port}"
        grade(site, place, cookie, served, asked.answers)
        server.shutdown()


if __name__ == "__main__":
    main()
