"""Programs that want out of their container."""

import json
import os
import re
import subprocess

import pytest

from graders.sandbox import profile
from graders.sandbox.docker_collector import LIMITS
from graders.sandbox.layout import UIDS
from graders.sandbox.probing import INSIDE
from graders.sandbox.stage import Collect, Side

pytestmark = pytest.mark.docker

ASK_KERNEL = """
import ctypes, errno, platform
libc = ctypes.CDLL(None, use_errno=True)
answer = libc.syscall({number}, *[ctypes.c_long(word) for word in {words}])
print(answer, ctypes.get_errno())
"""


def probe_calls():
    """The calls that the probe of a starting runner tries as well."""
    names = {}
    exec(compile((INSIDE / "probe.py").read_text(), "probe", "exec"), names)
    return names["CALLS"], names["number"]


CALLS, NUMBER = probe_calls()


@pytest.fixture(scope="module")
def answers(theatre_of, docker_sandbox, tmp_path_factory):
    """What the kernel says to each call: one container for all of them."""
    theatre = theatre_of(docker_sandbox, tmp_path_factory.mktemp("answers"))
    wanted = {what: [NUMBER(pair), words] for what, (pair, words) in CALLS.items()}
    played, _ = theatre.play(
        f"""
        import ctypes, json
        libc = ctypes.CDLL(None, use_errno=True)
        said = {{}}
        for what, (number, words) in {wanted!r}.items():
            answer = libc.syscall(number, *[ctypes.c_long(word) for word in words])
            said[what] = [answer, ctypes.get_errno()]
        print(json.dumps(said))
        """
    )
    return json.loads(played.text)


@pytest.mark.parametrize("what", CALLS)
def test_the_filter_refuses(answers, what):
    assert answers[what] == [-1, 1]  # EPERM, before the kernel looks at it


def test_the_filter_lists_nothing_that_reaches_beyond_the_stage():
    """Some of these the kernel itself refuses here, and might not elsewhere."""
    rules = json.loads(profile.SECCOMP.read_text())["syscalls"]
    allowed = {
        name
        for rule in rules
        if rule["action"] == "SCMP_ACT_ALLOW"
        for name in rule["names"]
    }
    reaching = (
        "mount|umount|fs(open|mount|config|pick)|open_tree|io_uring|bpf|userfault|perf_|"
        "ptrace|process_|pidfd_getfd|kcmp|keyctl|(add|request)_key|kexec|.*_module|"
        "unshare|setns|clone3|swap|reboot|chroot|pivot|acct|quota|clock_settime|adjtime|"
        "clock_adj|settimeofday|set(host|domain)name|syslog|io(pl|perm)|open_by_handle|"
        "name_to_handle|fanotify|lookup_dcookie|vhangup|memfd|.*xattrat|move_"
    )
    assert [name for name in allowed if re.match(reaching, name)] == []


def test_the_filter_sends_clone3_back_to_clone(docker_stage):
    played, _ = docker_stage.play(ASK_KERNEL.format(number=435, words=[0, 0]))
    assert played.text == "-1 38"


def test_threads_and_processes_still_work(docker_stage):
    played, end = docker_stage.play(
        """
        import multiprocessing, threading
        threading.Thread(target=print, args=("thread",)).start()
        with multiprocessing.get_context("fork").Pool(2) as pool:
            print(pool.map(abs, [-1, -2]))
        """
    )
    assert (played.text, end.exit_code) == ("thread\n[1, 2]", 0)


def test_numpy_works(docker_stage):
    played, _ = docker_stage.play(
        "import numpy; print((numpy.ones((64, 64)) @ numpy.ones((64, 64))).sum())"
    )
    assert played.text == "262144.0"


def test_a_runner_finds_nothing_wrong_with_the_profile(docker_sandbox):
    assert docker_sandbox.check() == []


def test_a_runner_notices_when_the_profile_is_off(docker_sandbox, monkeypatch):
    whole = profile.host_config

    def without_filter(*args, **more):
        config = whole(*args, **more)
        config["SecurityOpt"] = ["seccomp=unconfined"]
        config["CapDrop"] = []
        config["ReadonlyRootfs"] = False
        return config

    monkeypatch.setattr(profile, "host_config", without_filter)
    said = " ".join(docker_sandbox.check())
    for what in ("io_uring", "user namespace", "gain privileges", "get capabilities"):
        assert what in said
    assert "without a filter" in said


