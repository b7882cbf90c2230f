"""Stages begin, end and leave nothing behind."""

import os
import threading
import time

import pytest

from graders.sandbox.docker_backend import DockerSandbox
from graders.sandbox.docker_stage import DockerStage
from graders.sandbox.process_backend import ProcessSandbox
from graders.sandbox.profile import Owner, output_volume
from graders.sandbox.stage import (
    Cause,
    Collect,
    ImageMissingError,
    Limits,
    SandboxError,
    Side,
    StageSpec,
)


def containers(engine, runner):
    label = f"assay.runner={runner}"
    return engine.containers(all=True, filters={"label": label})


def volumes(engine, runner):
    label = f"assay.runner={runner}"
    return engine.volumes(filters={"label": label})["Volumes"] or []


def test_a_program_says_how_it_ended(stage):
    played, end = stage.play("import sys; print('out'); sys.exit('err')")
    assert (end.cause, end.exit_code) == (Cause.EXITED, 1)
    assert (played.out, played.err) == (b"out\n", b"err\n")
    assert not end.output_truncated


def test_a_program_that_never_ends_is_ended(stage):
    _, end = stage.play("while True: pass", limits={"seconds": 0.7})
    assert end.cause is Cause.TIMEOUT
    assert end.seconds < 5


def test_too_much_output_ends_it(stage):
    played, end = stage.play(
        "import sys\nwhile True: sys.stdout.write('x' * 65536)",
        limits={"output_kib": 128},
    )
    assert end.cause is Cause.OUTPUT_LIMIT
    assert len(played.out) == 128 * 1024
    assert end.output_truncated


def test_it_can_be_killed_from_another_thread(stage):
    played = stage.begin("import time; print(1, flush=True); time.sleep(60)")
    threading.Timer(0.8, played.running.kill).start()
    begun = time.monotonic()
    assert played.wait().cause is Cause.KILLED
    assert time.monotonic() - begun < 8


def test_it_can_be_killed_before_it_ran(stage):
    played = stage.begin("import time; time.sleep(60)")
    played.running.kill()
    begun = time.monotonic()
    assert played.wait().cause is Cause.KILLED
    assert time.monotonic() - begun < 8


def test_a_kill_after_the_end_changes_nothing(stage):
    played, end = stage.play("")
    played.running.kill()
    assert played.wait() == end
    assert end.cause is Cause.EXITED


def test_children_die_with_the_program(stage):
    mark = f"mark-{os.getpid()}-{time.monotonic_ns()}"
    begun = time.monotonic()
    stage.play(
        f"""
        import os, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                sleep = "import time; time.sleep(60)"
                os.execvp("python3", ["python3", "-c", sleep, "{mark}"])
            os._exit(0)
        time.sleep(0.5)
        """
    )
    assert time.monotonic() - begun < 10
    assert not any(mark in line for line in command_lines())


def command_lines():
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/cmdline") as file:
                    yield file.read()
            except OSError:
                continue


def test_an_image_that_is_not_built_is_named(stage):
    with pytest.raises(ImageMissingError, match="nowhere"):
        stage.begin("", image="nowhere")


def test_a_missing_build_says_how_to_get_it(docker_or_process_without_images):
    sandbox = docker_or_process_without_images
    with pytest.raises(ImageMissingError, match="python -m graders images build mine"):
        sandbox.image_identity("mine")
    assert not sandbox.is_present("mine")
    assert sandbox.present() == ()


@pytest.fixture(params=[pytest.param("docker", marks=pytest.mark.docker), "process"])
def docker_or_process_without_images(request, tmp_path):
    folder = tmp_path / "images"
    (folder / "mine").mkdir(parents=True)
    (folder / "mine/Dockerfile").write_text("FROM scratch\n")
    if request.param == "docker":
        return DockerSandbox("tests", "now", folder)
    return ProcessSandbox("tests", "now", folder, var=tmp_path / "var")


def test_an_identity_is_a_digest_beside_the_engines_id(stage):
    assert "judge" in stage.sandbox.present()
    identity = stage.sandbox.image_identity("judge")
    assert identity["name"] == "judge"
    assert len(identity["digest"]) == 64
    prefix = "sha256:" if stage.sandbox.isolates else "process"
    assert identity["engine_id"].startswith(prefix)


