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


TEXT = r"""# Homework 2: one hidden layer

The loss over a mini-batch of $n$ rows, with $\hat{y}_i = \sigma(w^\top h_i + b)$, is

$$
L = -\frac{1}{n} \sum_{i=1}^{n}
\left( y_i \log \hat{y}_i + (1 - y_i) \log(1 - \hat{y}_i) \right)
$$

and its gradients are

\begin{align}
\frac{\partial L}{\partial w} &= \frac{1}{n} H^\top (\hat{y} - y) \\
\frac{\partial L}{\partial b} &= \frac{1}{n} \sum_i (\hat{y}_i - y_i)
\end{align}

## What I tried

1. Without a hidden layer: **0.51**, a coin.
2. With sixteen units, see `fit`.

| units | loss | AUC |
|------:|-----:|----:|
|     1 | 0.69 | 0.58 |
|    16 | 0.21 | 0.93 |

> Prices stay as they are: $5 and $6.
"""
CODE = '''import numpy as np


def fit(rows, labels, units=16, rate=0.5):
    """Train one hidden layer by plain gradient descent."""
    rng = np.random.default_rng(0)
    inner = rng.normal(size=(rows.shape[1], units)) / np.sqrt(rows.shape[1])
    return inner


print(fit(np.eye(3), [0, 1, 0]).shape)
'''


def homework(more=""):
    """A notebook as a student hands it in: text, formulas, code and what it said."""
    html = "<table><thead><tr><th></th><th>loss</th></tr></thead><tbody><tr><th>0</th>"
    html += "<td>0.693</td></tr><tr><th>1</th><td>0.214</td></tr></tbody></table>"
    printed = {"output_type": "stream", "name": "stdout", "text": "(3, 16)\n"}
    frame = {"text/html": html, "text/plain": "   loss\n0  0.693\n1  0.214"}
    table = {"output_type": "execute_result", "execution_count": 2, "metadata": {}}
    picture = {"output_type": "display_data", "metadata": {}}
    broken = {
        "output_type": "error",
        "ename": "ValueError",
        "evalue": "shapes (3,) and (2,) not aligned",
        "traceback": ["\x1b[31mValueError\x1b[0m: shapes (3,) and (2,) not aligned"],
    }
    cells = [
        {"id": "text", "cell_type": "markdown", "source": f"{TEXT}\n\n{more}"},
        _code("fit", CODE, 1, printed),
        _code("frame", "losses", 2, {**table, "data": frame}),
        _code("plot", "plot(losses)", 3, {**picture, "data": {"image/png": PIXEL}}),
        _code("bad", "np.dot(a, b)", 4, broken),
        {"id": "end", "cell_type": "raw", "source": "Left as it is."},
    ]
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"language_info": {"name": "python"}},
        "cells": [{"metadata": {}, **cell} for cell in cells],
    }


def _code(name, source, number, *outputs):
    return {
        "id": name,
        "cell_type": "code",
        "execution_count": number,
        "source": source,
        "outputs": list(outputs),
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
