"""Set-up that every test shares."""

import pytest


@pytest.fixture(autouse=True)
def plain_settings(settings, tmp_path):
    """A store of its own, a fast hasher, plain static names, mail in memory."""
    for name in ("STORE", "LOGS", "PROOFS"):
        folder = tmp_path / name.lower()
        folder.mkdir()
        setattr(settings, name, folder)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        },
    }
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    }
    # No broker in unit tests: a ticket goes nowhere, and nothing must depend on it.
    settings.CELERY_BROKER_URL = "memory://"
    return settings
