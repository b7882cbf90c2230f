"""Exams on paper: papers begun, then marked question after question."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from portal.assessments.services import Judgement
from portal.commands.simulate.events import Event
from portal.commands.simulate.reading import chosen_of
from portal.commands.simulate.stage import Item, Stage
from portal.marking.selectors.desk import DONE, Paper, Station, desk_of
from portal.marking.services import assess, begin_papers

MARKED_AFTER = timedelta(days=3)  # the exam
BEFORE_THE_END = timedelta(days=3)  # for whoever came back to the course
AN_ANSWER = timedelta(seconds=40)
SAID = "Simulated: nobody wrote this."
FROM_ONE_TO_THE_NEXT = 0.15  # of a question's points, for the same student


def exam_events(stage: Stage) -> Iterable[Event]:
    """Yield two rounds for each exam: after it, and for whoever has none by then."""
    for item in stage.items:
        if item.is_by_question:
            act = partial(_mark, stage, item)
            due = item.due_or(stage.ends - 2 * BEFORE_THE_END)
            yield Event(due + MARKED_AFTER, act)
            yield Event(stage.ends - BEFORE_THE_END, act)


def _mark(stage: Stage, item: Item, now: datetime) -> None:
    """Begin what papers are missing; each grader has a question for the whole class."""
    begun = begin_papers(item.assignment, actor=stage.instructor, now=now)
    stage.counts["exam papers"] += begun.papers
    desk = desk_of(item.assignment, now=now)
    at = now
    for number, check in enumerate(desk.checks):
        for paper in desk.papers:
            station = paper.station(check.name)
            if station is not None and station.state != DONE:
                at += AN_ANSWER
                _answer(stage, item, paper, station, number, at)


def _answer(
    stage: Stage,
    item: Item,
    paper: Paper,
    station: Station,
    number: int,
    now: datetime,
) -> None:
    who = paper.people[0].user
    luck = stage.luck("exam", item.slug, who.name, station.check.name)
    share = min(1.0, luck.gauss(stage.skill_of(who), FROM_ONE_TO_THE_NEXT))
    chosen = {
        criterion["name"]: chosen_of(criterion, share, luck)
        for criterion in station.check.rubric["criteria"]
    }
    assess(
        paper.submission,
        station.check,
        Judgement(chosen, comment=SAID, is_done=True),
        base=0,
        actor=stage.graders[number % len(stage.graders)],
        now=now,
    )
    stage.counts["exam answers marked"] += 1
