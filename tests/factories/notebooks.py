"""Somebody's notebook, handed in."""

import json

from portal.lib import store
from portal.submissions.intake import Received, ReceivedFile
from portal.submissions.models import Charge
from portal.submissions.services import store_submission
from tests.factories.grading import NOON, an_assignment, an_enrollment

EVIL = "<script>document.title = 'owned'</script>"
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)


def hostile():
    """A notebook with a payload in each place that a browser may look at."""
    shown = [
        {"text/html": f"<table><tr><td>41</td></tr></table>{EVIL}"},
        {"text/html": "<img src=x onerror=alert(1)><iframe src=https://e.example>"},
        {"text/html": "<style>body{display:none}</style><form action=/x></form>"},
        {"text/html": "<a href='javascript:alert(1)'>x</a><svg onload=alert(1)></svg>"},
        {"application/javascript": "document.title = 'owned'"},
        {"application/vnd.jupyter.widget-view+json": {"model_id": "x"}},
        {"image/svg+xml": "<svg onload='alert(1)'><script>alert(1)</script></svg>"},
        {"image/png": PIXEL},
        {"image/png": 'x" onerror="alert(1)'},
        {"text/markdown": EVIL},
        {"text/latex": EVIL},
    ]
    outputs = [
        {"output_type": "display_data", "metadata": {}, "data": data} for data in shown
    ]
    outputs += [
        {"output_type": "stream", "name": "stdout", "text": EVIL},
        {
            "output_type": "error",
            "ename": "E",
            "evalue": EVIL,
            "traceback": [f"\x1b[31m{EVIL}\x1b[0m"],
        },
    ]
    text = f"# Title\n\n{EVIL}\n<img src=x onerror=alert(1)> [x](javascript:alert(1))"
    cells = [
        {"id": "a", "cell_type": "markdown", "metadata": {}, "source": text},
        {
            "id": "b",
            "cell_type": "code",
            "metadata": {},
            "execution_count": 1,
            "source": f"x = 41  # {EVIL}",
            "outputs": outputs,
        },
    ]
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"widgets": {}, "title": EVIL},
        "cells": cells,
    }


def a_notebook(raw=None, *, name="work.ipynb", assignment=None, enrollment=None):
    """A submission with one notebook, of these bytes or this JSON."""
    assignment = assignment or an_assignment()
    enrollment = enrollment or an_enrollment(assignment.course)
    data = raw if isinstance(raw, bytes) else json.dumps(raw or hostile()).encode()
    stored = store.put_bytes(data)
    return store_submission(
        assignment,
        assignment.published_version,
        enrollment,
        actor=enrollment.user,
        received=Received((ReceivedFile(name, stored.sha256, stored.size),)),
        charge=Charge.RESERVED,
        now=NOON,
        source="web",
    )
