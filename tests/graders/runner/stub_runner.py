"""The whole program in a process of its own, with only the grading made up.

argv: the runner's own arguments. A submission's ``sleep`` file says for how many
seconds grading takes; cancelled, it ends at once.
"""

import sys
import time

from graders.devices import Device
from graders.protocol import Claim, Outcome, Report
from graders.runner import __main__ as program


class StubSandbox:
    """Enough for the first log line."""

    name = "stub"


class StubMachine:
    """Grades by sleeping."""

    sandbox = StubSandbox()
    device = Device(("arch:test",), {})
    environment = {}

    def claim(self):
        return Claim(labels=self.device.labels, sandbox="stub")

    def grade(self, lease, folders, feed):
        asked = folders.submission / "sleep"
        until = time.monotonic() + float(asked.read_text() if asked.exists() else 0)
        while time.monotonic() < until:
            if feed.is_cancelled():
                return Report(lease.id, lease.attempt, Outcome.CANCELLED)
            time.sleep(0.01)
        return Report(lease.id, lease.attempt, Outcome.GRADED, "Done.")


if __name__ == "__main__":
    program.prepare_machine = lambda kind, runner_id: StubMachine()
    sys.exit(program.main(sys.argv[1:]))
