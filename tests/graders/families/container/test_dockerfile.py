# ruff: noqa: E501 - a line of a table is a line of YAML
"""Dockerfiles: parsed by Docker's rules, judged line by line."""

import pytest

from graders.families.container.inside import docker_rules as rules
from graders.families.container.inside.dockerfile import read_dockerfile
from graders.families.container.inside.findings import (
    BrokenRules,
    Finding,
    UnreadableError,
)
from graders.families.container.inside.marked import Place

GOOD = """\
ARG PYTHON=3.11
FROM python:${PYTHON}-slim AS build
COPY requirements.txt .
RUN python -m venv /opt/venv \\
    # the cache is of no use here
 && /opt/venv/bin/pip install --no-cache-dir -r requirements.txt
FROM python:3.11-slim
RUN apt-get update && apt-get install -y tini=0.19 && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/venv /opt/venv
COPY . .
ENV PATH="/opt/venv/bin:$PATH"
EXPOSE 8000
USER 10001
HEALTHCHECK --interval=5s CMD ["python", "healthy.py"]
CMD ["uvicorn", "app:app"]
"""
ALL = (
    rules.no_floating_tag,
    rules.multi_stage,
    rules.slim_base,
    rules.python_version("3.11"),
    rules.non_root,
    rules.apt_cache_removed,
    rules.no_development_tools,
    rules.virtual_environment,
    rules.healthcheck,
    rules.exec_form,
    rules.no_secrets,
    rules.copy_instead_of_add,
    rules.no_piped_scripts,
    rules.pinned_packages,
    rules.dependencies_first,
    rules.exposes(8000),
)


def read(text):
    return read_dockerfile(text, "Dockerfile")


def test_a_good_one_breaks_no_rule():
    read(GOOD).expect(*ALL)
    assert read(GOOD).share(*ALL).value == 1.0


def test_arguments_flags_stages_and_continued_lines_are_understood():
    found = read(GOOD)
    assert [stage.base for stage in found.stages] == ["python:3.11-slim"] * 2
    run = found.stages[0].last("RUN")
    assert run.place.line == 4
    assert run.command.endswith("-r requirements.txt")
    assert found.final.last("COPY").value == ". ."
    assert found.final.all("COPY")[0].flags == {"from": "build"}
    assert found.final.last("HEALTHCHECK").flags == {"interval": "5s"}


def test_here_documents_and_the_escape_directive_are_understood():
    text = "# escape=`\nFROM a:1\nRUN <<EOF\napt-get install -y vim\nEOF\nRUN a `\n b\nUSER x\n"
    found = read(text)
    assert found.final.all("RUN")[0].documents == ("apt-get install -y vim",)
    assert found.final.all("RUN")[1].value == "a b"
    assert found.final.last("USER").place.line == 8


@pytest.mark.parametrize(
    ("old", "new", "rule", "line"),
    [
        ("FROM python:3.11-slim\n", "FROM python\n", "no-floating-tag", 7),
        ("ARG PYTHON=3.11", "ARG PYTHON=3.9", "python-version", 2),
        ("FROM python:3.11-slim\n", "FROM python:3.110-slim\n", "python-version", 7),
        ("COPY --from=build /opt/venv /opt/venv\n", "", "multi-stage", 7),
        ("FROM python:3.11-slim\n", "FROM python:3.11\n", "slim-base", 7),
        ("USER 10001\n", "", "non-root", 7),
        ("USER 10001", "USER root", "non-root", 13),
        ("USER 10001", "USER 0:0", "non-root", 13),
        (" && rm -rf /var/lib/apt/lists/*", "", "apt-cache-removed", 8),
        ("tini=0.19", "gcc", "no-development-tools", 8),
        ("tini=0.19", "vim=2:9", "no-development-tools", 8),
        ("/opt/venv /opt/venv", "/opt/venv /opt/app", "virtual-environment", 7),
        ('ENV PATH="/opt/venv/bin:$PATH"\n', "", "virtual-environment", 7),
        (
            'HEALTHCHECK --interval=5s CMD ["python", "healthy.py"]',
            "HEALTHCHECK NONE",
            "healthcheck",
            14,
        ),
        ('CMD ["uvicorn", "app:app"]', "CMD uvicorn app:app", "exec-form", 15),
        ("EXPOSE 8000", "ENV API_TOKEN=abc", "no-secrets", 12),
        ("COPY . .", "ADD . .", "copy-instead-of-add", 10),
        ("EXPOSE 8000", "RUN curl https://x.sh | bash", "no-piped-scripts", 12),
        ("-r requirements.txt", "fastapi", "pinned-packages", 4),
        ("COPY requirements.txt .", "COPY . .", "dependencies-first", 3),
        ("EXPOSE 8000", "EXPOSE 80", "exposes", 12),
    ],
)
def test_each_rule_names_the_line_that_breaks_it(old, new, rule, line):
    assert old in GOOD
    with pytest.raises(BrokenRules) as caught:
        read(GOOD.replace(old, new)).expect(*ALL)
    found = {(each.rule, each.place.line) for each in caught.value.findings}
    assert (rule, line) in found
    assert all(each.said for each in caught.value.findings)


def test_a_word_in_a_comment_or_an_echo_is_not_taken_for_the_thing():
    text = "FROM a:1\n# USER 1000\nRUN apt-get install -y x && echo rm -rf /var/lib/apt/lists\n"
    shares = read(text).share(rules.non_root, rules.apt_cache_removed)
    assert shares.value == 0.0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Dockerfile has no FROM"),
        ("RUN x\nFROM a:1\n", "line 1: RUN stands before the first FROM"),
        ("FROM a:1\nRUM x\n", "line 2: RUM is no Dockerfile instruction"),
        ("FROM a:1\nRUN\n", "line 2: RUN says nothing"),
        ("FROM a b c d\n", "FROM takes an image"),
        ("FROM a:1\nRUN <<EOF\nx\n", "line 2: the here-document EOF never ends"),
        ("FROM a:1\n" + "RUN x\n" * 600, "more than 500 instructions"),
    ],
)
def test_what_docker_would_not_build_gets_one_sentence(text, said):
    with pytest.raises(UnreadableError) as caught:
        read(text)
    assert said in caught.value.sentence


def test_stages_that_start_from_each_other_in_a_ring_end():
    found = read("FROM b AS a\nFROM a AS b\nUSER 1\n")
    assert [stage.name for stage in found.lineage()] == ["a", "b"]


def test_evidence_is_a_sentence_about_a_line():
    found = Finding(
        "non-root", Place("Dockerfile", 3), "it runs as \u202eroot", "USER 1"
    )
    line = found.evidence()
    assert line.expected == "The rule non-root is kept."
    assert line.got == "Dockerfile, line 3: it runs as ?root."
    assert line.hint == "USER 1"