def test_the_image_cannot_be_written(docker_stage):
    played, _ = docker_stage.play(
        """
        import os, json
        could = []
        for top, folders, files in os.walk("/"):
            if top.startswith(("/proc", "/sys")): folders[:] = []; continue
            try:
                open(os.path.join(top, "mark"), "w").close(); could.append(top)
            except OSError: pass
        print(json.dumps(sorted(could)))
        """
    )
    assert set(json.loads(played.text)) <= {"/tmp", "/dev/shm", "/dev/mqueue"}


def test_even_root_of_the_image_could_not_write_it(docker_stage, engine):
    """The mount itself is read-only; the user alone would hide that."""
    played, _ = docker_stage.play("print(open('/proc/self/mounts').read())")
    root = next(m for m in played.text.splitlines() if m.split()[1] == "/")
    assert root.split()[3].startswith("ro")


# An autograder of shared trust is root by design; tests of its family look at it.
NOBODYS = [side for side in Side if side is not Side.SHARED]


@pytest.mark.parametrize("side", NOBODYS)
def test_nobody_in_particular_without_rights(docker_stage, side):
    played, _ = docker_stage.play("print(open('/proc/self/status').read())", side=side)
    status = dict(re.findall(r"(\w+):\s*(.*)", played.text))
    assert status["Uid"].split() == [str(UIDS[side])] * 4
    assert status["Gid"].split() == [str(UIDS[side])] * 4
    assert status["Groups"].split() in ([], [str(UIDS[side])])
    for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        assert int(status[name], 16) == 0
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")


def test_judge_and_student_are_different_users():
    assert UIDS[Side.JUDGE] != UIDS[Side.STUDENT]
    assert 0 not in [UIDS[side] for side in NOBODYS]


def test_becoming_root_is_refused(docker_stage):
    played, _ = docker_stage.play(
        """
        import os
        for change in (os.setuid, os.setgid):
            try: change(0); print("changed")
            except PermissionError: print("refused")
        """
    )
    assert played.text.split() == ["refused", "refused"]


def test_programs_that_make_root_make_nobody(docker_stage):
    """``su`` is in the image with its setuid bit."""
    played, _ = docker_stage.play(
        """
        import os, subprocess
        said = subprocess.run(["su", "-c", "id -u"], capture_output=True, text=True)
        print(os.stat("/bin/su").st_mode & 0o4000 > 0, "0" in said.stdout.split())
        """
    )
    assert played.text == "True False"


DIAL = """
import json, socket
reached = []
def dial(family, kind, address):
    with socket.socket(family, kind) as way:
        way.settimeout(1)
        try:
            way.connect(address); way.send(b"x"); reached.append(address)
        except OSError: pass
for host in {hosts!r}:
    for port in (22, 53, 80, 443, 2375):
        dial(socket.AF_INET, socket.SOCK_STREAM, (host, port))
        dial(socket.AF_INET, socket.SOCK_DGRAM, (host, port))
for name in ("example.com", "host.docker.internal"):
    try: reached.append(socket.getaddrinfo(name, 80)[0])
    except OSError: pass
print(json.dumps([reached, sorted(n for _, n in socket.if_nameindex()),
                  open("/proc/net/route").read().count("\\n") - 1]))
"""


def test_no_gateway_no_name_server_no_host(docker_stage):
    address = subprocess.run(["hostname", "-I"], capture_output=True, text=True).stdout
    hosts = ["172.17.0.1", "8.8.8.8", "169.254.169.254", "10.0.0.1", *address.split()]
    v4 = [host for host in hosts if ":" not in host]
    played, _ = docker_stage.play(DIAL.format(hosts=v4))
    reached, interfaces, routes = json.loads(played.text)
    assert reached == []
    assert interfaces == ["lo"]
    assert routes <= 0


