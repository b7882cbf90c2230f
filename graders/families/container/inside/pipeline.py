"""A CI workflow in GitHub's way of writing: jobs, steps and what comes before what."""

import re
from dataclasses import dataclass
from typing import Any, Dict, List, Set

from .docker_shell import commands
from .findings import Graded, UnreadableError, expect_rules, share_of_rules
from .marked import Map, at, mapping, maps, texts

SWALLOWED = re.compile(r"\|\|\s*(true|:|exit 0)\s*$|;\s*true\s*$|^\s*set \+e", re.M)
NEVER = re.compile(r"\s*(\$\{\{)?\s*false\s*(\}\})?\s*")
ANYWAY = re.compile(r"\b(always|failure|cancelled)\(\)")
NOTHING = "(?!)"
WRAPPERS = (
    "sudo",
    "env",
    "exec",
    "time",
    "python",
    "python3",
    "-m",
    "uv",
    "poetry",
    "run",
)


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
        return _may_fail(self.body) or bool(SWALLOWED.search(self.runs))

    def does(self, pattern: str) -> bool:
        """Does one of its commands, or its action, begin like this?"""
        said = [_bare(each) for each in commands(self.runs)]
        return any(re.match(pattern, each) for each in (*said, self.uses) if each)


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

    def steps_run(self, failing: str) -> List[Step]:
        """Its steps up to the first that fails, and those that run all the same."""
        found, has_failed = [], False
        for step in self.steps:
            if _is_never(step.body) or (has_failed and not _is_anyway(step.body)):
                continue
            found.append(step)
            has_failed = has_failed or (step.does(failing) and not step.may_fail)
        return found

    def succeeds(self, failing: str) -> bool:
        """Do the jobs that need it go on?"""
        stops = any(
            step.does(failing) and not step.may_fail for step in self.steps_run(failing)
        )
        return _may_fail(self.body) or not stops


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
        """The jobs with a step that does this, is run, and may stop them."""
        return [
            job
            for job in self.jobs.values()
            if not _may_fail(job.body)
            and not _is_never(job.body)
            and any(
                step.does(pattern) and not step.may_fail
                for step in job.steps_run(NOTHING)
            )
        ]

    def steps_run(self, failing: str = NOTHING) -> List[Step]:
        """The steps that a push would run where whatever fits ``failing`` fails."""
        found: List[Step] = []
        succeeded: Dict[str, bool] = {}
        waiting = dict(self.jobs)
        while ready := [
            n for n, j in waiting.items() if set(j.needs) <= set(succeeded)
        ]:
            for name in ready:
                job = waiting.pop(name)
                is_free = all(succeeded[need] for need in job.needs)
                runs = (is_free or _is_anyway(job.body)) and not _is_never(job.body)
                found += job.steps_run(failing) if runs else []
                succeeded[name] = runs and job.succeeds(failing)
        return found  # jobs that wait for each other, or for none there is, never run

    def expect(self, *rules: Any) -> None:
        """Fail the running check with all that these rules find."""
        expect_rules(self, *rules)

    def share(self, *rules: Any) -> Graded:
        """The share of these rules that are kept."""
        return share_of_rules(self, *rules)


def read_pipeline(documents: List[Any], file: str) -> Pipeline:
    """A workflow from its one document; raise UnreadableError."""
    body = documents[0] if len(documents) == 1 else None
    jobs = mapping(at(body, "jobs"))
    if not isinstance(body, Map) or not jobs:
        raise UnreadableError(f"{file} must hold one workflow, with jobs in it.")
    found = {name: Job(name, mapping(each)) for name, each in jobs.items()}
    return Pipeline(file, body, found)


def _may_fail(body: Map) -> bool:
    return at(body, "continue-on-error") is True


def _is_never(body: Map) -> bool:
    said = at(body, "if", default="")
    return said is False or bool(NEVER.fullmatch(str(said)))


def _is_anyway(body: Map) -> bool:
    return bool(ANYWAY.search(str(at(body, "if", default=""))))


def _bare(command: str) -> str:
    """A command without what only says how or for whom it is started."""
    words = command.split()
    while words and (words[0] in WRAPPERS or re.match(r"\w+=", words[0])):
        words = words[1:]
    return "" if not words or words[0].startswith("#") else " ".join(words)
