"""Judges a server: ready, the contract, then load on a fresh one."""

from functools import partial
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Tuple

from graders.judge.channel import Listener
from graders.judge.errors import ChannelError, ExpectationFailed, WorkError
from graders.judge.findings import Findings, log
from graders.judge.loads import in_words
from graders.judge.rates import Measured
from graders.judge.server import BEGIN_S, Server
from graders.judge.verdict import Gates, Rule, Rules, expect, failed, passed
from graders.protocol import CheckResult, CheckSpec, Measurement
from graders.protocol.calls import LOAD_FRAME_BYTES
from graders.protocol.orders import Orders, Phase

Matched = List[Tuple[CheckSpec, Rule]]
STARTUP = "startup_s"  # a measure that the family itself takes
ONCE_MORE = "Your server was ready for the public checks, but not once more."


class Serving(Rules):
    """The checks of an assignment whose student hands in a server.

    ``check`` rules meet a server of their own; those that are hidden, and all
    ``measured`` ones, meet a fresh one whose log is the staff's. A rule returns
    nothing, a number, or a Measured. ``request_s`` is the time of one request.
    """

    def __init__(self, *, request_s: float = 5.0) -> None:
        super().__init__()
        self.request_s = request_s
        self._measured: List[str] = []
        self._probe: Optional[Rule] = None

    def probe(self, rule: Rule) -> Rule:
        """Register one real prediction: a server is ready when it succeeds."""
        self._probe = rule
        return rule

    def measured(self, name: str) -> Callable[[Rule], Rule]:
        """Register a rule that puts load on the server."""
        self._measured.append(name)
        return self.check(name)

    def run(self, orders: Orders, channel: Path, findings: Findings) -> None:
        """Serve both phases in turn; public checks come first."""
        matched, gates = self.matched(orders.checks), Gates(orders.checks)
        folders = {phase.name: channel / phase.name for phase in orders.phases}
        listeners = {name: Listener(folder) for name, folder in folders.items()}
        for phase in orders.phases:
            mine = [
                pair for pair in matched if self._is_late(pair[0]) == phase.is_hidden
            ]
            server = self._server(listeners[phase.name], phase, orders, findings)
            findings.phase(phase.name, "running")
            if not self._is_ready(server, phase, findings):
                return
            if phase.is_hidden:
                tell_start(server, orders.checks, findings)
            for spec, rule in mine:
                ask = partial(verdict, spec, rule, server, findings)
                findings.check(gates.result(spec, ask))
            server.sum_up()
            findings.phase(phase.name, _state(server))

    def _is_late(self, spec: CheckSpec) -> bool:
        return spec.is_hidden or spec.name in self._measured

    def _server(
        self, listener: Listener, phase: Phase, orders: Orders, findings: Findings
    ) -> Server:
        return Server(
            listener.accept(BEGIN_S, LOAD_FRAME_BYTES),
            findings,
            options=orders.options,
            seconds=phase.seconds,
            request_s=self.request_s,
        )

    def _is_ready(self, server: Server, phase: Phase, findings: Findings) -> bool:
        """Wait for the server and its first prediction; say why it is none."""
        options = server.options
        said = server.ready(options["ready"], float(options["ready_s"]))
        if said["state"] == "absent":
            raise ChannelError("absent", "the server's container never began")
        sentence, hint = unready(said, options)
        if not sentence and self._probe is not None:
            try:
                self._probe(server)
            except (ExpectationFailed, WorkError) as error:
                sentence = f"Your server said that it was ready, but: {error}"
                hint = error.hint
        if not sentence:
            return True
        log(f"{phase.name}: {sentence}")
        findings.ungradable(ONCE_MORE if phase.is_hidden else sentence, hint)
        findings.phase(phase.name, f"unready_{said['state']}")
        return False


def tell_start(
    server: Server, checks: Tuple[CheckSpec, ...], findings: Findings
) -> None:
    """Send how long the fresh server took until it was ready, alone on its cores.

    An assignment that grades it measures it itself.
    """
    if all(check.measure != STARTUP for check in checks):
        seconds = server.startup_s
        findings.measurement(Measurement(STARTUP, seconds, "s", repeats=(seconds,)))


def unready(said: Dict[str, Any], options: Dict[str, Any]) -> Tuple[str, str]:
    """Why a server is not ready, and what to try; two empty texts when it is."""
    port, path, seconds = options["port"], options["ready"], options["ready_s"]
    if said["state"] == "ready":
        return "", ""
    if said["state"] == "ended":
        return (
            "Your server ended before it was ready.",
            "Start it yourself with the command of the assignment.",
        )
    others = [str(each) for each in said["ports"] if each != port]
    if others and port not in said["ports"]:
        return (
            f"Nothing listens on port {port}; your server listens on "
            f"{' and '.join(others[:4])}.",
            "The environment variable PORT says where.",
        )
    if not said["ports"]:
        return (
            f"Nothing listened on port {port} within {seconds:g} seconds.",
            "Load the model once, at the start, and keep the start short.",
        )
    return (
        f"GET {path} gave no good answer within {seconds:g} seconds; "
        f"the last one: {_last(said['last'])}.",
        "Answer 200 there as soon as the server can predict.",
    )


def _last(said: str) -> str:
    return (
        f"status {said}" if said.isdigit() else in_words({said: 1}).partition("× ")[2]
    )


def verdict(
    spec: CheckSpec, rule: Rule, server: Server, findings: Findings
) -> CheckResult:
    """What ``rule`` says of the server; only these two errors are the student's."""
    server.check = spec.name
    try:
        found = rule(server)
    except (ExpectationFailed, WorkError) as error:
        log(f"{spec.name}: {error.kind}: {error}")
        return failed(spec, error)
    if found is None:
        return passed(spec)
    given = found if isinstance(found, Measured) else Measured(float(found))
    findings.measurement(
        Measurement(
            spec.measure or spec.name,
            given.value,
            unit=given.unit,
            repeats=given.repeats or (given.value,),
            low=given.low,
            high=given.high,
            warm_ups=given.warm_ups,
        )
    )
    return passed(spec, given.value)


def expect_right_answers(server: Server, *, least: int = 20) -> None:
    """Fail unless all answers that were compared during the load were right."""
    if server.wrong:
        raise ExpectationFailed(
            f"{len(server.wrong)} of {server.compared} answers that were compared "
            f"while the load was on are wrong; one: {server.wrong[0]}",
            expected="under load the same answers as before it",
            hint="Look for state that requests share, and for answers kept under "
            "a key that is not unique.",
        )
    expect(
        server.compared >= least,
        f"only {server.compared} answers could be compared: {in_words(server.errors)}",
        expected=f"at least {least}",
        kind="ended",
    )


def _state(server: Server) -> str:
    if server.broken:
        return "timeout"
    return "gone" if server.has_ended else "done"
