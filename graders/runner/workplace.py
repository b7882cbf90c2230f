"""The folder a runner works in, which one runner at a time may use."""

import fcntl
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from graders.runner.cache import BlobCache
from graders.runner.errors import SetupError
from graders.runner.folders import remove_tree

MIB = 1 << 20


@dataclass(frozen=True)
class Workplace:
    """``runner_id`` stays with the folder; what an earlier run left is gone."""

    runner_id: str
    jobs: Path
    cache: BlobCache
    lock: IO[str]  # held as long as it is open


def open_workplace(folder: Path, *, cache_mib: int) -> Workplace:
    """Lock and tidy ``folder``; raise SetupError if it is in use or not writable."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("a")
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        jobs = folder / "jobs"
        remove_tree(jobs)
        jobs.mkdir(exist_ok=True)
        jobs.chmod(0o755)
        cache = BlobCache(folder / "cache", cache_mib * MIB)
        cache.open()
        return Workplace(_runner_id(folder / "id"), jobs, cache, lock)
    except BlockingIOError:
        raise SetupError(
            f"Another runner works in {folder}; give each its own."
        ) from None
    except OSError as error:
        raise SetupError(f"Cannot work in {folder}: {error}.") from error


def _runner_id(path: Path) -> str:
    if not path.exists():
        path.write_text(uuid.uuid4().hex[:12], encoding="ascii")
    return path.read_text(encoding="ascii").strip()