def test_each_has_a_network_that_is_nobody_elses(docker_stage):
    program = """
        import os, socket, time
        print(os.readlink("/proc/self/ns/net"), socket.gethostbyname("localhost"))
        socket.create_server(("localhost", 8000))
        time.sleep(2)  # a number is given anew when its network is gone
    """
    both = [docker_stage.begin(program) for _ in range(2)]
    assert [played.wait().exit_code for played in both] == [0, 0]
    said = [played.text.split() for played in both]
    networks = {*(network for network, _ in said), os.readlink("/proc/self/ns/net")}
    assert len(networks) == 3
    assert {address for _, address in said} == {"127.0.0.1"}


@pytest.mark.parametrize("family", [38, 40, 17])  # ciphers, hypervisor, raw packets
def test_other_families_of_sockets_are_refused(docker_stage, family):
    played, _ = docker_stage.play(
        f"""
        import socket
        try: socket.socket({family}, socket.SOCK_STREAM); print("open")
        except PermissionError: print("refused")
        """
    )
    assert played.text == "refused"


@pytest.mark.parametrize("folder", ["/tmp", "/out", "/dev/shm"])
def test_nothing_written_can_be_started(docker_stage, folder):
    played, _ = docker_stage.play(
        f"""
        import os, shutil, subprocess
        shutil.copy("/bin/true", "{folder}/mine"); os.chmod("{folder}/mine", 0o755)
        try: print(subprocess.run(["{folder}/mine"]).returncode)
        except PermissionError: print("refused")
        """,
        collect=Collect(("x",)),
    )
    assert played.text == "refused"


def test_shared_memory_is_the_stages_own(docker_stage, engine):
    played, _ = docker_stage.play(
        "import os; print(os.readlink('/proc/self/ns/ipc'), os.listdir('/dev/shm'))"
    )
    assert os.readlink("/proc/self/ns/ipc") not in played.text
    assert played.text.endswith("[]")
    config = profile.host_config(LIMITS, uid=1, mounts=[], cores=1)
    assert config["IpcMode"] == "private"


def test_the_first_process_is_an_init(docker_stage):
    played, _ = docker_stage.play("import os; print(os.getpid() != 1)")
    assert played.text == "True"


def test_the_engine_keeps_no_log():
    config = profile.host_config(LIMITS, uid=1, mounts=[], cores=1)
    assert config["LogConfig"]["Type"] == "none"


def test_the_environment_is_what_we_say(docker_stage, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    played, _ = docker_stage.play(
        "import os, json; print(json.dumps(dict(os.environ)))",
        env={"SEED": "7", "WHERE": "{tmp}/x {nothing}"},
    )
    seen = json.loads(played.text)
    assert "DATABASE_URL" not in seen
    assert (seen["SEED"], seen["WHERE"]) == ("7", "/tmp/x {nothing}")
    assert seen["HOME"] == "/tmp"
    assert seen["OMP_NUM_THREADS"] == seen["MKL_NUM_THREADS"] == "1"
    assert seen["PYTHONDONTWRITEBYTECODE"] == seen["PYTHONUNBUFFERED"] == "1"
    assert seen["HOSTNAME"] == "stage"


def test_folders_are_read_only(docker_stage):
    folder = docker_stage.open_folder("data")
    (folder / "x").write_text("mine")
    (folder / "x").chmod(0o666)
    folder.chmod(0o777)
    played, _ = docker_stage.play(
        """
        import os
        print(open("/data/x").read())
        for act in (lambda: open("/data/x", "w"), lambda: os.unlink("/data/x")):
            try: act(); print("changed")
            except OSError: print("refused")
        """,
        folders={"data": folder},
    )
    assert played.text.split() == ["mine", "refused", "refused"]
    assert (folder / "x").read_text() == "mine"


def test_a_timed_stage_goes_first_where_cores_are_short():
    plain = profile.host_config(LIMITS, uid=1, mounts=[], cores=1)
    timed = profile.host_config(LIMITS, uid=1, mounts=[], cores=1, is_timed=True)
    assert plain["CpuShares"] == 0  # the engine's own: 1024
    assert timed["CpuShares"] > 1024
    assert {key for key in plain if plain[key] != timed[key]} == {"CpuShares"}
