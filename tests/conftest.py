"""Set-up that every test shares."""

import os

import pytest
from django.db import connection
from hypothesis import settings as hypothesis

from portal.lib.append_only import allow_changes, refuse_changes

# A busy machine is slow, not wrong; a strict run draws the same examples each time.
hypothesis.register_profile(
    "assay", deadline=None, derandomize=os.environ.get("ASSAY_NO_SKIPS") == "1"
)
hypothesis.load_profile("assay")

KEPT = ("meetings_mark", "gradebook_ledgerentry", "similarity_note")  # append-only
POINTING = "meetings_computedline"  # at them
WITHOUT = frozenset(filter(None, os.environ.get("ASSAY_TEST_WITHOUT", "").split(",")))
_skipped: list[str] = []


def pytest_collection_modifyitems(items):
    """Leave out, by name, what this machine has no engine, server or browser for."""
    for item in items:
        for name in WITHOUT & {mark.name for mark in item.iter_markers()}:
            item.add_marker(pytest.mark.skip(reason=f"needs {name}"))


def pytest_runtest_logreport(report):
    if report.skipped:
        _skipped.append(report.nodeid)


def pytest_sessionfinish(session):
    """In a strict run a skipped test is a failed run."""
    if _skipped and os.environ.get("ASSAY_NO_SKIPS") == "1":
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    for nodeid in _skipped:
        terminalreporter.write_line(f"not run: {nodeid}")


@pytest.fixture(autouse=True)
def flushable_ledger(request):
    """Let SQLite empty the ledger between tests, which it refuses anybody else.

    PostgreSQL truncates, and asks no row.
    """
    mark = request.node.get_closest_marker("django_db")
    is_flushed = mark is not None and mark.kwargs.get("transaction")
    if not is_flushed and "transactional_db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    with connection.schema_editor() as editor:
        if connection.vendor == "sqlite":
            editor.execute(f"DELETE FROM {POINTING}")
            for table in KEPT:
                allow_changes(table)(None, editor)
                editor.execute(f"DELETE FROM {table}")
                refuse_changes(table)(None, editor)


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
