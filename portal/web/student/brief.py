"""An assignment in brief: its limits and rules as sentences for students."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from graders.spec import AssignmentSpec, Check
from portal.assignments.teams import TeamSize
from portal.grading.lateness import Lateness, lateness_of
from portal.web import formats
from portal.web.student.curve_words import Rule, in_brief

COUNTS = {
    "best": "the best submission",
    "last": "the last submission",
    "chosen": "the one you choose",
}

FOLLOWS = {
    "attendance": "from the registers of the sessions",
    "peer_rating": "from what the team says of each other",
}


@dataclass(frozen=True)
class Fact:
    """One line of "At a glance"."""

    term: str
    text: str | SafeString


@dataclass(frozen=True)
class Weighed:
    """One line of "What counts"."""

    title: str
    how: str
    points: float
    is_bonus: bool = False


def facts(spec: AssignmentSpec, policy: Mapping[str, Any]) -> list[Fact]:
    """Return what holds for everybody who hands this in."""
    if not spec.is_handed_in:
        most = Fact("Points", formats.maximum(spec.points))
        return [most, Fact("Team", _team(spec))] if spec.team_max > 1 else [most]
    late = lateness_of(policy, category=spec.category, assignment=spec.slug)
    common = [
        Fact("Points", _points(spec)),
        Fact("What counts", COUNTS[spec.submit.counts]),
        Fact("Late", late_words(late)),
        Fact("Team", _team(spec)),
        Fact("Files", _files(spec)),
        Fact("Size", f"at most {formats.maximum(spec.submit.max_mib)} MiB"),
    ]
    if spec.grade.family == "written":
        return [*common, Fact("Read", _readers(spec))]
    runs = [Fact("Limits", _limits(spec)), Fact("Runs on", _runs_on(spec))]
    return [*common, *runs]


def category_words(spec: AssignmentSpec, policy: Mapping[str, Any]) -> str:
    """Return what its category is worth, or just its kind."""
    for category in policy.get("categories", ()):
        if category["slug"] == spec.category:
            weight = formats.maximum(category["weight"])
            title = category["title"] or category["slug"]
            return f"Part of “{title}”, {weight} % of the course."
    return f"{spec.kind.replace('_', ' ').capitalize()}."


def terminal(spec: AssignmentSpec, url: str) -> str:
    """Return the command that hands in over the API.

    Files in folders go as one archive, for curl sends a file's last name only.
    """
    names = _wanted(spec)
    to = 'curl -H "Authorization: Bearer $ASSAY_TOKEN"'
    if not any("/" in name for name in names):
        files = " ".join(f"-F files=@{name}" for name in names)
        return f"{to} {files} {url}"
    places = " ".join(dict.fromkeys(name.split("/")[0] for name in names))
    return f'tar czf - {places} | {to} -F "files=@-;filename=work.tar.gz" {url}'


def _wanted(spec: AssignmentSpec) -> list[str]:
    """Return what must come, one of the documents among it where some are read."""
    return [*spec.submit.files, *_documents(spec)[:1]] or ["FILE"]


def _documents(spec: AssignmentSpec) -> list[str]:
    """Return the documents of which one must come, unless one is needed anyway."""
    documents = list(spec.grade.options.get("documents", ()))
    return [] if set(documents) & set(spec.submit.files) else documents


def drop_words(spec: AssignmentSpec) -> str:
    """Return what may be dropped: what must come, what may, how much together."""
    files, documents = list(spec.submit.files), _documents(spec)
    needed = ", ".join([*files, *([" or ".join(documents)] if documents else [])])
    also = [name for name in spec.submit.optional if name not in documents]
    several = len(files) + bool(documents) > 1
    parts = [
        f"{needed} {'are' if several else 'is'} needed" if needed else "",
        f"{', '.join(also)} {'are' if len(also) > 1 else 'is'} welcome" if also else "",
        f"{formats.maximum(spec.submit.max_mib)} MiB together",
        "one .zip or .tar.gz will do too",
    ]
    return "; ".join(part for part in parts if part)


def weighed(spec: AssignmentSpec) -> list[Weighed]:
    """Return how each check turns into points."""
    return [
        Weighed(
            check.title,
            FOLLOWS.get(spec.kind) or _how(check),
            check.points,
            check.is_bonus,
        )
        for check in spec.checks
    ]


def _how(check: Check) -> str:
    if check.is_manual:
        return "by a person, with a rubric" if check.rubric else "by a person"
    curve = check.curve
    text = in_brief(Rule(curve.kind, curve.numbers, check.unit, check.points))
    seen = {
        "after_due_date": "shown after the due date",
        "after_published": "shown with the grade",
        "hidden": "only its verdict is shown",
    }
    return "; ".join(part for part in (text, seen.get(check.visibility, "")) if part)


def _points(spec: AssignmentSpec) -> str:
    by_people = sum(check.points for check in spec.checks if check.is_manual)
    total = formats.maximum(spec.points)
    if by_people:
        by_checks = formats.maximum(spec.points - by_people)
        total = (
            f"{total}: {by_checks} by checks, {formats.maximum(by_people)} by a person"
        )
    bonus = sum(check.points for check in spec.checks if check.is_bonus)
    if bonus:
        total += f"; up to +{formats.maximum(bonus)} on top"
    if spec.pass_mark is not None:
        total += f"; {formats.maximum(spec.pass_mark)} to pass"
    return total


def late_words(late: Lateness) -> str:
    """Return what late work costs, to stand after a colon."""
    if not late.rule:
        return "costs nothing"
    after = "after the due time"
    if late.grace:
        after = f"from {formats.duration(late.grace.total_seconds())} {after}"
    if late.rule == "slip_days":
        each = "" if late.most_each is None else f", at most {late.most_each} here"
        return f"{late.days} slip days in the term{each}, then {_costs(late)} {after}"
    return f"{_costs(late)} {after}"


def _costs(late: Lateness) -> str:
    if late.is_gate:
        return "not taken"
    if late.percent is None or late.rule == "zero":
        return "0 points"
    until = "" if late.max_days is None else f", 0 points after {late.max_days}"
    return f"{formats.maximum(late.percent)} % less each begun day{until},"


def _readers(spec: AssignmentSpec) -> str:
    by_people = any(check.is_manual for check in spec.checks)
    then = ", then by people" if by_people else ""
    return f"by a program: form, length and answers{then}"


def _team(spec: AssignmentSpec) -> str:
    if spec.team_max <= 1:
        return "alone"
    size = TeamSize(spec.team_min, spec.team_max).sentence()
    return f"{size} hand in together"


def _files(spec: AssignmentSpec) -> SafeString:
    needed = format_html_join(" ", "<code>{}</code>", ((n,) for n in spec.submit.files))
    if spec.form is not None:
        needed = format_html("the form below; for programs {}", needed)
    if not spec.submit.optional:
        return needed
    also = format_html_join(
        " ", "<code>{}</code>", ((n,) for n in spec.submit.optional)
    )
    return format_html("{}{} {}", needed, ", others" if needed else "", also)


def _limits(spec: AssignmentSpec) -> str:
    limits = spec.grade.limits
    cores = formats.maximum(limits.cores)
    words = "core" if limits.cores == 1 else "cores"
    what = "training" if spec.grade.family == "training" else "stage"
    return (
        f"tier {limits.tier}: {cores} {words}, {limits.seconds:g} s a {what}, "
        f"{formats.memory(limits.memory_mib)}"
    )


def _runs_on(spec: AssignmentSpec) -> SafeString:
    needs = format_html_join("", " <code>{}</code>", ((n,) for n in spec.grade.needs))
    seeds = (
        f", {spec.grade.seeds} seeds, the {spec.grade.aggregate} counts"
        if spec.grade.seeds > 1
        else ""
    )
    return format_html(
        "image <code>{}</code>{}{}, no network", spec.grade.image, needs, seeds
    )
