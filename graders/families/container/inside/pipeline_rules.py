"""Rules for CI workflows: what comes before what, what it costs, what may change."""

import re
from typing import Iterator, List

from .findings import Finding
from .marked import Map, Place, at, mapping
from .pipeline import Job, Pipeline

PINNED = re.compile(r"@(v\d+(\.\d+)*|[0-9a-f]{40})$")
FLOATING = re.compile(r".*-latest")
CACHES = re.compile(r"actions/cache(/restore)?@")
READS = ("read", "none")
NOT_SAID = "it says nothing of what its token may do"


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


def pinned_runners(target: Pipeline) -> Iterator[Finding]:
    """Every job names the version of the machine it runs on."""
    for job in target.jobs.values():
        said = str(at(job.body, "runs-on", default=""))
        if not said or FLOATING.fullmatch(said):
            place = job.body.place_of("runs-on")
            words = f"the job {job.name} runs on {said or 'no machine'}"
            yield Finding("pinned-runners", place, words, "runs-on: ubuntu-24.04")


def least_rights(target: Pipeline) -> Iterator[Finding]:
    """The workflow says what its token may do, and starts from reading."""
    said = at(target.body, "permissions")
    if said in ("read-all", "none"):
        return
    granted = mapping(said)
    too_much = [key for key, right in granted.items() if right not in READS]
    if not isinstance(said, Map) or too_much:
        place = target.body.place_of("permissions")
        words = f"every job may write {', '.join(too_much)}" if too_much else NOT_SAID
        yield Finding("least-rights", place, words, "permissions: {contents: read}")


def caches(target: Pipeline) -> Iterator[Finding]:
    """What is downloaded is kept from one run to the next."""
    steps = [step for job in target.jobs.values() for step in job.steps]
    if not any(CACHES.match(s.uses) or at(s.body, "with", "cache") for s in steps):
        said = "every run downloads all packages again"
        yield Finding("caches", target.body.place, said, "setup-python: cache: pip")


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
