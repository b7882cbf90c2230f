"""These tests know nothing of the portal."""

import pytest


@pytest.fixture(autouse=True)
def plain_settings():
    """No settings to prepare."""
