"""Checks for the workflow; points, titles and visibility: assignment.toml."""

from container import pipeline_rules as rules
from container.findings import BrokenRules, Finding
from container.judging import Described
from container.marked import Place, at

FILE = "ci.yml"
LINT, TEST, BUILD = r"ruff\b", r"pytest\b", r"docker (buildx )?build\b|docker/build-push-action@"
FAILURES = {"the linter": LINT, "a test": TEST}
NARROWED = ("branches", "branches-ignore", "paths", "paths-ignore", "tags")

judge = Described()


@judge.check("starts")
def starts(files):
    def every_change(workflow):
        for event in ("push", "pull_request"):
            if event not in workflow.events:
                yield Finding("every-change", event_place(workflow), f"no {event} starts it")
        narrowed = [key for key in NARROWED if at(workflow.body, "on", "push", key)]
        if narrowed:
            said = f"a push is looked at only for its {' and '.join(narrowed)}"
            yield Finding("every-change", event_place(workflow), said, "push: {}")

    files.pipeline(FILE).expect(every_change)


def event_place(workflow):
    return workflow.body.place_of("on")


@judge.check("does")
def does(files):
    def lints(workflow):
        yield from missing(workflow, LINT, "lints with ruff")

    def tests(workflow):
        yield from missing(workflow, TEST, "tests with pytest")

    def makes_an_image(workflow):
        yield from missing(workflow, BUILD, "builds an image")

    return files.pipeline(FILE).share(lints, tests, makes_an_image)


def missing(workflow, pattern, what):
    if not workflow.jobs_that(pattern):
        said = f"no step {what} so that its failure stops the job"
        yield Finding("lint-test-build", Place(FILE, 1), said, "A failure that is swallowed stops nothing.")


@judge.check("builds")
def builds(files):
    if not images_built(files.pipeline(FILE)):
        said = "no image is built, even where all is well"
        raise BrokenRules([Finding("one-image", Place(FILE, 1), said)])


def images_built(workflow, **failing):
    return [step for step in workflow.steps_run(**failing) if step.does(BUILD)]


@judge.check("stops")
def stops(files):
    return files.pipeline(FILE).share(*(stops_at(what) for what in FAILURES))


def stops_at(what):
    def no_image_after_a_failure(workflow):
        for step in images_built(workflow, failing=FAILURES[what]):
            said = f"{what} fails, and the image is built all the same"
            todo = "Let its job need the one that fails, and swallow no failure."
            yield Finding("no-image-after-a-failure", step.body.place, said, todo)

    return no_image_after_a_failure


@judge.check("same")
def same(files):
    return files.pipeline(FILE).share(rules.pinned_actions, rules.pinned_runners)


@judge.check("modest")
def modest(files):
    return files.pipeline(FILE).share(rules.time_limits, rules.least_rights, rules.caches)
