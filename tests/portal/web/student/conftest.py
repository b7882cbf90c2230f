"""What a page costs, counted as at its most: where a notice waits for its reader."""

import pytest
from django.utils import timezone

from portal.notifications.models import Notice

MOST = 12  # of any page, at any size


@pytest.fixture
def cost_of(django_assert_max_num_queries):
    """Return a function that says how many queries a page takes."""

    def ask(person, browser, address):
        now = timezone.now()
        at = {"at": now, "told_at": now, "channel": "portal"}
        Notice.objects.get_or_create(person=person, key="t", kind="graded", defaults=at)
        browser.get(address)  # what a process asks but once
        with django_assert_max_num_queries(MOST) as asked:
            assert browser.get(address).status_code == 200
        return len(asked)

    return ask
