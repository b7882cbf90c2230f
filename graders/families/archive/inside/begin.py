"""Lays out /autograder as zips expect it, runs the autograder, takes its results.

Everything here runs beside the student's code, as the same user: what it writes is a
claim, and whoever collects it believes nothing of it.
"""

import json
import os
import shutil
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any, Dict

AUTOGRADER = Path("/autograder")
SEED = Path("/opt/assay/seed")
METADATA = "submission_metadata.json"
RESULTS, STDOUT, ENDED = "results.json", "stdout", "ended.json"
SHOWN_BYTES = 900 * 1024  # of what it prints; the rest is dropped, not fatal
CHUNK = 64 * 1024
OURS = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "TMPDIR")


def main(submission: str, orders: str, out: str, most_bytes: int) -> None:
    """Run one submission; how it ended is in ``ended.json``."""
    for name in ("autograder", "root"):
        fill(SEED / name, Path("/") / name)
    for name in ("submission", "results"):
        (AUTOGRADER / name).mkdir(exist_ok=True)
    fill(Path(submission), AUTOGRADER / "submission")
    shutil.copyfile(str(Path(orders) / METADATA), str(AUTOGRADER / METADATA))
    ended = run(AUTOGRADER / "results" / STDOUT)
    ended["problem"] = take(
        AUTOGRADER / "results" / RESULTS, Path(out) / RESULTS, most_bytes
    )
    take(AUTOGRADER / "results" / STDOUT, Path(out) / STDOUT, SHOWN_BYTES)
    (Path(out) / ENDED).write_text(json.dumps(ended), encoding="utf-8")


def fill(source: Path, target: Path) -> None:
    """Copy what is in ``source`` into ``target``; links stay links."""
    for entry in sorted(source.iterdir()):
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(str(entry), str(target / entry.name), symlinks=True)
        else:
            shutil.copy2(str(entry), str(target / entry.name), follow_symlinks=False)


def run(said: Path) -> Dict[str, Any]:
    """Run it as its authors expect: in /autograder, as root, with root's home."""
    env = {key: value for key, value in os.environ.items() if key not in OURS}
    env.update(HOME="/root", USER="root", LOGNAME="root", SHELL="/bin/bash")
    began = time.monotonic()
    try:
        process = subprocess.Popen(
            [str(AUTOGRADER / "run_autograder")],
            cwd=str(AUTOGRADER),
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except OSError as error:
        return {"exit_code": 126, "seconds": 0.0, "said": str(error), "cut": False}
    with said.open("wb") as copy:
        cut = pass_on(process, copy)
    return {
        "exit_code": process.returncode,
        "seconds": round(time.monotonic() - began, 3),
        "said": "",
        "cut": cut,
    }


def pass_on(process: "subprocess.Popen[bytes]", copy: IO[bytes]) -> bool:
    """Print what it prints, up to a cap, until it ended; whether some was dropped.

    A child that stays behind with the stream open is not waited for.
    """
    assert process.stdout is not None
    over = threading.Event()
    reader = threading.Thread(
        target=read, args=(process.stdout, copy, over), daemon=True
    )
    reader.start()
    process.wait()
    reader.join(2)
    copy.flush()
    return over.is_set()


def read(source: IO[bytes], copy: IO[bytes], over: threading.Event) -> None:
    """Never stop reading: what is beyond the cap is dropped."""
    left = SHOWN_BYTES
    while True:
        chunk = os.read(source.fileno(), CHUNK)
        if not chunk:
            return
        if len(chunk) > left:
            over.set()
        fits, left = chunk[:left], max(0, left - len(chunk))
        if fits and not copy.closed:
            copy.write(fits)
            sys.stdout.buffer.write(fits)
            sys.stdout.buffer.flush()


def take(source: Path, target: Path, most_bytes: int) -> str:
    """Copy a regular file, following nothing; why it cannot be taken, if it can't."""
    try:
        handle = os.open(str(source), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return "is missing"
    except OSError:
        return "is a link, or cannot be opened"
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return "is not a regular file"
    with os.fdopen(handle, "rb") as file:
        content = file.read(most_bytes + 1)
    if len(content) > most_bytes:
        return f"is larger than {most_bytes // 1024} KiB"
    target.write_bytes(content)
    return ""


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
