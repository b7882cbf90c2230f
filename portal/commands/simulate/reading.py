"""What graders do with papers: deal them, and choose from the rubric."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from portal.assessments.services import Judgement
from portal.commands.simulate.events import Event
from portal.commands.simulate.stage import Item, Stage
from portal.marking.selectors.desk import DONE, Paper, Station, desk_of
from portal.marking.services import assess, deal

READ_AFTER = timedelta(days=4)  # the due date
A_PAPER = timedelta(minutes=4)
BEFORE_THE_END = timedelta(days=4)
IN_DOUBT = 0.06  # of the points: between two levels a grader takes the better one


def reading_events(stage: Stage) -> Iterable[Event]:
    """Yield two rounds for each assignment: after its due date, and for latecomers."""
    for item in stage.items:
        if item.is_handed_in and any(check.is_manual for check in item.spec.checks):
            act = partial(_read, stage, item)
            due = item.due_or(stage.ends - BEFORE_THE_END)
            yield Event(due + READ_AFTER, act)
            yield Event(stage.ends - BEFORE_THE_END, act)


def _read(stage: Stage, item: Item, now: datetime) -> None:
    desk = desk_of(item.assignment, now=now)
    if not desk.papers:
        return
    deal(desk, stage.graders, actor=stage.instructor, now=now)
    for number, paper in enumerate(desk.papers):
        for station in paper.stations:
            if station.state != DONE:
                _assess(stage, item, paper, station, now + number * A_PAPER)


def _assess(
    stage: Stage, item: Item, paper: Paper, station: Station, now: datetime
) -> None:
    author = paper.submission.author
    luck = stage.luck("read", author.name, item.slug, station.check.name)
    skill = stage.skill_of(author)
    rubric = station.check.rubric
    chosen = {
        criterion["name"]: chosen_of(criterion, min(1.0, luck.gauss(skill, 0.12)), luck)
        for criterion in rubric["criteria"]
    }
    said = Judgement(chosen, comment="Simulated: nobody read this.", is_done=True)
    grader = stage.graders[luck.randrange(len(stage.graders))]
    assess(paper.submission, station.check, said, base=0, actor=grader, now=now)
    stage.counts["papers read"] += 1


def chosen_of(criterion: Mapping[str, Any], share: float, luck: Random) -> list[str]:
    """Return items of one criterion that come to about ``share`` of its points."""
    items, points = criterion["items"], criterion["points"]
    kind = criterion["kind"]
    if kind == "points":
        return [f"{max(0.0, share) * points:.1f}"]
    if kind == "add":
        return [item["name"] for item in items if luck.random() < share]
    if kind == "subtract":
        return [item["name"] for item in items if luck.random() < (1 - share) / 2]
    wanted = (share + IN_DOUBT) * points
    return [min(items, key=lambda item: abs(item["points"] - wanted))["name"]]
