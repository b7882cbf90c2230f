"""Every variable the portal reads is in .env.example, and nothing else is."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_example_lists_every_setting():
    settings = (ROOT / "portal/settings.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"(\w+)"', settings))
    listed = set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.M))
    assert read == listed


def test_the_version_is_the_changelogs():
    from django.conf import settings

    changelog = (ROOT / "CHANGELOG.md").read_text()
    assert re.search(r"^## (\S+)", changelog, re.M).group(1) == settings.VERSION
