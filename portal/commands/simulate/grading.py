"""Hands work in and reports on it, by the services that pages and runners use."""

from dataclasses import replace
from datetime import datetime, timedelta

from graders.protocol import Claim, Outcome, Report, StageRecord
from portal.commands.simulate.attempts import Attempt
from portal.commands.simulate.findings import findings_of
from portal.commands.simulate.stage import Item, Player, Stage
from portal.grading.models import Regrade
from portal.grading.services import (
    Granted,
    accept_report,
    claim_job,
    release_held_jobs,
    submit_received,
)
from portal.lib import store
from portal.lib.errors import PortalError, RefusedError
from portal.submissions.intake import Received, ReceivedFile
from portal.submissions.models import Submission

SIMULATED = "simulated"
SENTENCE = "Simulated: nothing was run, and the values are made up."
ENDS = {
    "": (Outcome.GRADED, SENTENCE),
    "ungradable": (Outcome.UNGRADABLE, "Simulated: the work could not be started."),
    "timeout": (Outcome.TIMEOUT, "Simulated: it was stopped at its limit."),
}
WAITS = timedelta(seconds=8)
CHANGES, BETTER = 0.15, 0.06  # how many of those that run again, and by how much


class Desk:
    """Takes work in for everybody, and remembers what its grading is to find."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._expected: dict[int, tuple[Item, Attempt]] = {}
        self._seen: dict[int, tuple[Item, Attempt]] = {}

    def hand_in(self, item: Item, player: Player, attempt: Attempt) -> bool:
        """Hand in and grade; say whether it was taken, for the door may be shut."""
        try:
            submission = submit_received(
                item.assignment,
                actor=player.user,
                received=_work(item, player, attempt),
                now=attempt.at,
                source="web",
            )
        except RefusedError:
            self._stage.counts["refused at the door"] += 1
            return False
        self._stage.counts["hand-ins"] += 1
        self._stage.counts["late hand-ins"] += submission.is_late
        self._expected[submission.pk] = (item, attempt)
        self.grade_waiting(attempt.at + WAITS)
        return True

    def grade_waiting(self, now: datetime) -> None:
        """Claim and report what waits; what is over its quota stays until later."""
        release_held_jobs(now=now)
        while self._expected and (granted := self._claim(now)) is not None:
            key = granted.job.submission_id
            item, attempt = self._seen[key] = self._expected.pop(key)
            report = _report(self._stage, granted, item, attempt)
            accept_report(granted.use, report, now=now + _lasts(report))
            self._stage.counts["gradings"] += 1

    def run_again(self, regrade: Regrade, now: datetime) -> None:
        """Grade all of a trial; one in a few comes out a little better."""
        for key in regrade.jobs.values_list("submission", flat=True):
            item, attempt = self._seen[key]
            luck = self._stage.luck("again", item.slug, attempt.at)
            better = BETTER if luck.random() < CHANGES else 0.0
            quality = min(1.0, attempt.quality + better)
            self._expected[key] = item, replace(attempt, quality=quality)
        self.grade_waiting(now)

    def _claim(self, now: datetime) -> Granted | None:
        runner = self._stage.runner
        if runner is None:
            raise PortalError("The class was never cast.")
        needs = {need for item in self._stage.items for need in item.spec.grade.needs}
        return claim_job(runner, Claim(tuple(sorted(needs)), SIMULATED), now=now)


def _lasts(report: Report) -> timedelta:
    return timedelta(seconds=report.seconds)


def _work(item: Item, player: Player, attempt: Attempt) -> Received:
    """Return files under the names that are asked for, each saying what it is."""
    text = (
        f"# Simulated: nobody wrote this. {player.character.name}, "
        f"{item.spec.title}, {attempt.at:%Y-%m-%d %H:%M}.\n"
    )
    kept = store.put_bytes(text.encode())
    said = item.spec.grade.options.get("documents") or ("work.txt",)
    names = item.spec.submit.files or tuple(said[:1])
    return Received(tuple(ReceivedFile(n, kept.sha256, kept.size) for n in names))


def _report(stage: Stage, granted: Granted, item: Item, attempt: Attempt) -> Report:
    submission: Submission = granted.job.submission
    luck = stage.luck("report", submission.author.name, item.slug, submission.number)
    outcome, sentence = ENDS[attempt.trouble]
    limit = item.spec.grade.limits.seconds
    is_timeout = outcome is Outcome.TIMEOUT
    seconds = limit if is_timeout else round(limit * luck.uniform(0.1, 0.6), 1)
    found = findings_of(item.spec.checks, attempt.quality, luck)
    has_run = outcome is Outcome.GRADED
    return Report(
        lease_id=str(granted.use.lease_id),
        attempt=granted.use.attempt,
        outcome=outcome,
        sentence=sentence,
        checks=found.checks if has_run else (),
        measurements=found.measurements if has_run else (),
        stages=(_stage_record(seconds, limit, outcome),),
        sandbox=SIMULATED,
        image={"name": SIMULATED, "digest": "0" * 64},
        judge_image={"name": SIMULATED, "digest": "0" * 64},
        environment={SIMULATED: "yes"},
        seconds=seconds,
    )


def _stage_record(seconds: float, limit_s: float, outcome: Outcome) -> StageRecord:
    cause = "timeout" if outcome is Outcome.TIMEOUT else "exited"
    return StageRecord(
        SIMULATED,
        "Simulated",
        side="judge",
        is_public=False,
        cause=cause,
        seconds=seconds,
        limit_s=limit_s,
        note=SENTENCE,
    )
