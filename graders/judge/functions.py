"""Judges functions: asks, compares, and says each result as soon as it is known."""

from functools import partial
from pathlib import Path
from typing import Dict, List, Tuple, Type

from graders.judge.channel import Listener
from graders.judge.errors import (
    ChannelError,
    ExpectationFailed,
    LoadFailed,
    WorkError,
)
from graders.judge.findings import Findings, log
from graders.judge.timing import Reference, Timer
from graders.judge.verdict import Gates, Rule, Rules, failed, passed
from graders.judge.work import Work
from graders.protocol import CheckResult, CheckSpec
from graders.protocol.calls import FRAME_BYTES
from graders.protocol.orders import Orders, Phase

CONNECT_S = 60.0
ONLY_ONCE = "Your files could be imported for the public checks, but not once more."
Matched = List[Tuple[CheckSpec, Rule]]


class Judge(Rules):
    """The checks of an assignment whose student hands in functions.

    ``call_s`` is the time of one call.
    """

    work_kind: Type[Work] = Work
    only_once = ONLY_ONCE

    def __init__(self, *, call_s: float = 5.0) -> None:
        super().__init__()
        self.call_s = call_s

    def run(self, orders: Orders, channel: Path, findings: Findings) -> None:
        """Serve every phase in turn; public ones come first."""
        matched = self.matched(orders.checks)
        self._gates = Gates(orders.checks)
        listeners = {p.name: Listener(channel / p.name) for p in orders.phases}
        staff = orders.reference
        reference = (
            Reference(Listener(channel / staff.name), staff, self.call_s)
            if staff
            else None
        )
        self._timer = Timer(reference, findings)
        for phase in orders.phases:
            mine = [pair for pair in matched if pair[0].is_hidden == phase.is_hidden]
            if not self._serve(phase, mine, listeners, orders.hidden_seed, findings):
                break
        if reference:
            reference.close()

    def _serve(
        self,
        phase: Phase,
        matched: Matched,
        listeners: Dict[str, Listener],
        seed: int,
        findings: Findings,
    ) -> bool:
        """Go through one phase; False when the next ones make no sense."""
        try:
            channel = listeners[phase.name].accept(CONNECT_S, FRAME_BYTES)
            work = self.work_kind(channel, seconds=phase.seconds, seed=seed)
            work.call_s, work.timer = self.call_s, self._timer
            findings.phase(phase.name, "running")
            work.load()
        except LoadFailed as error:
            log(f"{phase.name}: {error}")
            said = self.only_once if phase.is_hidden else str(error)
            findings.ungradable(said, error.hint)
            if error.is_slow:
                findings.phase(phase.name, "load_slow")
            return False
        except ChannelError as error:
            log(f"{phase.name}: while loading: {error}")
            findings.phase(phase.name, f"load_{error.state}")
            return False
        if not phase.is_hidden:
            self._tell(work, findings)
        for spec, rule in matched:
            found = self._gates.result(spec, partial(verdict, spec, rule, work))
            findings.check(found)
        work.close()
        state = work.broken.state if work.broken else "done"
        findings.phase(phase.name, state, work.asked_s)
        return state != "timeout"

    def _tell(self, work: Work, findings: Findings) -> None:
        """Say what the student should know of how it was loaded."""


def verdict(spec: CheckSpec, rule: Rule, work: Work) -> CheckResult:
    """What ``rule`` says of the work; only these two errors are the student's."""
    work.check, work.measure = spec.name, spec.measure or spec.name
    try:
        value = rule(work)
    except (ExpectationFailed, WorkError) as error:
        log(f"{spec.name}: {error.kind}: {error}")
        return failed(spec, error)
    return passed(spec, value)
