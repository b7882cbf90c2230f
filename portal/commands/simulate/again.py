"""One assignment is run again for everybody: its machine was not what it seemed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from portal.commands.simulate.events import Event
from portal.commands.simulate.grading import Desk
from portal.commands.simulate.stage import Item, Stage
from portal.grading.models import Regrade
from portal.grading.services import begin_regrade, publish_regrade
from portal.submissions.models import Submission

BEGUN_AFTER, PUBLISHED_AFTER = timedelta(days=8), timedelta(days=9)  # it was due
WHY = "Simulated: the machine ran hot on the evening it was due."


def again_events(stage: Stage, desk: Desk) -> Iterable[Event]:
    """Yield the trial of one assignment, and how it comes to count."""
    item = _measured(stage)
    if item is None:
        return

    def begin(now: datetime) -> None:
        version = item.assignment.published_version
        scored = Submission.objects.filter(assignment=item.assignment)
        if version is None or not scored.filter(score__isnull=False).exists():
            return
        regrade = begin_regrade(
            item.assignment, version, reason=WHY, actor=stage.instructor, now=now
        )
        desk.run_again(regrade, now)
        stage.counts["run again"] += regrade.jobs.count()

    def publish(now: datetime) -> None:
        running = Regrade.State.RUNNING
        for regrade in Regrade.objects.filter(
            assignment=item.assignment, state=running
        ):
            changed = publish_regrade(regrade, actor=stage.instructor, now=now)
            stage.counts["changed by running again"] += changed

    due = item.due_or(stage.ends)
    yield Event(due + BEGUN_AFTER, begin)
    yield Event(due + PUBLISHED_AFTER, publish)


def _measured(stage: Stage) -> Item | None:
    """Return the first assignment that programs alone grade, by what they measure."""
    for item in sorted(stage.items, key=lambda one: one.due_or(stage.ends)):
        is_measured = any(check.measure for check in item.spec.checks)
        if item.is_handed_in and is_measured and not item.is_text:
            return item
    return None
