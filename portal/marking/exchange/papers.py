"""A file of papers: one a row, a question a column; what it would change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from graders.scoring import rubric_score
from portal.assessments.models import Assessment
from portal.assessments.selectors import RubricCheck
from portal.assessments.services import Judgement, fitted, judgement_of
from portal.lib.columns import Row, rows_by_column
from portal.lib.errors import InvalidError
from portal.lib.spreadsheets import Value
from portal.marking.exchange.columns import Column, columns_of
from portal.marking.selectors.desk import CLOSED, Desk, Paper, Station

BESIDE = ("name", "section", "points")


@dataclass(frozen=True)
class Change:
    """What would be said of one check of one paper."""

    paper: Paper
    check: RubricCheck
    base: int  # the revision it follows
    before: float | None
    points: float
    said: Judgement


@dataclass
class PapersPlan:
    """All that a file would change; with ``problems`` nothing can be written."""

    changes: list[Change] = field(default_factory=list)
    same: int = 0
    problems: list[str] = field(default_factory=list)


def key_of(desk: Desk) -> str:
    """Return the column that says whose paper it is: names by lot in blind mode."""
    return "name" if desk.plan.is_blind else "email"


def rows_of(desk: Desk) -> Iterator[Sequence[Value]]:
    """Yield what is said of every paper, as rows that can be taken in again."""
    columns = list(columns_of(desk.checks))
    head = ["name"] if desk.plan.is_blind else ["email", "name", "section"]
    yield [*head, *(column.name for column in columns), "points"]
    for paper in desk.papers:
        stations = {one.check.name: one for one in paper.stations}
        who = [paper.name]
        if not desk.plan.is_blind:
            who = [paper.people[0].user.email, paper.name, paper.section]
        points = [one.points for one in paper.stations if one.points is not None]
        yield [
            *who,
            *(
                column.shown(_said(stations.get(column.check.name)))
                for column in columns
            ),
            sum(points) if len(points) == len(paper.stations) else None,
        ]


def plan_papers(desk: Desk, content: bytes) -> PapersPlan:
    """Compare a file with what was said; no query, writes nothing."""
    key, plan = key_of(desk), PapersPlan()
    rows = rows_by_column(content, [key], takes_others=True)
    if key == "name" and "email" in rows[0].cells:
        raise InvalidError(
            "Line 1: names are hidden here; leave out 'email', and call papers by "
            "'name' as the file that goes out does."
        )
    columns = _known(desk, rows[0], plan)
    papers = _papers(desk)
    first: dict[int, int] = {}
    for row in rows:
        paper = papers.get(row[key].lower())
        if paper is None:
            who = row[key] or "nobody"
            plan.problems.append(
                row.wrong(f"{who} has no paper; begin them, or leave the line out.")
            )
            continue
        line = first.setdefault(paper.submission.pk, row.line)
        if line != row.line:
            plan.problems.append(
                row.wrong(f"the paper of {row[key]} is on line {line} too.")
            )
            continue
        for station in paper.stations:
            said = [one for one in columns if one.check.name == station.check.name]
            _look(plan, row, paper, station, said)
    return plan


def _known(desk: Desk, row: Row, plan: PapersPlan) -> list[Column]:
    """Return the columns the file has; what is none is a problem."""
    known = {column.name.lower(): column for column in columns_of(desk.checks)}
    beside = (key_of(desk), *BESIDE)
    found = [name for name in row.cells if name not in beside]
    for name in found:
        if name not in known:
            plan.problems.append(
                f"Line 1: {name!r} is no question; there are: {', '.join(known)}."
            )
    if not found:
        raise InvalidError(
            f"Line 1: no column is a question; there are: {', '.join(known)}."
        )
    return [known[name] for name in found if name in known]


def _papers(desk: Desk) -> dict[str, Paper]:
    """Return each paper by whoever it counts for, or by its name."""
    if desk.plan.is_blind:
        return {paper.name.lower(): paper for paper in desk.papers}
    return {
        one.user.email.lower(): paper for paper in desk.papers for one in paper.people
    }


def _look(
    plan: PapersPlan,
    row: Row,
    paper: Paper,
    station: Station,
    columns: Sequence[Column],
) -> None:
    """Note what one row says of one check."""
    filled = [(one, row[one.name.lower()]) for one in columns]
    filled = [(one, text) for one, text in filled if text]
    if not filled:
        return
    held = said = _said(station)
    try:
        if station.state == CLOSED:
            raise InvalidError("there is nothing to grade: what it needs was not met.")
        for column, text in filled:
            name = column.name
            said = column.taken(said, text)
        name = station.check.name
        said = fitted(station.check, replace(said, is_done=False))
        is_whole = rubric_score(station.check.rubric, said.chosen).is_complete
        said = replace(said, is_done=is_whole)
    except InvalidError as error:
        plan.problems.append(row.wrong(f"{name}: {error.sentence}"))
        return
    if said == held:
        plan.same += 1
    else:
        plan.changes.append(_change(paper, station, said))


def _change(paper: Paper, station: Station, said: Judgement) -> Change:
    score = rubric_score(station.check.rubric, said.chosen, said.adjustment)
    by = station.by
    base = by.revision if by is not None else 0
    return Change(paper, station.check, base, station.points, score.points, said)


def _said(station: Station | None) -> Judgement:
    by: Assessment | None = station.by if station is not None else None
    return Judgement() if by is None else judgement_of(by)
