"""What an operator says, and what a start refuses."""

import pytest

from graders.runner.config import read_config
from graders.runner.errors import SetupError
from graders.runner.workplace import open_workplace

ENVIRON = {
    "ASSAY_PORTAL_URL": "https://assay.example/",
    "ASSAY_RUNNER_TOKEN": "from-the-environment",
    "ASSAY_RUNNER_WORK": "/var/lib/assay",
}


def test_the_environment_is_enough():
    config = read_config([], ENVIRON)
    assert config.portal == "https://assay.example"
    assert config.token == "from-the-environment"
    assert (config.broker, config.pools, config.sandbox) == ("", ("cpu",), "auto")
    assert config.name


def test_arguments_win(tmp_path):
    file = tmp_path / "token"
    file.write_text("from-the-file\n")
    argv = f"--portal http://127.0.0.1:8000 --token-file {file} --work {tmp_path}"
    more = "--name gpu1 --sandbox docker --broker redis://b --pools cpu,gpu"
    config = read_config([*argv.split(), *more.split()], ENVIRON)
    assert config.token == "from-the-file"
    assert (config.broker, config.pools) == ("redis://b", ("cpu", "gpu"))
    assert (config.name, config.sandbox, config.work) == ("gpu1", "docker", tmp_path)


@pytest.mark.parametrize("flag", ["--wait", "--once"])
def test_waiting_needs_no_broker_even_where_one_is_set(flag):
    environ = {**ENVIRON, "ASSAY_BROKER_URL": "redis://b"}
    assert read_config([], environ).broker == "redis://b"
    assert read_config([flag], environ).broker == ""


def test_secrets_do_not_show():
    environ = {**ENVIRON, "ASSAY_BROKER_URL": "redis://user:hush@b"}
    shown = repr(read_config([], environ))
    assert "hush" not in shown
    assert "from-the-environment" not in shown


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ASSAY_PORTAL_URL": ""}, "ASSAY_PORTAL_URL"),
        ({"ASSAY_PORTAL_URL": "ftp://x"}, "http"),
        ({"ASSAY_RUNNER_WORK": ""}, "ASSAY_RUNNER_WORK"),
        ({"ASSAY_RUNNER_TOKEN": ""}, "ASSAY_RUNNER_TOKEN_FILE"),
        ({"ASSAY_RUNNER_TOKEN": "two words"}, "malformed"),
        ({"ASSAY_RUNNER_TOKEN_FILE": "/nowhere/token"}, "/nowhere/token"),
        ({"ASSAY_RUNNER_SANDBOX": "vm"}, "auto, docker, process"),
        ({"ASSAY_RUNNER_POLL_S": "often"}, "ASSAY_RUNNER_POLL_S"),
        ({"ASSAY_RUNNER_GRACE_S": "-1"}, "--grace"),
        ({"ASSAY_RUNNER_POOLS": " , "}, "ASSAY_RUNNER_POOLS"),
    ],
)
def test_nonsense_is_refused_by_name(changes, words):
    with pytest.raises(SetupError, match=words):
        read_config([], {**ENVIRON, **changes})


def test_two_runners_never_share_a_folder(tmp_path):
    first = open_workplace(tmp_path, cache_mib=1)
    with pytest.raises(SetupError, match="Another runner"):
        open_workplace(tmp_path, cache_mib=1)
    first.lock.close()
    again = open_workplace(tmp_path, cache_mib=1)
    assert again.runner_id == first.runner_id
    again.lock.close()


def test_a_start_removes_what_a_killed_run_left(tmp_path):
    left = tmp_path / "jobs" / "lease-dead" / "submission"
    left.mkdir(parents=True)
    (left / "a.py").write_text("")
    half = tmp_path / "cache" / "coming" / "half"
    half.parent.mkdir(parents=True)
    half.write_text("half a blob")
    place = open_workplace(tmp_path, cache_mib=1)
    assert list(place.jobs.iterdir()) == []
    assert not half.exists()
    assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700
    place.lock.close()
