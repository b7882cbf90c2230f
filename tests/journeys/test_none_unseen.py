"""No page of the portal that axe has not looked at: compares its addresses with what
the journeys saw. Asked after the last of them; tests/journeys/conftest.py sees to it.
"""

import pytest

from tests.architecture.addresses import routes
from tests.architecture.test_doors import DOORS
from tests.journeys.looking import SEEN

pytestmark = pytest.mark.browser
# Django's own pages, for operators; and addresses of programs.
OTHERS = ("admin:", "api-v1:", "runner-", "?")
FILES = {
    "account:archive",
    "calendar-feed",
    "marking:course-file",
    "marking:file",
    "marking:graders-file",
    "marking:own-page",
    "marking:page",
    "marking:papers-file",
    "marking:requests-file",
    "similarity:file",
    "meetings:attendance-file",
    "staff:analysis-file",
    "staff:export",
    "staff:people-file",
    "staff:setup-folder",
    "staff:teams-file",
    "student:assignment-file",
    "student:bundle",
    "student:file",
    "student:grades-file",
    "student:log",
    "student:rendered",  # looked at without an address, which forbids scripts
    "student:report",
}
WORDS = {"api-unknown", "healthz", "readyz"}  # for machines
ONWARD = {  # to another page, always
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email",
    "account_email_verification_sent",
    "account_reauthenticate",
    "marking:next",
    "notices:open",
    "openid_connect_callback",
    "openid_connect_login",
    "socialaccount_connections",
    "socialaccount_signup",
}
# What is only sent to answers with a page listed elsewhere, or with why not.
SENT = {name for name, method in DOORS if method == "post"} - {"staff:import"}


def test_axe_has_looked_at_every_page_that_has_an_address():
    pages = {name for name in routes() if not name.startswith(OTHERS)}
    assert pages - FILES - WORDS - ONWARD - SENT - SEEN == set()
