"""What a browser does with the gradebook: 500 students by 40 items, in Chromium.

    python -m benchmarks.gradebook_browser [--students 500] [--items 40]

A site with a SQLite file, a class straight in its tables, one instructor. Of every
step Chromium's own trace says how long each task of the page's main thread held the
CPU: one of more than 50 ms is a stutter on any machine, and by CPU time the machine's
other work does not show. Beside each scroll stands the floor: the same words in the
barest table there is, scrolled in the same way.
"""

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any

from benchmarks.gradebook import database
from tests import services

CATEGORIES = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"]
MAIN = "CrRendererMain"
TASK = "RunTask"  # what schedules them says the like of each a second time
STUTTER_MS = 50
PATIENCE_MS = 120_000  # a busy machine is slow, not wrong
WIDE = {"width": 1280, "height": 900}
SCROLLS = {"scroll down, 30 turns": (0, 300), "scroll right, 30 turns": (100, 0)}
WORDS = """[...document.querySelectorAll(".grid tr")].map(
    row => [...row.cells].map(cell => cell.textContent.trim()))"""
BARE = """<style>.grid { overflow: auto; height: 44rem; font: 14px sans-serif }
td { padding: 5px 8px; min-width: 56px; white-space: nowrap }</style>
<div class="grid" tabindex="0"><table>%s</table></div>"""


@dataclass(frozen=True)
class Tasks:
    """The tasks of a page's main thread in one step, in ms of CPU."""

    spent: list[float]

    @property
    def total(self) -> float:
        return sum(self.spent)

    def __str__(self) -> str:
        long = sum(one > STUTTER_MS for one in self.spent)
        return f"{self.total:.0f} | {max(self.spent, default=0):.0f} | {long}"


def tasks_of(trace: bytes) -> Tasks:
    """Return what the trace says of the main threads, outermost tasks only."""
    events = json.loads(trace)["traceEvents"]
    mains = {
        (one["pid"], one["tid"])
        for one in events
        if one["name"] == "thread_name" and one["args"]["name"] == MAIN
    }
    return Tasks(
        [
            one["tdur"] / 1000
            for one in events
            if one["name"] == TASK
            and (one["pid"], one["tid"]) in mains
            and "tdur" in one
        ]
    )


def wheel(page: Any, right: int, down: int) -> None:
    """Turn the mouse's wheel over the table."""
    page.hover(".grid tbody tr:first-child td:nth-child(3)", force=True)
    for _ in range(30):
        page.mouse.wheel(right, down)
        page.wait_for_timeout(30)


def traced(page: Any, step: Callable[[], object]) -> Tasks:
    """Do it, and return what the page's main thread did meanwhile."""
    browser = page.context.browser
    browser.start_tracing(page=page, categories=CATEGORIES)
    step()
    page.wait_for_timeout(300)
    return tasks_of(browser.stop_tracing())


def floors(page: Any, rows: list[list[str]]) -> dict[str, Tasks]:
    """Scroll the same words in a table without anything; by the name of the step."""
    lines = ["".join(f"<td>{escape(word)}" for word in row) for row in rows]
    page.set_content(BARE % "".join(f"<tr>{line}" for line in lines))
    page.wait_for_timeout(500)
    return {
        name: traced(page, partial(wheel, page, *by)) for name, by in SCROLLS.items()
    }


class Visit:
    """What a person does with the gradebook in one tab."""

    def __init__(self, page: Any, url: str) -> None:
        self.page, self.url = page, url

    def open(self, query: str = "") -> None:
        self.page.goto(self.url + query)
        self.page.wait_for_selector("table[role=grid]")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def enter_table(self) -> None:
        self.page.focus(".grid [tabindex='0']")
        self.press("ArrowDown", "Control+Home", "ArrowRight")

    def open_grade(self) -> None:
        self.press("Enter")
        self.page.wait_for_selector("dialog[open] [name=points]")

    def write(self) -> None:
        self.page.fill("dialog [name=points]", "61")
        self.page.fill("dialog [name=reason]", "A benchmark.")
        self.page.click("dialog [type=submit]")  # words would be sought in all cells
        self.page.wait_for_selector("dialog:not([open])", state="attached")

    def search(self) -> None:
        self.page.focus("input[type=search]")
        self.page.keyboard.type("Student 04", delay=20)

    def steps(self) -> dict[str, Callable[[], object]]:
        """Return what is done, by name, in order."""
        return {
            **{name: partial(wheel, self.page, *by) for name, by in SCROLLS.items()},
            "the first key": self.enter_table,
            "60 arrow keys": lambda: self.press(*["ArrowDown", "ArrowRight"] * 30),
            "to the last cell and back": lambda: self.press(
                "Control+End", "Control+Home", "ArrowRight"
            ),
            "open a grade": self.open_grade,
            "write an override": self.write,
            "type in the search": self.search,
            "sort by the total": lambda: self.open("?sort=-total"),
            "only late work": lambda: self.open("?only=late"),
        }


def measure(url: str, cookie: str) -> None:
    """Print a row for each step."""
    from playwright.sync_api import sync_playwright

    chromium = services.chromium()
    with sync_playwright() as player:
        browser = player.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        context = browser.new_context(viewport=WIDE)
        site = url.partition("/courses/")[
            0
        ]  # a cookie of the page's own path is no use
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
        page, bare = context.new_page(), context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        print("| step | main thread, ms of CPU | longest task | over 50 ms |")
        print("|---|--:|--:|--:|", flush=True)
        visit = Visit(page, url)
        page.bring_to_front()
        print(f"| open | {traced(page, visit.open)} |")
        rows = page.evaluate(WORDS)
        bare.bring_to_front()
        floor = floors(bare, rows)
        bare.close()
        for name, step in visit.steps().items():
            tasks = traced(page, step)
            print(f"| {name} | {tasks} |", flush=True)
            if name in floor:
                print(f"| the bare table's | {floor[name]} |")
                print(f"| ratio | {tasks.total / floor[name].total:.1f} | | |")
        nodes = page.evaluate("document.querySelectorAll('*').length")
        print(f"elements of the last page: {nodes}")
        browser.close()


def main() -> None:
    """Make the class, serve it, and look at it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=500)
    parser.add_argument("--items", type=int, default=40)
    asked = parser.parse_args()
    with database(is_sqlite=True):
        from django.core.handlers.wsgi import WSGIHandler
        from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

        from benchmarks.gradebook_class import Class

        one = Class(asked.students, asked.items)
        one.page()
        size = len(one.browser.get(one.url).content)
        print(f"{asked.students} × {asked.items}: {size / 1000:.0f} kB of HTML")
        measure_served(one, ThreadedWSGIServer, WSGIRequestHandler, WSGIHandler())


def measure_served(one: Any, server: Any, handler: Any, application: Any) -> None:
    """Serve the site on a port of its own for as long as it is looked at."""
    import threading

    class Quiet(handler):  # type: ignore[misc]
        def log_message(self, *args: object) -> None:
            """Say nothing of each request."""

    served = server(("127.0.0.1", 0), Quiet)
    served.set_app(application)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    cookie = one.browser.cookies["sessionid"].value
    measure(f"http://127.0.0.1:{served.server_port}{one.url}", cookie)
    served.shutdown()


if __name__ == "__main__":
    main()
