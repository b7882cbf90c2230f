"""A server and what talks to it: one loopback, and nothing beyond it."""

import json

import pytest

from graders.sandbox import profile
from graders.sandbox.stage import Cause, SandboxError, Side

SERVE = """
import socket
server = socket.create_server(("127.0.0.1", 8000))
server.settimeout(15)
connection, _ = server.accept()
connection.sendall(b"hello from the server")
connection.close()
"""

DIAL = """
import socket, time
for _ in range(200):
    try:
        with socket.create_connection(("127.0.0.1", 8000), 1) as connection:
            print(connection.recv(99).decode())
        break
    except OSError:
        time.sleep(0.05)
"""

OUTWARD = """
import json, socket

def dial(kind, address):
    with socket.socket(socket.AF_INET, kind) as one:
        one.settimeout(1)
        try:
            one.connect(address)
            one.send(b"x")
        except OSError as error:
            return error.errno or str(error)
    return "sent"

def resolve(name):
    try:
        return socket.getaddrinfo(name, 80)
    except OSError as error:
        return "no answer"

with open("/proc/net/route") as routes:
    lines = routes.read().splitlines()[1:]
gateways = ["172.17.0.1", "10.0.0.1", "192.168.0.1", "169.254.169.254", "1.1.1.1"]
print(json.dumps({
    "interfaces": [name for _, name in socket.if_nameindex()],
    "routes": lines,
    "tcp": [dial(socket.SOCK_STREAM, (host, 80)) for host in gateways],
    "dns": [dial(socket.SOCK_DGRAM, (host, 53)) for host in gateways],
    "names": [resolve(name) for name in ("example.com", "host.docker.internal")],
}))
"""
UNREACHABLE = 101


@pytest.mark.docker
def test_two_stages_share_one_loopback(docker_stage):
    server = docker_stage.begin(SERVE)
    client = docker_stage.begin(DIAL, side=Side.TOOL, network_of=server.running)
    assert client.wait().exit_code == 0
    assert client.text == "hello from the server"
    server.wait()


@pytest.mark.docker
def test_stages_that_were_not_joined_do_not_meet(docker_stage):
    server = docker_stage.begin(SERVE)
    client, _ = docker_stage.play(DIAL.replace("range(200)", "range(20)"))
    assert client.text == ""
    server.running.kill()
    server.wait()


@pytest.mark.docker
def test_neither_of_two_joined_stages_reaches_anything_else(docker_stage):
    """Rule 14: no route, no gateway, no DNS, by dialling them from both."""
    owner = docker_stage.begin("import time; time.sleep(8)\n" + OUTWARD)
    joined = docker_stage.begin(OUTWARD, side=Side.TOOL, network_of=owner.running)
    joined.wait()
    owner.wait()
    for played in (owner, joined):
        found = json.loads(played.text)
        assert found["interfaces"] == ["lo"]
        assert found["routes"] == []
        assert set(found["tcp"] + found["dns"]) == {UNREACHABLE}
        assert set(found["names"]) == {"no answer"}


@pytest.mark.docker
def test_a_stage_cannot_join_one_that_never_ran(docker_stage):
    owner = docker_stage.begin("pass", image="judge")
    owner.running.kill()
    owner.wait()
    late = docker_stage.begin("pass", network_of=owner.running)
    with pytest.raises(SandboxError):
        late.wait()


@pytest.mark.docker
def test_a_joined_stage_is_denied_all_that_others_are(docker_stage, engine):
    owner = docker_stage.begin("import time; time.sleep(8)")
    joined = docker_stage.begin(
        "import time; time.sleep(8)", side=Side.TOOL, network_of=owner.running
    )
    container = joined.running.running_container()
    config = engine.inspect_container(container)["HostConfig"]
    assert config["NetworkMode"] == f"container:{owner.running.running_container()}"
    assert config["ReadonlyRootfs"] and config["CapDrop"] == ["ALL"]
    assert "no-new-privileges:true" in config["SecurityOpt"]
    assert config["IpcMode"] == "private" and config["PidMode"] == ""
    for played in (joined, owner):
        played.running.kill()
        assert played.wait().cause is Cause.KILLED


@pytest.mark.docker
def test_pinned_stages_run_on_cores_of_their_own(docker_stage, engine):
    cores = engine.info()["NCPU"]
    program = "import os; print(sorted(os.sched_getaffinity(0)))"
    first, _ = docker_stage.play(program, first_core=0)
    second, _ = docker_stage.play(program, first_core=1)
    free, _ = docker_stage.play(program)
    if cores < 2:
        pytest.skip("one core cannot be divided")
    assert (first.text, second.text) == ("[0]", "[1]")
    assert len(json.loads(free.text)) == cores


@pytest.mark.parametrize(
    ("wanted", "first", "cores", "expected"),
    [
        (1, 0, 2, "0-0"),
        (1, 1, 2, "1-1"),
        (0.5, 1, 2, "1-1"),
        (3, 1, 2, "1-1"),
        (2, 1, 8, "1-2"),
        (1, 1, 1, ""),
        (1, None, 8, ""),
    ],
)
def test_only_cores_that_are_there_are_named(wanted, first, cores, expected):
    assert profile.core_set(wanted, first, cores) == expected


def test_processes_refuse_to_join_a_network(process_stage):
    owner = process_stage.begin("pass")
    owner.wait()
    with pytest.raises(SandboxError, match="needs containers"):
        process_stage.begin("pass", network_of=owner.running)
