"""The judge's lines are read with caps, whoever wrote them."""

import json

import pytest

from graders.families import findings as reading
from graders.families.findings import Findings


def line(kind, **body):
    return json.dumps({"kind": kind, "body": body}).encode() + b"\n"


def test_lines_may_come_in_any_pieces():
    findings = Findings()
    whole = line("check", name="one", passed=True) + line("end")
    for i in range(len(whole)):
        findings.write(whole[i : i + 1])
    assert findings.checks["one"].passed is True
    assert findings.is_complete
    assert findings.problem == ""


@pytest.mark.parametrize(
    "data",
    [
        b"not json\n",
        b"[]\n",
        b"{}\n",
        line("points", points=100),
        line("check", name="one", points=100),
        line("check", name="one", value="1"),
        b'{"kind": "check", "body": {"name": "one", "value": NaN}}\n',
        b'{"kind": "check", "body": {"name": "one", "value": 1e999}}\n',
        b"[" * 100_000 + b"\n",
    ],
)
def test_anything_else_is_a_problem_of_the_lab(data):
    findings = Findings()
    findings.write(data)
    assert findings.problem


def test_lines_are_limited_in_length_and_number(monkeypatch):
    monkeypatch.setattr(reading, "LINE_BYTES", 100)
    monkeypatch.setattr(reading, "MOST_LINES", 3)
    long, many = Findings(), Findings()
    long.write(b" " * 101)
    many.write(line("phase", name="a", state="b") * 4)
    assert long.problem
    assert many.problem


def test_series_flags_and_noise_are_kept():
    findings = Findings()
    table = {
        "name": "load",
        "check": "p90",
        "columns": ["rate", "ms"],
        "rows": [[1, 2]],
    }
    findings.write(line("series", **table))
    findings.write(line("flag", check="speed", sentence="Faster than memory allows."))
    findings.write(line("noisy", note="the reference moved by 40 %"))
    assert findings.series[0].rows == ((1.0, 2.0),)
    assert findings.flags[0].check == "speed"
    assert "40 %" in findings.noise
    assert findings.problem == ""


def test_a_series_with_a_short_row_is_a_problem():
    findings = Findings()
    findings.write(line("series", name="a", check="b", columns=["x", "y"], rows=[[1]]))
    assert "a number for each column" in findings.problem