def test_a_folder_must_be_there(stage, tmp_path):
    with pytest.raises(SandboxError, match="not there"):
        stage.begin("", folders={"data": tmp_path / "nowhere"})


@pytest.mark.parametrize("name", ["tmp", "out", "proc", "usr", "lib64", "../x", "A"])
def test_a_folder_cannot_hide_the_images_own(stage, name):
    with pytest.raises(SandboxError, match="cannot be called"):
        stage.begin("", folders={name: stage.open_folder("data")})


@pytest.mark.docker
def test_a_folder_closed_to_others_is_refused_at_once(docker_stage, tmp_path):
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o700)
    with pytest.raises(SandboxError, match="mode 0755"):
        docker_stage.begin("", folders={"data": folder})


def test_folders_are_where_their_names_say(stage):
    folder = stage.open_folder("data")
    (folder / "x").write_text("seen")
    played, _ = stage.play(
        "import os; print(open(os.environ['DATA'] + '/x').read())",
        folders={"data": folder},
        env={"DATA": "{data}"},
    )
    assert played.text == "seen"


def test_stages_run_side_by_side(stage):
    begun = time.monotonic()
    played = [stage.begin("import time; time.sleep(1.5)") for _ in range(4)]
    assert time.monotonic() - begun < 1
    assert [p.wait().exit_code for p in played] == [0] * 4
    assert time.monotonic() - begun < 5


@pytest.mark.docker
def test_nothing_is_left(docker_stage, engine):
    runner = docker_stage.sandbox._owner.runner_id
    docker_stage.play("", collect=Collect(("x",)))
    docker_stage.play("import time; time.sleep(9)", limits={"seconds": 0.2})
    assert containers(engine, runner) == []
    assert volumes(engine, runner) == []


@pytest.mark.docker
def test_a_stage_the_engine_refuses_leaves_nothing(docker_stage, engine, monkeypatch):
    def refused(*args, **more):
        raise SandboxError("The Docker engine failed.")

    monkeypatch.setattr(DockerStage, "_config", refused)
    played = docker_stage.begin("", collect=Collect(("x",)))
    with pytest.raises(SandboxError):
        played.wait()
    assert containers(engine, docker_stage.sandbox._owner.runner_id) == []
    assert volumes(engine, docker_stage.sandbox._owner.runner_id) == []


@pytest.mark.docker
def test_a_sink_that_fails_leaves_nothing(docker_stage, engine):
    def fail(data):
        raise RuntimeError("full")

    spec = StageSpec(
        name="sink",
        side=Side.STUDENT,
        image="judge",
        argv=("python", "-c", "print(1); import time; time.sleep(30)"),
        limits=Limits(cores=1, seconds=20, memory_mib=64),
    )
    stage = docker_stage.sandbox.start(
        spec, work=docker_stage.folder, stdout=fail, stderr=len
    )
    with pytest.raises(RuntimeError, match="full"):
        stage.wait()
    assert containers(engine, docker_stage.sandbox._owner.runner_id) == []


@pytest.mark.docker
def test_leftovers_of_ones_own_earlier_start_are_removed_and_no_others(
    docker_sandbox, engine
):
    tag = docker_sandbox._images.tag("judge")
    old, now, other = Owner("mine", "old"), Owner("mine", "now"), Owner("yours", "old")
    made = {}
    for owner in (old, now, other):
        volume = engine.create_volume(
            driver_opts=output_volume(Limits(1, 1, 64), 1), labels=owner.labels
        )["Name"]
        container = engine.create_container(tag, ["sleep", "60"], labels=owner.labels)[
            "Id"
        ]
        engine.start(container)
        made[owner] = container, volume
    try:
        assert DockerSandbox("mine", "now").remove_leftovers() == 2
        left = {c["Id"] for c in containers(engine, "mine")}
        assert left == {made[now][0]}
        assert [v["Name"] for v in volumes(engine, "mine")] == [made[now][1]]
        assert len(containers(engine, "yours")) == 1
        assert len(volumes(engine, "yours")) == 1
        assert DockerSandbox("mine", "now").remove_leftovers() == 0
    finally:
        DockerSandbox("mine", "end").remove_leftovers()
        DockerSandbox("yours", "end").remove_leftovers()


def test_an_engine_that_is_not_there_is_our_own_trouble(monkeypatch, tmp_path):
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/no.sock")
    (problem,) = DockerSandbox("tests", "now").check()
    assert problem.startswith("The Docker engine failed")
