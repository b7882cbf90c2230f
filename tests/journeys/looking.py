"""Looks at pages as people do: at two widths, in two themes, with axe beside.

With ASSAY_SHOTS=FOLDER each view is also photographed.
"""

import contextlib
import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import sync_playwright

from tests import services

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDTHS = (1280, 390)
THEMES = ("light", "dark")
HEIGHT = 900
AXE = Axe()
RUN_AXE = "axe.run({resultTypes: ['violations']})"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SETTLED = "new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))"
SEEN: set[str] = set()  # routes of the pages that axe has looked at
OPEN_ALL = "document.querySelectorAll('details').forEach(d => d.open = true)"


@pytest.fixture
def browser(monkeypatch):
    # Playwright's own loop runs in this thread; Django would refuse its queries.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=services.chromium(), args=ARGUMENTS
        )
        yield chromium
        chromium.close()


def cookies(live_server, person):
    """Sign a person in without the form; the form has its own journey."""
    if person is None:
        return []
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    return [{"name": "sessionid", "value": value, "url": live_server.url}]


def opened(browser, live_server, person, address, **options):
    """Return a page as ``person`` sees it."""
    size = {"width": WIDTHS[0], "height": HEIGHT}
    # Who scrolls smoothly is still on the way when somebody asks what can be seen.
    usual = {"viewport": size, "reduced_motion": "reduce"}
    context = browser.new_context(**{**usual, **options})
    context.add_cookies(cookies(live_server, person))
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(live_server.url + address)
    return page


def looked_at(live_server, browser, places, *, prefix="", is_unfolded=False):
    """Return what is wrong with each (who, name, address), in every view."""
    return [
        fault
        for person, name, address in places
        for fault in _place(live_server, browser, person, name, address, is_unfolded)
    ]


def _place(live_server, browser, person, name, address, is_unfolded):
    context = browser.new_context(viewport={"width": WIDTHS[0], "height": HEIGHT})
    context.add_cookies(cookies(live_server, person))
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    answer = page.goto(live_server.url + address)
    if answer.status >= 400:  # asked for: Chromium says so once
        told = f"status of {answer.status}"
        said[:] = [line for line in said if told not in line]
    if is_unfolded:
        page.evaluate(OPEN_ALL)
    faults = [f"{name}: {line}" for line in said]  # before axe says things, too
    faults += faults_in_every_view(page, name)
    context.close()
    return faults


def faults_in_every_view(page, name):
    """Return what is wrong with this page at each width in each theme."""
    page.evaluate(AXE.axe_script)
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        for theme in THEMES:
            # Colours of buttons would fade from one theme to the other.
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            page.evaluate(SETTLED)
            view = f"{name}-{width}-{theme}"
            faults += [f"{view}: {fault}" for fault in _faults(page)]
            photograph(page, view)
    return faults


def faults_of(page):
    """Return what is wrong with this page as it is now."""
    page.evaluate(AXE.axe_script)
    return _faults(page)


def _faults(page):
    SEEN.add(_route(page))
    wide = page.evaluate(SIDEWAYS)
    faults = [f"scrolls {wide} px sideways"] if wide > 0 else []
    for violation in page.evaluate(RUN_AXE)["violations"]:
        nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
        faults.append(f"{violation['id']}: {nodes}")
    return faults


def _route(page):
    """Return the name of the page's route, or nothing where it has no address."""
    with contextlib.suppress(Resolver404):
        return resolve(urlsplit(page.url).path).view_name
    return ""


def photograph(page, name):
    """Keep a picture where somebody wants to look."""
    folder = os.environ.get("ASSAY_SHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
