"""A report as Gradescope's results.json, with our own findings under extra_data.

Every name of theirs means what it means there; programs that read those files read
this one. What the viewer may not know is left out, not null.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graders.scoring import is_falling
from portal.grading.models import MeasurementRecord
from portal.grading.selectors import CheckView, ReportView
from portal.grading.statement import results_json
from portal.submissions.models import Submission
from portal.web.student.verdicts import facts_of

FORMAT = 1  # of extra_data
PASSED = frozenset({"passed", "gate_passed"})
FAILED = frozenset({"failed", "gate_failed", "partly"})


def gradescope_report(submission: Submission, report: ReportView) -> dict[str, Any]:
    """Return the report as its viewer may know it, ready for JSON."""
    score = report.score
    written: dict[str, Any] = {
        "score": score.points if score else 0.0,
        "max_score": score.max_points if score else _maximum(report.checks),
        "execution_time": report.seconds,
        "output": "\n".join(text for text in (report.sentence, report.hint) if text),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "visible",
        "tests": _tests(report),
        "leaderboard": list(_leaderboard(report)),
        "extra_data": _extra(submission, report),
    }
    return _with_statement(written, report) if report.statement else written


def _with_statement(written: dict[str, Any], report: ReportView) -> dict[str, Any]:
    """Return an autograder's own words as they came; our checks go with our words."""
    theirs = results_json({**report.statement, "score": written["score"]})
    own = {**written["extra_data"], "checks": written["tests"]}
    extra = {**theirs.pop("extra_data", {}), **own}
    return {**written, **theirs, "extra_data": extra}


def _maximum(checks: Sequence[CheckView]) -> float:
    return sum(check.max_points for check in checks if not check.is_bonus)


def _tests(report: ReportView) -> list[dict[str, Any]]:
    measured = {m.name: m for m in report.measurements}
    return [
        _test(number, check, measured.get(check.measure), report.seeds)
        for number, check in enumerate(report.checks, start=1)
    ]


def _test(
    number: int,
    check: CheckView,
    measured: MeasurementRecord | None,
    seeds: Sequence[int],
) -> dict[str, Any]:
    facts = facts_of(check, measured, seeds)
    written: dict[str, Any] = {
        "name": check.title,
        "number": str(number),
        "max_score": check.max_points,
        "output": "\n".join(f"{fact.term}: {fact.text}" for fact in facts),
        "visibility": check.visibility,
        "tags": ["bonus"] if check.is_bonus else [],
        "extra_data": _own_words(check),
    }
    if check.points is not None and check.state not in ("later", "with_staff"):
        written["score"] = check.points
    if check.state in PASSED | FAILED:
        written["status"] = "passed" if check.state in PASSED else "failed"
    return written


def _own_words(check: CheckView) -> dict[str, Any]:
    known = {
        "check": check.name,
        "state": check.state,
        "value": check.value,
        "unit": check.unit,
        "measure": check.measure,
        "curve": dict(check.curve),
        "requires": list(check.requires),
        "evidence": [dict(line) for line in check.evidence],
    }
    return {key: value for key, value in known.items() if value not in (None, "", {})}


def _leaderboard(report: ReportView) -> Iterable[dict[str, Any]]:
    """Yield each measured value that points hang on; lower may be better."""
    for check in report.checks:
        curve = check.curve
        if check.value is not None and check.measure and curve:
            falls = is_falling(curve["kind"], tuple(curve["numbers"]))
            yield {
                "name": check.title,
                "value": check.value,
                "order": "asc" if falls else "desc",
            }


def _extra(submission: Submission, report: ReportView) -> dict[str, Any]:
    known = {
        "format": FORMAT,
        "course": str(submission.assignment.course),
        "assignment": submission.assignment.slug,
        "version": report.version,
        "scored_under": report.scored_under,
        "submission": str(submission.public_id),
        "number": submission.number,
        "receipt": submission.receipt,
        "digest": submission.digest,
        "handed_in_at": submission.received_at.isoformat(),
        "graded_at": report.received_at.isoformat(),
        "outcome": report.outcome,
        "pending_points": report.score.pending_points if report.score else 0.0,
        "later_points": report.score.later_points if report.score else 0.0,
        "measurements": [_measurement(m) for m in report.measurements],
        "series": [dict(one) for one in report.series],
        "stages": [dict(stage) for stage in report.stages],
        "sandbox": report.sandbox,
        "isolates": report.isolates,
        "trust": "shared" if report.is_shared_trust else "split",
        "image": dict(report.image),
        "judge_image": dict(report.judge_image),
        "seeds": list(report.seeds),
        "runner": report.runner_name,
        "attempt": report.attempt,
        **_for_staff(report),
    }
    return {key: value for key, value in known.items() if value not in (None, "")}


def _for_staff(report: ReportView) -> dict[str, Any]:
    """Return what the view holds for staff only; nothing where it holds none."""
    known: Mapping[str, Any] = {
        "staff_note": report.staff_note,
        "flags": [dict(flag) for flag in report.flags],
        "environment": dict(report.environment),
    }
    return {key: value for key, value in known.items() if value}


def _measurement(measured: MeasurementRecord) -> dict[str, Any]:
    return {
        "name": measured.name,
        "value": measured.value,
        "unit": measured.unit,
        "repeats": list(measured.repeats),
        "low": measured.low,
        "high": measured.high,
        "aggregate": measured.aggregate,
        "baseline": measured.baseline,
        "warm_ups": measured.warm_ups,
    }
