"""Docker where an engine answers, processes elsewhere."""

import pytest

from graders.sandbox import choose


@pytest.mark.parametrize(
    ("kind", "has_engine", "name"),
    [
        ("auto", True, "docker"),
        ("auto", False, "process"),
        ("docker", False, "docker"),
        ("process", True, "process"),
    ],
)
def test_the_backend_is_what_was_asked_for(
    monkeypatch, tmp_path, kind, has_engine, name
):
    monkeypatch.setattr(choose, "has_engine", lambda: has_engine)
    sandbox = choose.choose_sandbox(kind, runner_id="r", boot="b", var=tmp_path)
    assert sandbox.name == name


def test_no_engine_answers_where_there_is_none(monkeypatch, tmp_path):
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/no.sock")
    assert not choose.has_engine()
