"""Throwaway servers for the tests, and what this machine has."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


def chromium() -> str | None:
    """Return the browser's path."""
    return next((path for path in CHROMIUM if Path(path).exists()), None)


def has_docker() -> bool:
    """Return whether a Docker engine answers."""
    import docker

    try:
        docker.from_env(timeout=5).version()
    except docker.errors.DockerException:
        return False
    return True


def has_arm64() -> bool:
    """Return whether arm64 programs run here."""
    entry = Path("/proc/sys/fs/binfmt_misc/qemu-aarch64")
    return os.uname().machine == "aarch64" or entry.exists()


def postgres_folder() -> Path | None:
    """Return the folder with initdb and pg_ctl, newest version first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if found:
        return found[0].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@contextlib.contextmanager
def private_postgres() -> Iterator[str]:
    """Run a PostgreSQL of our own on a unix socket; yield its DATABASE_URL."""
    programs = postgres_folder()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="assay-pg-"))
    folder.chmod(0o755)
    owner = _server_user(folder)

    def run(*argv: str) -> None:
        subprocess.run(argv, check=True, capture_output=True, user=owner, cwd=folder)

    data = folder / "data"
    options = (
        f"-c unix_socket_directories={folder} -c listen_addresses='' "
        "-c fsync=off -c full_page_writes=off -c max_connections=200"
    )
    run(str(programs / "initdb"), "-D", str(data), "-U", "assay", "-A", "trust")
    control = [str(programs / "pg_ctl"), "-D", str(data), "-w"]
    run(*control, "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgresql://assay@/postgres?host={folder}"
    finally:
        run(*control, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _server_user(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root: hand the folder to its own user."""
    if os.getuid() != 0:
        return None
    try:
        entry = pwd.getpwnam("postgres")
    except KeyError:
        entry = pwd.getpwnam("nobody")
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    return entry.pw_name
