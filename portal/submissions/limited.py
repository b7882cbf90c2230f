"""Runs one of our scripts on a student's bytes, with limits and nothing to steal."""

import json
import logging
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
MEMORY_BYTES = 512 * 2**20
CPU_S = 20
WALL_S = 60
LARGEST_ANSWER = 8 * 2**20
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """What one run of a script may use."""

    memory_bytes: int = MEMORY_BYTES
    cpu_s: int = CPU_S
    wall_s: int = WALL_S


USUAL = Limits()


class LimitHitError(Exception):
    """The script ran out of memory or time, or died; its input is to blame."""


def run(
    script: str,
    request: dict[str, Any],
    *,
    folder: Path,
    file_bytes: int = 0,
    has_libraries: bool = False,
    limits: Limits = USUAL,
) -> Any:
    """Return what ``script`` wrote to ``answer.json`` in ``folder``.

    It gets no environment, no open files of ours and no import path but the standard
    library, or with ``has_libraries`` what is installed beside it too, never our own
    code. Raise LimitHitError where it wrote no answer.
    """
    answer = folder / "answer.json"
    (folder / "request.json").write_text(json.dumps(request))
    command = [
        *(sys.executable, "-I", *([] if has_libraries else ["-S"]), "-B"),
        str(HERE / "confine.py"),
        *(str(HERE / script), str(limits.memory_bytes), str(limits.cpu_s)),
        str(max(file_bytes, LARGEST_ANSWER)),
    ]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env={},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=limits.wall_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise LimitHitError(script) from error
    if done.returncode > 0:
        # A limit that was hit shows here too; a mistake of ours must be findable.
        log.warning(
            "%s failed: %s", script, done.stderr[-2000:].decode(errors="replace")
        )
    if not answer.is_file() or answer.stat().st_size > LARGEST_ANSWER:
        raise LimitHitError(script)
    return json.loads(answer.read_bytes())
