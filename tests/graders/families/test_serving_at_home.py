"""A server on its author's own machine: readiness, public requests, a short load."""

import json

import pytest

from graders.check.local import grade_folder
from graders.families import rehearse_job
from graders.protocol import Outcome
from graders.spec import load_assignment
from tests.graders.families.tiny_server import ASSIGNMENT, SERVER

REQUESTS = [
    {"path": "/double?n=4", "answer": 8},
    {"path": "/double?n=-1", "answer": -2},
]


@pytest.fixture
def at_home(sandbox_of, tmp_path):
    """Run a server of these lines without a judge."""

    def run(source, requests=REQUESTS):
        lab, handed_in = tmp_path / "lab", tmp_path / "handed-in"
        for folder in (lab / "starter/data", handed_in):
            folder.mkdir(parents=True)
        (lab / "assignment.toml").write_text(
            ASSIGNMENT.format(seconds=2, ready_s=4, more="")
        )
        (lab / "judge.py").write_text("raise SystemExit('nobody asks me')\n")
        (lab / "README.md").write_text("# Tiny\n")
        (lab / "starter/data/requests.json").write_text(json.dumps(requests))
        (handed_in / "app.py").write_text(source)
        return grade_folder(
            load_assignment(lab),
            handed_in,
            sandbox=sandbox_of("docker"),
            key=b"tests",
            logs=tmp_path / "logs",
            run=rehearse_job,
        )

    return run


pytestmark = pytest.mark.docker


def test_a_good_server_is_measured_and_nothing_is_judged(at_home):
    graded = at_home(SERVER.format(act="", port=8000))
    report = graded.report
    assert report.outcome is Outcome.GRADED, report
    assert [stage.name for stage in report.stages] == ["home", "ask-home"]
    assert report.checks == ()
    found = {each.name: each for each in report.measurements}
    wanted = {"startup_s", "throughput", "closed_p90", "open_p99", "peak_memory_mib"}
    assert wanted <= set(found)
    log = (graded.logs / "ask-home.log").read_text()
    assert "GET /double?n=-1: as it should be" in log


def test_a_public_request_that_goes_wrong_is_named(at_home):
    requests = [*REQUESTS, {"path": "/double?n=5", "answer": 11}]
    graded = at_home(SERVER.format(act="", port=8000), requests)
    assert graded.report.outcome is Outcome.UNGRADABLE
    assert graded.report.sentence == "1 of 3 public requests went wrong."
    assert "10 instead of 11" in (graded.logs / "ask-home.log").read_text()


def test_one_on_another_port_hears_which(at_home):
    report = at_home(SERVER.format(act="", port=5000)).report
    assert report.outcome is Outcome.UNGRADABLE
    said = "Nothing listens on port 8000; your server listens on 5000."
    assert report.sentence == said
