"""The whole family in either sandbox: from files to a report."""

import textwrap

import pytest

from graders.check.local import grade_folder
from graders.families import mounts
from graders.protocol import Outcome
from graders.spec import load_assignment

ASSIGNMENT = """
[assignment]
slug = "tiny"
title = "Tiny"
kind = "lab"
category = "labs"
points = 15

[submit]
files = ["Dockerfile"]
optional = ["k8s/*.yaml", "*.zip"]

[grade]
family = "container"
image = "manifests"
judge_image = "manifests"
tier = "T1"
max_file_kib = 64

[[checks]]
name = "rules"
title = "Rules"
points = 5
measure = "rules"
curve = { line = [0.0, 1.0] }

[[checks]]
name = "ready"
title = "Goes ready"
points = 5
curve = "credit"

[[checks]]
name = "unseen"
title = "Unseen"
points = 5
curve = "credit"
visibility = "hidden"
"""

JUDGE = """
from container import docker_rules, manifest_rules
from container.cluster import Cluster
from container.judging import Described
from container.programs import Program

judge = Described()

@judge.check("rules")
def rules(files):
    return files.dockerfile("Dockerfile").share(
        docker_rules.no_floating_tag, docker_rules.non_root)

@judge.check("ready")
def ready(files):
    cluster = Cluster([Program("api", ("api",), (8000,), {"/": 200})])
    cluster.apply(files.manifests("k8s/*.yaml")).expect_ready("pod/api", within=30)

@judge.check("unseen")
def unseen(files):
    files.manifests("k8s/*.yaml").expect(manifest_rules.no_floating_tag)
"""

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: api}
spec: {containers: [{name: api, image: "api:1"}]}
"""
GOOD = {"Dockerfile": "FROM a:1\nUSER 1000\n", "k8s/pod.yaml": POD}


@pytest.fixture(params=[pytest.param("docker", marks=pytest.mark.docker), "process"])
def grade(request, sandbox_of, tmp_path):
    """Hands files in, in each sandbox."""
    sandbox = sandbox_of(request.param)
    if not sandbox.is_present("manifests"):
        sandbox.build("manifests", print)
    lab = tmp_path / "tiny"
    lab.mkdir()
    (lab / "assignment.toml").write_text(textwrap.dedent(ASSIGNMENT))
    (lab / "judge.py").write_text(JUDGE)
    (lab / "README.md").write_text("# Tiny\n")

    def hand_in(files):
        folder = tmp_path / "handed-in"
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return grade_folder(
            load_assignment(lab),
            folder,
            sandbox=sandbox,
            key=b"tests",
            logs=tmp_path / "logs",
        )

    return hand_in


def test_good_files_get_all_points_and_a_public_log_of_what_was_read(grade):
    graded = grade(GOOD)
    report = graded.report
    assert (report.outcome, graded.score.points) == (Outcome.GRADED, 15)
    assert [(s.name, s.is_public, s.side) for s in report.stages] == [
        ("reading", True, "student"),
        ("judge", False, "judge"),
    ]
    assert "pod/api" in (graded.logs / "reading.log").read_text()


def test_a_broken_rule_is_evidence_with_its_line_but_not_of_a_hidden_check(grade):
    bad = POD.replace("api:1", "api")
    graded = grade({"Dockerfile": "FROM a:1\nUSER root\n", "k8s/pod.yaml": bad})
    found = {check.name: check for check in graded.report.checks}
    assert graded.score.points == 7.5
    (line,) = found["rules"].evidence
    assert line.got == "Dockerfile, line 2: the image runs as root."
    (hidden,) = found["unseen"].evidence
    assert hidden.got == "A result that is not right."


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"k8s/pod.yaml": POD}, "Dockerfile is missing."),
        ({**GOOD, "Dockerfile": "FORM a:1\n"}, "Dockerfile, line 1: FORM is no"),
        (
            {**GOOD, "k8s/pod.yaml": "a: &a [*a]"},
            "k8s/pod.yaml, line 1: the alias *a stands inside of itself.",
        ),
        (
            {**GOOD, "k8s/pod.yaml": b"a: " + b"x" * 70_000},
            "k8s/pod.yaml has 68 KiB; at most 64 KiB are read.",
        ),
        ({**GOOD, "all.zip": b"PK\x03\x04"}, "all.zip is a zip archive"),
        ({**GOOD, "k8s/pod.yaml": b"\xff\xfea"}, "k8s/pod.yaml is UTF-16 text"),
    ],
)
def test_files_that_cannot_be_read_are_ungradable_and_never_judged(grade, files, said):
    report = grade(files).report
    assert report.outcome is Outcome.UNGRADABLE
    assert said in report.sentence
    assert {s.name: s.cause for s in report.stages}["judge"] == "skipped"


def test_a_link_is_never_followed(tmp_path):
    source = tmp_path / "linked"
    source.mkdir()
    (source / "k8s").symlink_to("/etc")
    work = tmp_path / "work"
    work.mkdir()
    folder, odd = mounts.copy_files(work, source)
    assert odd == "k8s"
    assert list(folder.iterdir()) == []
