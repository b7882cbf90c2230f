"""These tests need the portal's database; the others of this folder do not."""

import pytest


@pytest.fixture(autouse=True)
def plain_settings(settings, tmp_path):
    """A store of one's own, plain static names, and no broker."""
    settings.STORE = settings.LOGS = settings.PROOFS = tmp_path
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.CELERY_BROKER_URL = "memory://"
    return settings
