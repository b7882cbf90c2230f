"""The stages as a report recorded them: which one the grading ended in, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from portal.grading.selectors import ReportView
from portal.grading.words import whole
from portal.web import formats
from portal.web.student.timeline import Step

SKIPPED = "skipped"
CAUSES: Mapping[str, tuple[str, str, str]] = {
    "exited": ("circle-check", "ok", ""),
    "timeout": ("timer-off", "warn", "stopped at its time limit"),
    "out_of_memory": ("memory-stick", "warn", "stopped at its memory limit"),
    "output_limit": ("file-x", "warn", "stopped: it wrote too much"),
    "killed": ("ban", "quiet", "stopped by us"),
    SKIPPED: ("circle-slash", "todo", "not run"),
}
FAULTS = frozenset({"bad", "warn"})
STUDENT, JUDGE, SHARED = "student", "judge", "shared"
# Whose stage it was that the grading could not get past.
SIDES: Mapping[str, str] = {
    "ungradable": STUDENT,
    "timeout": STUDENT,
    "out_of_memory": STUDENT,
    "lab_broken": JUDGE,
}
BEFORE = "Before the first stage"


def report_steps(report: ReportView) -> list[Step]:
    """Return its stages; where it could not be graded, one says where and why."""
    stages, side = report.stages, SIDES.get(report.outcome)
    if side is None:
        is_graded = report.outcome == "graded"
        return [_recorded(stage, is_graded=is_graded) for stage in stages]
    steps = [_recorded(stage) for stage in stages]
    why = whole(report.sentence)
    at = _ended_in(stages, steps, side)
    if at is None:
        return [Step(BEFORE, "x", "bad", why=why), *steps] if stages else []
    if side == STUDENT:
        steps = [
            _in_vain(step, stage) for step, stage in zip(steps, stages, strict=True)
        ]
    if steps[at].tone not in FAULTS:
        steps[at] = replace(steps[at], icon="x", tone="bad")
    steps[at] = replace(steps[at], why=why)
    return steps


def _recorded(stage: Mapping[str, Any], *, is_graded: bool = False) -> Step:
    # Who answered to the end is stopped with its partner: that is no fault.
    known = "exited" if is_graded and stage["cause"] == "killed" else stage["cause"]
    icon, tone, cause = CAUSES.get(known, CAUSES["killed"])
    code = stage.get("exit_code")
    if stage["cause"] == "exited" and code:
        icon, tone, cause = "x", "bad", f"ended with exit code {code}"
    used = stage.get("peak_memory_mib")
    said = [f"{stage['side']} stage", cause, stage.get("note") or ""]
    if used is not None:
        said.append(f"peak {formats.memory(used)}")
    when = formats.duration(stage["seconds"]) if stage["seconds"] else ""
    return Step(
        stage["title"], icon, tone, ", ".join(part for part in said if part), when
    )


def _ended_in(
    stages: Sequence[Mapping[str, Any]], steps: Sequence[Step], side: str
) -> int | None:
    """Return the first stage of ``side`` that went wrong, else its last that ran."""
    ran = [
        number
        for number, stage in enumerate(stages)
        if stage["side"] in (side, SHARED) and stage["cause"] != SKIPPED
    ]
    wrong = [number for number in ran if steps[number].tone in FAULTS]
    return next(iter(wrong or ran[-1:]), None)


def _in_vain(step: Step, stage: Mapping[str, Any]) -> Step:
    """Return a judge's stage without its tick: the work never got that far."""
    if stage["side"] != JUDGE or step.tone != "ok":
        return step
    return replace(step, icon="circle-dot", tone="quiet")
