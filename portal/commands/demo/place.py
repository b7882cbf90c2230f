"""Where a demo lives on disk: its keys, secrets and lock."""

import fcntl
import json
import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

OWN = ("db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm", "demo.json", "dump.rdb")
OWN_FOLDERS = ("store", "logs", "mail", "cache", "runner", "demo-logs")


class DemoRunningError(Exception):
    """Another demo already serves from this folder."""


@dataclass(frozen=True)
class Place:
    """The ``var`` folder of a demo."""

    var: Path

    @property
    def socket(self) -> Path:
        """The broker's socket; a short path, since the kernel allows about 100."""
        if len(str(self.var)) < 80:
            return self.var / "valkey.sock"
        return Path(f"/tmp/assay-{os.getuid()}-{os.getpid()}.sock")  # noqa: S108

    @property
    def notes(self) -> Path:
        return self.var / "demo.json"

    @property
    def logs(self) -> Path:
        return self.var / "demo-logs"

    @property
    def runner_token(self) -> Path:
        return self.var / "runner.token"

    def lock(self) -> IO[str]:
        """Take the lock for as long as the returned file is open."""
        file = (self.var / "demo.lock").open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.close()
            raise DemoRunningError(
                f"A demo is already running from {self.var}. Stop it with Ctrl-C, or "
                "set ASSAY_VAR to another folder."
            ) from error
        return file

    def reset(self) -> None:
        """Forget people, hand-ins and grades; images and environments stay."""
        for name in OWN:
            (self.var / name).unlink(missing_ok=True)
        for name in OWN_FOLDERS:
            shutil.rmtree(self.var / name, ignore_errors=True)

    def read_notes(self) -> dict[str, Any]:
        """Return what an earlier start wrote down, or nothing."""
        if not self.notes.exists():
            return {}
        return dict(json.loads(self.notes.read_text()))

    def write_notes(self, notes: dict[str, Any]) -> None:
        """Keep ``notes`` for the next start, readable by this user only."""
        descriptor = os.open(self.notes, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(notes, file)

    def keys(self) -> dict[str, str]:
        """Return this installation's random keys, made at the first start."""
        path = self.var / "keys.json"
        if not path.exists():
            made = {
                name: secrets.token_urlsafe(48)
                for name in ("ASSAY_SECRET_KEY", "ASSAY_INSTALLATION_KEY")
            }
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
            with os.fdopen(descriptor, "w") as file:
                json.dump(made, file)
        return dict(json.loads(path.read_text()))
