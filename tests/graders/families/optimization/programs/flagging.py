"""Prints what is flagged for people, and what is measured, for made-up results."""

import io
import json
from types import SimpleNamespace

from optimization.facts import Facts
from optimization.quality import Tally
from optimization.tried import Tried

from graders.judge.findings import Findings
from graders.measure.paired import Pair, Paired
from graders.protocol.orders import Orders

FACTS = Facts(
    "0" * 64, 10, 10, 17, ("Gemm",), 1, 100, 0, 0, 0, 10**6, 0, "x", (4,), "y"
)


def paired(ratio, seconds=0.001):
    pairs = (Pair(ratio * seconds, seconds),) * 5
    return Paired(ratio, ratio, ratio, ratio * seconds, seconds, pairs, warm_ups=2)


def tried(right, ratio, seconds=0.001):
    trial = SimpleNamespace(
        batch=64,
        mixed=Tally(2000, right, 1800),
        timed=Tally(2000, right, 1800),
        answer_hidden_rows=lambda seed: None,
        compare=lambda: paired(ratio, seconds),
        expect_one_model=lambda: None,
    )
    stream = io.StringIO()
    one = Tried(trial, {}, FACTS, FACTS, Orders(()), Findings(stream))
    one.accuracy_kept()
    one.accuracy_kept()
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    return {
        "flags": [each["body"]["sentence"] for each in lines if each["kind"] == "flag"],
        "names": [
            each["body"]["name"] for each in lines if each["kind"] == "measurement"
        ],
        "repeated": [
            each["body"]["name"]
            for each in lines
            if each["kind"] == "measurement" and each["body"]["low"] is not None
        ],
    }


print(
    json.dumps(
        {
            "usual": tried(1795, 0.5),
            "clairvoyant": tried(1950, 0.5),
            "instant": tried(1795, 0.05),
            "impossible": tried(1795, 0.5, 1e-6),
        }
    )
)
