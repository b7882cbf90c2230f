"""A CI workflow in GitHub's way of writing: jobs, steps and what comes before what."""

import re
from dataclasses import dataclass
from typing import Any, Dict, Iterator, List, Set

from .findings import Finding, UnreadableError, expect_rules
from .marked import Map, Place, at, mapping, maps, texts

PINNED = re.compile(r"@(v\d+(\.\d+)*|[0-9a-f]{40})$")


@dataclass(frozen=True)
class Step:
    """One step of a job."""

    body: Map

    @property
    def runs(self) -> str:
        """Its command, or nothing."""
        return str(at(self.body, "run", default=""))

    @property
    def uses(self) -> str:
        """The action it uses, or nothing."""
        return str(at(self.body, "uses", default=""))

    @property
    def may_fail(self) -> bool:
        """Is its failure swallowed?"""
        swallowed = re.search(r"\|\|\s*(true|:)\s*$|;\s*true\s*$", self.runs, re.M)
        return at(self.body, "continue-on-error") is True or bool(swallowed)


@dataclass(frozen=True)
class Job:
    """One job."""

    name: str
    body: Map

    @property
    def steps(self) -> List[Step]:
        """Its steps, in order."""
        return [Step(each) for each in maps(at(self.body, "steps"))]

    @property
    def needs(self) -> List[str]:
        """The jobs that must have succeeded."""
        return texts(at(self.body, "needs"))


@dataclass(frozen=True)
class Pipeline:
    """One workflow."""

    file: str
    body: Map
    jobs: Dict[str, Job]

    @property
    def events(self) -> Set[str]:
        """What starts it."""
        said = at(self.body, "on")
        return set(said) if isinstance(said, Map) else set(texts(said))

    def before(self, name: str) -> Set[str]:
        """Every job that must have succeeded before ``name``, at any distance."""
        found: Set[str] = set()
        waiting = [name]
        while waiting:
            job = self.jobs.get(waiting.pop())
            new = set(job.needs if job else ()) - found
            found |= new
            waiting += sorted(new)
        return found

    def jobs_that(self, pattern: str) -> List[Job]:
        """The jobs with a step whose command or action fits and may stop them."""
        fits = re.compile(pattern)
        return [
            job
            for job in self.jobs.values()
            if any(
                fits.search(step.runs + "\n" + step.uses) and not step.may_fail
                for step in job.steps
            )
        ]

    def expect(self, *rules: Any) -> None:
        """Fail the running check with all that these rules find."""
        expect_rules(self, *rules)


def read_pipeline(documents: List[Any], file: str) -> Pipeline:
    """A workflow from its one document; raise UnreadableError."""
    body = documents[0] if len(documents) == 1 else None
    jobs = mapping(at(body, "jobs"))
    if not isinstance(body, Map) or not jobs:
        raise UnreadableError(f"{file} must hold one workflow, with jobs in it.")
    found = {name: Job(name, mapping(each)) for name, each in jobs.items()}
    return Pipeline(file, body, found)


def pinned_actions(target: Pipeline) -> Iterator[Finding]:
    """Every action names a version or a commit."""
    for job in target.jobs.values():
        for step in job.steps:
            is_foreign = step.uses and not step.uses.startswith("./")
            if is_foreign and not PINNED.search(step.uses):
                place = step.body.place_of("uses")
                said = f"{step.uses} is whatever its branch holds today"
                yield Finding("pinned-actions", place, said, "Name @v4, or a commit.")


def time_limits(target: Pipeline) -> Iterator[Finding]:
    """Every job has a limit in minutes."""
    for job in target.jobs.values():
        if not isinstance(at(job.body, "timeout-minutes"), int):
            said = f"the job {job.name} may run for six hours"
            yield Finding("time-limits", job.body.place, said, "timeout-minutes: 5")


def order(*stages: str):
    """Jobs that fit these patterns exist, and each waits for the one before it."""

    def rule(target: Pipeline) -> Iterator[Finding]:
        earlier: List[Job] = []
        for pattern in stages:
            found = target.jobs_that(pattern)
            if not found:
                said = f"no job runs {pattern} so that a failure stops it"
                yield Finding("order", Place(target.file, 1), said)
                return
            for job in found if earlier else ():
                if not any(
                    e.name in {job.name, *target.before(job.name)} for e in earlier
                ):
                    said = f"{job.name} doesn't wait for {earlier[0].name}"
                    todo = f"needs: {earlier[0].name}"
                    yield Finding("order", job.body.place_of("needs"), said, todo)
            earlier = found

    rule.__name__ = "order"
    return rule
