"""One homework with a check of every kind, and what a runner finds of it."""

from typing import Any

from graders.protocol import CheckResult, Evidence, Measurement, StageRecord
from tests.factories.grading import a_check


def checks() -> list[dict[str, Any]]:
    """Return a homework's checks, one of every kind."""
    return [
        a_check("shape", title="predict.py answers in the agreed shape"),
        a_check(
            "accuracy",
            70.0,
            title="Accuracy on unseen images",
            curve={"kind": "line", "numbers": [0.9, 0.97]},
            measure="accuracy",
            requires=["shape"],
            hint="Rotating training images by up to 15° is within the rules.",
        ),
        a_check("budget", 10.0, title="Training budget: 60 s and 1 M parameters"),
        a_check("same-seed", 5.0, title="Same seed, same model"),
        a_check("robust", 5.0, title="Robust to noise", visibility="after_due_date"),
        a_check(
            "note",
            10.0,
            title="Written note: why this architecture",
            curve={"kind": "rubric", "numbers": []},
            rubric="rubric.toml",
        ),
    ]


def found(accuracy: float, *, is_seeded: bool = False) -> dict[str, Any]:
    """Return what a runner reports for an accuracy, with its three seeds."""
    repeats = (accuracy - 0.002, accuracy + 0.0025, accuracy - 0.0005)
    unseeded = Evidence(
        "Two trainings with one seed give identical predictions.",
        "12 of 500 predictions differ; losses part at step 1.",
        "The shuffle is not seeded: give the loader its own generator.",
    )
    return {
        "sentence": "Everything ran to its end.",
        "checks": (
            CheckResult("shape", True, evidence=(Evidence("One digit each.", "500."),)),
            CheckResult("accuracy", value=accuracy),
            CheckResult("budget", True, evidence=(Evidence("60 s.", "41.8 s."),)),
            CheckResult("same-seed", is_seeded, evidence=(unseeded,)),
            CheckResult("robust", True),
        ),
        "measurements": (
            Measurement(
                "accuracy", accuracy, "", repeats, accuracy - 0.0085, accuracy + 0.008
            ),
            Measurement("training-time", 41.0, "s", (41.8, 40.2, 40.9)),
        ),
        "stages": (
            record("train-1", "Train, seed 1", seconds=40.9, peak=612),
            record("train-2", "Train, seed 2", seconds=41.0, peak=608),
            record("judge", "Judge and report", side="judge", seconds=1.2, peak=80),
        ),
        "image": {"name": "numpy", "digest": "9f1c04" + "a" * 58},
        "seeds": (101, 102, 103),
        "seconds": 134.2,
    }


def record(name: str, title: str, **more: Any) -> StageRecord:
    """Return a stage as a report holds it."""
    peak = more.pop("peak", None)
    values: dict[str, Any] = {
        "side": "student",
        "is_public": more.get("side") != "judge",
        "cause": "exited",
        "limit_s": 60.0,
        "peak_memory_mib": peak,
        "limit_mib": 1024,
        "exit_code": 0,
    }
    return StageRecord(name, title, **{**values, **more})
