"""What a family is given, and to whom it tells how it goes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from graders.protocol import Lease, StageProgress


@dataclass(frozen=True)
class Job:
    """A lease with its files laid out by role; ``work`` is empty and ours."""

    lease: Lease
    work: Path
    submission: Path
    public: Path
    judge: Path

    def missing_files(self) -> list[str]:
        """Files the assignment asks for that were not handed in."""
        wanted = self.lease.required_files
        return [name for name in wanted if not (self.submission / name).is_file()]

    def source_bytes(self) -> int:
        """The size of everything handed in."""
        files = (path for path in self.submission.rglob("*") if path.is_file())
        return sum(path.stat().st_size for path in files)


class Feed(Protocol):
    """Hears how the job goes; may be called from several threads, one at a time."""

    def stages(self, stages: list[StageProgress]) -> None:
        """All stages, also those to come; they say which logs are public."""

    def log(self, stage: str, data: bytes) -> None:
        """What a stage printed."""

    def open_log(self, name: str) -> None:
        """From now on there is a log of this name, no stage's, that students read."""

    def artifact(self, name: str, path: Path, is_public: bool) -> None:
        """A file worth keeping."""

    def is_cancelled(self) -> bool:
        """Should the job end now?"""
