# ruff: noqa: E501 - a line of a workflow is a job
"""CI workflows: what would run at a push, and what breaks a rule."""

import pytest

from graders.families.container.inside import pipeline_rules as rules
from graders.families.container.inside.findings import BrokenRules, UnreadableError
from graders.families.container.inside.pipeline import read_pipeline
from graders.families.container.inside.yaml_reading import read_yaml

WORKFLOW = """\
on: [push]
permissions: {contents: read}
jobs:
  lint: {runs-on: ubuntu-24.04, timeout-minutes: 5, steps: [{uses: actions/checkout@v4}, {run: ruff check .}]}
  test: {runs-on: ubuntu-24.04, needs: lint, timeout-minutes: 5, steps: [{uses: actions/cache@v4}, {run: python -m pytest -q}]}
  build: {runs-on: ubuntu-24.04, needs: [test], timeout-minutes: 5, steps: [{run: docker build .}]}
"""
STAGES = rules.order("ruff", "pytest", "docker build")
ALL = (
    *(STAGES, rules.pinned_actions, rules.pinned_runners, rules.time_limits),
    *(rules.least_rights, rules.caches),
)


def pipeline(text):
    return read_pipeline(read_yaml(text, "ci.yml"), "ci.yml")


def builds(text, failing):
    steps = pipeline(text).steps_run(failing)
    return any(step.does("docker build") for step in steps)


def test_a_workflow_in_order_breaks_no_rule():
    found = pipeline(WORKFLOW)
    found.expect(*ALL)
    assert found.share(*ALL).value == 1
    assert found.events == {"push"}
    assert found.before("build") == {"lint", "test"}


@pytest.mark.parametrize(
    ("old", "new", "rule", "line"),
    [
        ("needs: lint, ", "", "order", 5),
        ("python -m pytest -q", "pytest -q || true", "order", 1),
        ("python -m pytest -q", "echo pytest", "order", 1),
        ("python -m pytest -q", "'# pytest'", "order", 1),
        ("{run: python", "{if: false, run: python", "order", 1),
        ("checkout@v4", "checkout@main", "pinned-actions", 4),
        ("{runs-on: ubuntu-24.04, needs: lint", "{needs: lint", "pinned-runners", 5),
        ("needs: lint, timeout-minutes: 5,", "needs: lint,", "time-limits", 5),
        ("permissions: {contents: read}", "name: ci", "least-rights", 1),
        ("contents: read", "contents: write", "least-rights", 2),
        ("actions/cache@v4", "actions/checkout@v4", "caches", 1),
    ],
)
def test_a_workflow_that_lets_bugs_through_is_caught(old, new, rule, line):
    assert old in WORKFLOW
    with pytest.raises(BrokenRules) as caught:
        pipeline(WORKFLOW.replace(old, new)).expect(*ALL)
    found = {(each.rule, each.place.line) for each in caught.value.findings}
    assert (rule, line) in found


@pytest.mark.parametrize("failing", ["ruff", "pytest"])
def test_nothing_is_built_after_a_failure(failing):
    assert builds(WORKFLOW, "nothing")
    assert not builds(WORKFLOW, failing)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("needs: [test], ", ""),
        ("needs: [test], ", "needs: [test], if: always(), "),
        ("python -m pytest -q", "set +e; pytest -q"),
        ("needs: lint, ", "needs: lint, continue-on-error: true, "),
        ("{run: python", "{continue-on-error: true, run: python"),
    ],
)
def test_what_goes_on_after_a_failure_builds_all_the_same(old, new):
    assert builds(WORKFLOW.replace(old, new), "pytest")


@pytest.mark.parametrize(
    "needs", ["needs: build, ", "needs: [lint, nobody], ", "if: false, needs: lint, "]
)
def test_a_job_that_nothing_can_start_builds_nothing(needs):
    assert not builds(WORKFLOW.replace("needs: lint, ", needs), "nothing")


def test_one_job_stops_at_the_step_that_fails():
    one = """\
on: push
jobs: {all: {steps: [{run: pytest}, {run: docker build .}, {if: "failure()", run: echo}]}}
"""
    assert not builds(one, "pytest") and builds(one, "ruff")
    ran = [step.runs for step in pipeline(one).steps_run("pytest")]
    assert ran == ["pytest", "echo"]


@pytest.mark.parametrize("text", ["[]", "on: push", "jobs: {}", "a: 1\n---\nb: 2"])
def test_what_is_no_workflow_gets_one_sentence(text):
    with pytest.raises(UnreadableError, match="one workflow, with jobs"):
        pipeline(text)
