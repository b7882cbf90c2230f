"""python -m optimization judging ORDERS LAB CHANNEL: the judge of a model file."""

import traceback
from functools import partial
from pathlib import Path
from typing import Dict, Optional

from graders.judge.__main__ import leave, load
from graders.judge.channel import Listener
from graders.judge.errors import (
    ChannelError,
    ExpectationFailed,
    TooNoisyError,
    WorkError,
)
from graders.judge.findings import Findings, log, take_stdout
from graders.judge.verdict import Gates, Rule, Rules, failed, passed
from graders.protocol import CheckResult, CheckSpec
from graders.protocol.calls import FRAME_BYTES
from graders.protocol.orders import Orders, read_orders

from .facts import read
from .player import EngineError, Player
from .trial import Plan, Rows, Trial
from .tried import Tried as Tried

CONNECT_S = 60.0
MODEL, REFERENCE = "engine", "reference"


class Optimization(Rules):
    """The checks of an assignment whose student hands in a model.

    A rule is called with a Tried; ``classes`` is how many scores a row gets, ``plan``
    how much is measured.
    """

    def __init__(self, *, classes: int, plan: Optional[Plan] = None) -> None:
        super().__init__()
        self.classes = classes
        self.plan = plan or Plan()
        self._rows: Optional[Rows] = None

    def hidden_rows(self, generator: Rows) -> Rows:
        """Register what draws ``count`` rows and their labels from a seed."""
        self._rows = generator
        return generator

    def run(self, orders: Orders, channel: Path, findings: Findings) -> None:
        """Go through the checks; each is said as soon as it is known."""
        if self._rows is None:
            raise ValueError("judge.py has no @….hidden_rows")
        matched = self.matched(orders.checks)
        players = self._players(orders, channel, findings)
        players[REFERENCE].load()
        if not _loads(players[MODEL], findings):
            return
        trial = Trial(players[MODEL], players[REFERENCE], self._rows, self.plan)
        facts, reference = (read(orders.options[k]) for k in ("facts", "float_facts"))
        tried = Tried(trial, players, facts, reference, orders, findings)
        gates = Gates(orders.checks)
        for spec, rule in matched:
            findings.check(gates.result(spec, partial(verdict, spec, rule, tried)))
        if (broken := players[REFERENCE].broken) is not None:
            raise ValueError(f"the reference's engine broke: {broken}")
        findings.phase(MODEL, _state(players[MODEL]), players[MODEL].asked_s)

    def _players(
        self, orders: Orders, channel: Path, findings: Findings
    ) -> Dict[str, Player]:
        listeners = {
            phase.name: Listener(channel / phase.name) for phase in orders.phases
        }
        players = {}
        for phase in orders.phases:
            try:
                connected = listeners[phase.name].accept(CONNECT_S, FRAME_BYTES)
            except ChannelError as error:
                raise ValueError(f"{phase.name}: no engine connected") from error
            players[phase.name] = Player(
                connected, seconds=phase.seconds, classes=self.classes
            )
            findings.phase(phase.name, "running")
        return players


def verdict(spec: CheckSpec, rule: Rule, tried: Tried) -> CheckResult:
    """What ``rule`` says of the model; only these two errors are the student's."""
    try:
        return passed(spec, rule(tried))
    except (ExpectationFailed, WorkError) as error:
        log(f"{spec.name}: {error.kind}: {error}")
        return failed(spec, error)


def _loads(player: Player, findings: Findings) -> bool:
    try:
        player.load()
    except EngineError as error:
        findings.ungradable(
            f"ONNX Runtime does not load model.onnx: {error}",
            "Try onnxruntime.InferenceSession(path) in the assignment's image.",
        )
        return False
    except WorkError:
        findings.phase(MODEL, _state(player), player.asked_s)
        return False
    return True


def _state(player: Player) -> str:
    return player.broken.state if player.broken else "done"


def main(*places: str) -> None:
    """The last line says whether everything was said or the judge broke."""
    findings = take_stdout()
    orders, lab, channel = map(Path, places)
    try:
        load(lab, Optimization).run(read_orders(orders), channel, findings)
    except TooNoisyError as error:
        findings.noisy(str(error))
    except BaseException:  # noqa: BLE001 - whatever it is, it is not the student's
        traceback.print_exc()
        findings.broken(traceback.format_exc()[-4000:])
        leave(1)
    findings.end()
    leave(0)
