"""Somebody at the site, who follows links, fills in fields and presses buttons."""

from django.urls import reverse

from tests.journeys.looking import opened

PATIENCE_MS = 90_000  # a whole course is a large upload for a busy machine


class Person:
    """Somebody at the site, who clicks."""

    def __init__(self, browser, live_server, user):
        self.page = opened(browser, live_server, user, reverse("student:home"))
        self.page.set_default_timeout(PATIENCE_MS)

    def go(self, *names):
        """Follow these links, one after the other."""
        for name in names:
            self._click("link", name)

    def press(self, name):
        self._click("button", name)

    def fill(self, **fields):
        for name, text in fields.items():
            self.page.fill(f"[name='{name}']:visible", text)

    def choose(self, name, content):
        """Choose a file of this name, as if it lay on the person's disk."""
        data = content if isinstance(content, bytes) else content.encode()
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
        self.page.set_input_files("input[type=file]", file)

    def says(self, text):
        self.page.get_by_text(text).first.wait_for()

    def leaves(self):
        self.page.context.close()

    def _click(self, role, name):
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=name, exact=True).first.click()
