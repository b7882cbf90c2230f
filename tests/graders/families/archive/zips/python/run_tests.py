"""Runs the tests and writes Gradescope's file, as its own sample does."""

import json
import unittest
from pathlib import Path

METADATA = json.loads(Path("/autograder/submission_metadata.json").read_text())


def points_of(test):
    return getattr(getattr(test, test._testMethodName), "points", 1)


def one(test, output=""):
    return {
        "name": test.shortDescription(),
        "score": 0 if output else points_of(test),
        "max_score": points_of(test),
        "output": output,
    }


suite = unittest.defaultTestLoader.discover("tests", pattern="checks.py")
every = [test for each in suite for group in each for test in group]
tests = []
for test in every:
    found = unittest.TestResult()
    test.run(found)
    wrong = [*found.failures, *found.errors]
    tests.append(one(test, wrong[0][1] if wrong else ""))
Path("/autograder/results/results.json").write_text(
    json.dumps(
        {
            "tests": tests,
            "extra_data": {
                "who": METADATA["users"][0]["name"],
                "before": len(METADATA["previous_submissions"]),
                "model": Path("/root/large-model").stat().st_size,
            },
        }
    )
)
