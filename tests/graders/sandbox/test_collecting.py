"""Stages that hand back what nobody asked for."""

import io
import struct
import time

import pytest

from graders.sandbox.collecting import HEADER, receive
from graders.sandbox.docker_collector import DockerCollector
from graders.sandbox.stage import Cause, Collect, SandboxError, Side

MIB = 2**20


@pytest.mark.parametrize("side", Side)
def test_wanted_files_come_back_as_new_ones(stage, side):
    played, end = stage.play(
        """
        import os
        os.chdir(os.environ["OUT"])
        os.makedirs("deep/er")
        open("a.npz", "wb").write(b"x" * 3000000)
        open("deep/er/b", "w").write("deep")
        open("secret", "w").write("not asked for")
        """,
        side=side,
        env={"OUT": "{out}"},
        collect=Collect(("a.npz", "deep/er/b", "none")),
    )
    assert end.cause is Cause.EXITED, played.err
    assert end.collected["a.npz"].read_bytes() == b"x" * 3000000
    assert end.collected["deep/er/b"].read_text() == "deep"
    assert end.refused == {"none": "It is missing."}
    found = {p.relative_to(played.work).as_posix() for p in played.work.rglob("*")}
    assert found == {"a.npz", "deep", "deep/er", "deep/er/b"}


TRICKS = {
    "link": ("os.symlink('/etc/passwd', 'w')", "It is a link."),
    "link to a sibling": (
        "open('x', 'w').close(); os.symlink('x', 'w')",
        "It is a link.",
    ),
    "second name": ("open('x', 'w').close(); os.link('x', 'w')", "It has 2 links."),
    "pipe": ("os.mkfifo('w')", "It is not a regular file."),
    "folder": ("os.mkdir('w')", "It is not a regular file."),
    "socket": (
        "import socket; socket.socket(socket.AF_UNIX).bind('w')",
        "It cannot be read.",
    ),
    "huge": ("open('w', 'wb').truncate(3 << 20)", "It is bigger than 2 MiB."),
    "nothing": ("pass", "It is missing."),
}


@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_is_refused_with_its_reason(stage, trick):
    act, reason = TRICKS[trick]
    played, end = stage.play(
        f"import os; os.chdir(os.environ['OUT']); {act}",
        env={"OUT": "{out}"},
        collect=Collect(("w",), max_mib=2),
    )
    assert end.exit_code == 0, played.err
    assert end.refused == {"w": reason}
    assert list(played.work.iterdir()) == []


def test_a_folder_on_the_way_may_not_be_a_link(stage):
    _, end = stage.play(
        "import os; os.symlink('/etc', os.environ['OUT'] + '/deep')",
        env={"OUT": "{out}"},
        collect=Collect(("deep/passwd",)),
    )
    assert end.refused == {"deep/passwd": "Its folder is a link, or is not a folder."}


def test_files_share_one_cap(stage):
    _, end = stage.play(
        """
        import os
        for name in "ab":
            open(os.environ["OUT"] + "/" + name, "wb").write(b"x" * (1 << 20))
        open(os.environ["OUT"] + "/c", "wb").write(b"y")
        """,
        env={"OUT": "{out}"},
        collect=Collect(("a", "b", "c"), max_mib=1),
    )
    assert list(end.collected) == ["a"]
    sentence = "Together the files are bigger than 1 MiB."
    assert end.refused == {"b": sentence, "c": sentence}


def test_a_file_its_owner_cannot_read_is_refused(stage):
    _, end = stage.play(
        """
        import os
        path = os.environ["OUT"] + "/w"
        open(path, "w").close(); os.chmod(path, 0)
        """,
        env={"OUT": "{out}"},
        collect=Collect(("w",)),
    )
    assert end.refused == {"w": "It cannot be read."}


def test_what_was_there_before_a_timeout_comes_back(stage):
    _, end = stage.play(
        """
        import os, time
        with open(os.environ["OUT"] + "/model", "w") as file: file.write("half")
        time.sleep(30)
        """,
        env={"OUT": "{out}"},
        limits={"seconds": 1},
        collect=Collect(("model",)),
    )
    assert end.cause is Cause.TIMEOUT
    assert end.collected["model"].read_text() == "half"


@pytest.mark.docker
def test_a_slow_collector_loses_nothing_of_a_fast_program(docker_stage, monkeypatch):
    start = DockerCollector.start

    def late(self, *args):
        time.sleep(1)
        start(self, *args)

    monkeypatch.setattr(DockerCollector, "start", late)
    _, end = docker_stage.play(
        "open('/out/model', 'w').write('whole')", collect=Collect(("model",))
    )
    assert end.collected["model"].read_text() == "whole"


@pytest.mark.parametrize("name", ["/etc/passwd", "../x", "a/../b", "", ".", "a//b"])
def test_only_plain_names_can_be_wanted(stage, name):
    with pytest.raises(SandboxError, match="collected"):
        stage.begin("", collect=Collect((name,)))


def frames(*parts):
    return iter([b"".join(parts)])


def test_the_host_counts_again(tmp_path):
    too_big = HEADER.pack(b"F", MIB + 1)
    with pytest.raises(SandboxError, match="more than it may"):
        receive(frames(too_big), Collect(("a",), max_mib=1), tmp_path)
    with pytest.raises(SandboxError, match="more than it may"):
        receive(frames(struct.pack(">cQ", b"X", 1)), Collect(("a",)), tmp_path)


def test_a_collector_that_dies_is_an_error_of_ours(tmp_path):
    with pytest.raises(SandboxError, match="ended before"):
        receive(frames(HEADER.pack(b"F", 9), b"four"), Collect(("a",)), tmp_path)


def test_the_host_overwrites_nothing(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileExistsError):
        receive(frames(HEADER.pack(b"F", 1), b"x"), Collect(("a",)), tmp_path)
    assert not (tmp_path / "elsewhere").exists()


def test_pieces_of_any_size_are_put_together(tmp_path):
    whole = HEADER.pack(b"F", 5) + b"hello" + HEADER.pack(b"R", 3) + b"no!"
    source = io.BytesIO(whole)
    harvest = receive(iter(lambda: source.read(2), b""), Collect(("a", "b")), tmp_path)
    assert harvest.collected["a"].read_text() == "hello"
    assert harvest.refused == {"b": "no!"}
