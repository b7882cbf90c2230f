"""Which checks a run lost its points by, for the author who wonders why."""

from __future__ import annotations

from graders.check.local import Graded

MOST = 5
LONGEST = 160
WORDS = {"failed": "failed", "gate_failed": "gate failed", "not_run": "not run"}


def lost_by(run: Graded) -> str:
    """The checks that were not met, each with what was found; or nothing."""
    got = {
        check.name: next((each.got for each in check.evidence if each.got), "")
        for check in run.report.checks
    }
    lines = [
        f"{line.name} ({_shown(got.get(line.name, '') or WORDS[line.state])})"
        for line in run.score.lines
        if line.state in WORDS
    ]
    more = f", and {len(lines) - MOST} more" if len(lines) > MOST else ""
    return f"Not met: {', '.join(lines[:MOST])}{more}." if lines else ""


def _shown(text: str) -> str:
    plain = " ".join(text.split()).rstrip(".")
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1]}…"
