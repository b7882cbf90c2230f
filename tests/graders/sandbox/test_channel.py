"""The judge's folder of sockets, and what a student may do there."""

import pytest

from graders.sandbox.stage import SandboxError, Side

JUDGE = """
import os, socket
with socket.socket(socket.AF_UNIX) as door:
    os.umask(0)
    door.bind(os.environ["CHANNEL"] + "/door")
    door.listen()
    door.settimeout(15)
    guest, _ = door.accept()
    print(guest.recv(100).decode())
    guest.sendall(b"well")
"""
STUDENT = """
import os, socket, time
with socket.socket(socket.AF_UNIX) as way:
    for _ in range(500):
        try: way.connect(os.environ["CHANNEL"] + "/door"); break
        except OSError: time.sleep(0.02)
    way.sendall(b"how do you do")
    print(way.recv(100).decode())
"""
ENV = {"CHANNEL": "{channel}"}
BOTH = (Side.STUDENT, Side.JUDGE)


@pytest.mark.parametrize("first", BOTH)
def test_a_student_reaches_the_judge(stage, first):
    channel = stage.open_folder("channel")
    programs = {Side.JUDGE: JUDGE, Side.STUDENT: STUDENT}
    order = [first, *(side for side in BOTH if side is not first)]
    played = {
        side: stage.begin(programs[side], side=side, env=ENV, channel=channel)
        for side in order
    }
    ends = {side: played[side].wait() for side in BOTH}
    assert [ends[side].exit_code for side in BOTH] == [0, 0], played
    assert played[Side.JUDGE].text == "how do you do"
    assert played[Side.STUDENT].text == "well"


def test_one_judge_holds_the_channels_of_many(stage):
    channel = stage.open_folder("channel")
    own = stage.open_folder("channel/first")
    own.chmod(0o777)
    judge = stage.begin(
        JUDGE.replace("/door", "/first/door"), side=Side.JUDGE, env=ENV, channel=channel
    )
    student = stage.begin(STUDENT, env=ENV, channel=own)
    assert (judge.wait().exit_code, student.wait().exit_code) == (0, 0)
    assert student.text == "well"


@pytest.mark.docker
def test_a_student_can_make_and_remove_nothing_there(docker_stage):
    channel = docker_stage.open_folder("channel")
    channel.chmod(0o777)
    (channel / "there").write_text("")
    (channel / "there").chmod(0o666)
    played, _ = docker_stage.play(
        """
        import os, socket
        acts = [
            lambda: open("/channel/new", "w"),
            lambda: os.unlink("/channel/there"),
            lambda: open("/channel/there", "w"),
            lambda: os.mkfifo("/channel/pipe"),
            lambda: os.symlink("x", "/channel/link"),
            lambda: os.rename("/channel/there", "/channel/gone"),
            lambda: socket.socket(socket.AF_UNIX).bind("/channel/door"),
        ]
        for act in acts:
            try: act(); print("done")
            except OSError: print("refused")
        """,
        channel=channel,
    )
    assert played.text.split() == ["refused"] * 7
    assert [path.name for path in channel.iterdir()] == ["there"]


def test_a_channel_must_be_there(stage, tmp_path):
    with pytest.raises(SandboxError, match="not there"):
        stage.begin("", channel=tmp_path / "nowhere")
