"""From how stages ended to whose move it is, in plain sentences."""

from __future__ import annotations

from dataclasses import dataclass

from graders.families.bench import Bench
from graders.families.findings import Findings
from graders.protocol import Outcome, Report
from graders.sandbox.stage import Cause, Limits, Sandbox, SandboxError, StageEnd

NOTE_CHARS = 8000
SIGKILL = (137, -9)  # as a container's exit code, as a process's
BROKEN = "The assignment's own checks failed to run; your course staff has to act."

NOISY = (
    "This machine was too busy to time anything fairly; the job goes to another one."
)


@dataclass(frozen=True)
class Ending:
    """An outcome with its sentence; nothing of it is secret but ``staff_note``."""

    outcome: Outcome
    sentence: str = ""
    hint: str = ""
    staff_note: str = ""


GRADED = Ending(Outcome.GRADED)
CANCELLED = Ending(Outcome.CANCELLED, "This job was cancelled.")


def killed(end: StageEnd, what: str, limits: Limits) -> Ending | None:
    """The ending for a student's stage that did not end by itself."""
    if end.cause is Cause.TIMEOUT:
        return Ending(
            Outcome.TIMEOUT,
            f"{what} was stopped after {limits.seconds:g} seconds.",
            "Time it on one core; look for a loop that does not end.",
        )
    if end.cause is Cause.OUT_OF_MEMORY:
        return Ending(
            Outcome.OUT_OF_MEMORY,
            f"{what} needed more than {limits.memory_mib} MiB of memory.",
            "Work in smaller batches, or keep fewer copies of large arrays.",
        )
    if end.cause is Cause.OUTPUT_LIMIT:
        return Ending(
            Outcome.UNGRADABLE,
            f"{what} printed more than {limits.output_kib} KiB.",
            "Remove the print from the inner loop.",
        )
    if end.cause is Cause.EXITED and end.exit_code in SIGKILL:
        return Ending(
            Outcome.UNGRADABLE,
            f"{what} was killed, by itself or from outside, and not for its limits.",
            "If your program does not kill itself, hand in again: it cost nothing. "
            "Tell your staff if it happens twice.",
        )
    return None


def broken_judge(end: StageEnd, findings: Findings | None = None) -> Ending | None:
    """The ending for a judge that failed, stopped, or did not say that this was all.

    Raise SandboxError where somebody killed it: that says nothing about the lab.
    """
    if findings and findings.noise:
        return Ending(Outcome.RUNNER_FAILED, NOISY, staff_note=findings.noise)
    if end.cause is Cause.EXITED and end.exit_code in SIGKILL:
        raise SandboxError("The judge's container was killed from outside.")
    note = findings.problem if findings else ""
    is_complete = findings.is_complete if findings else True
    ended_well = end.cause is Cause.EXITED and end.exit_code == 0
    if ended_well and is_complete and not note:
        return None
    how = f"The judge stage ended as {end.cause.value}, exit code {end.exit_code}."
    return Ending(Outcome.LAB_BROKEN, BROKEN, staff_note=f"{how}\n{note}".strip())


def missing_files(names: list[str]) -> Ending:
    """Something that has to be handed in was not."""
    verb = "is" if len(names) == 1 else "are"
    return Ending(
        Outcome.UNGRADABLE,
        f"{' and '.join(names)} {verb} missing.",
        "Hand in all files in one go, under exactly these names.",
    )


def report(
    bench: Bench,
    ending: Ending,
    *,
    sandbox: Sandbox,
    findings: Findings | None = None,
) -> Report:
    """The report of a finished plan; checks that had finished are kept."""
    lease = bench.job.lease
    found = findings or Findings()
    bench.close()
    return Report(
        lease_id=lease.id,
        attempt=lease.attempt,
        outcome=ending.outcome,
        sentence=ending.sentence,
        hint=ending.hint,
        staff_note=ending.staff_note[-NOTE_CHARS:],
        checks=tuple(found.checks.values()),
        measurements=tuple(found.measurements),
        series=tuple(found.series),
        flags=tuple(found.flags),
        stages=bench.records(),
        sandbox=sandbox.name,
        image=dict(sandbox.image_identity(lease.image)),
        judge_image=dict(sandbox.image_identity(lease.judge_image)),
        environment=bench.environment(),
        seeds=lease.seeds,
        seconds=bench.seconds(),
    )
