"""What this machine can do: its sandbox, its images, its labels."""

import logging
import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from graders.devices import Device, this_device
from graders.families import Job, run_job
from graders.protocol import Claim, Lease, Report
from graders.runner.errors import SetupError
from graders.runner.feed import PortalFeed
from graders.runner.folders import Folders
from graders.sandbox.choose import choose_sandbox
from graders.sandbox.docker_backend import DockerSandbox
from graders.sandbox.images import DEFAULT_FOLDER
from graders.sandbox.process_backend import ProcessSandbox
from graders.sandbox.stage import SandboxError

ROOT = Path(__file__).resolve().parents[2]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Machine:
    """A checked sandbox on a described device."""

    sandbox: DockerSandbox | ProcessSandbox
    device: Device

    @property
    def environment(self) -> Mapping[str, str]:
        """What goes into every report."""
        return self.device.environment

    def claim(self) -> Claim:
        """Ask for work that fits; raise SandboxError while the engine is away."""
        return Claim(
            labels=self.device.labels,
            sandbox=self.sandbox.name,
            images=self.sandbox.present(),
            environment=dict(self.device.environment),
        )

    def grade(self, lease: Lease, folders: Folders, feed: PortalFeed) -> Report:
        """Run the lease's family here."""
        job = Job(
            lease=lease,
            work=folders.work,
            submission=folders.submission,
            public=folders.public,
            judge=folders.judge,
        )
        return run_job(job, sandbox=self.sandbox, feed=feed)


def prepare_machine(kind: str, *, runner_id: str) -> Machine:
    """Choose, check and tidy the sandbox; raise SetupError saying what is missing."""
    try:
        sandbox = choose_sandbox(
            cast(Literal["auto", "docker", "process"], kind),
            runner_id=runner_id,
            boot=uuid.uuid4().hex[:8],
            images=DEFAULT_FOLDER,
            var=Path(os.environ.get("ASSAY_VAR") or ROOT / "var"),
        )
        problems = sandbox.check()
        removed = 0 if problems else sandbox.remove_leftovers()
    except (SandboxError, OSError) as error:
        raise SetupError(f"The {kind} sandbox does not work here: {error}") from error
    if problems:
        raise SetupError("This machine cannot grade yet:\n- " + "\n- ".join(problems))
    if removed:
        logger.info("removed leftovers of an earlier run things=%d", removed)
    if not sandbox.isolates:
        logger.warning(
            "sandbox=%s does not isolate: it does not protect hidden data or this"
            " machine; for demonstrations and authors only",
            sandbox.name,
        )
    return Machine(sandbox, this_device())
