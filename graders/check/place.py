"""What both commands take: options, a sandbox, folders at run time."""

from __future__ import annotations

import argparse
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from graders.check.local import local_key
from graders.sandbox.choose import choose_sandbox
from graders.sandbox.stage import Sandbox

REPOSITORY = Path(__file__).resolve().parents[2]
UNPROTECTED = (
    "The process sandbox runs code as plain processes: hidden data is NOT protected."
)


@dataclass(frozen=True)
class Place:
    """Where and how things are graded here."""

    sandbox: Sandbox
    var: Path

    @property
    def key(self) -> bytes:
        """What local seeds are derived from."""
        return local_key(self.var)

    @property
    def logs(self) -> Path:
        """A fresh folder for the logs of one grading."""
        return self.var / "logs" / f"local-{secrets.token_hex(4)}"


def add_options(parser: argparse.ArgumentParser) -> None:
    """--sandbox and --var."""
    default = Path(os.environ.get("ASSAY_VAR", REPOSITORY / "var"))
    kinds = ("auto", "docker", "process")
    parser.add_argument("--sandbox", choices=kinds, default="auto")
    parser.add_argument("--var", type=Path, default=default)


def make_place(options: argparse.Namespace) -> Place:
    """The sandbox asked for, with a runner id of this process alone."""
    sandbox = choose_sandbox(
        options.sandbox,
        runner_id=f"local-{os.getpid()}",
        boot=secrets.token_hex(4),
        var=options.var,
    )
    return Place(sandbox, options.var)
