"""Reads the judge's own lines as they come, believing their size to nobody."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from graders.protocol import (
    CheckResult,
    Flag,
    Measurement,
    ProtocolError,
    Series,
    from_wire,
)

LINE_BYTES = 256 * 1024
MOST_LINES = 2000


class Findings:
    """What the judge said so far; ``is_complete`` once it said that this was all."""

    def __init__(self, on_phase: Callable[[str, str], None] | None = None) -> None:
        self.checks: dict[str, CheckResult] = {}
        self.measurements: list[Measurement] = []
        self.series: list[Series] = []
        self.flags: list[Flag] = []
        self.phases: dict[str, str] = {}
        self.asked_s: dict[str, float] = {}  # what a phase's answers took, in all
        self.ungradable: tuple[str, str] | None = None
        self.note: tuple[str, str] | None = None  # graded, and yet worth a sentence
        self.noise = ""  # why this machine could not time anything
        self.problem = ""
        self.is_complete = False
        self.on_phase = on_phase
        self._rest = b""
        self._lines = 0

    def write(self, data: bytes) -> None:
        """Take what the judge's stdout brought; a sink."""
        if self.problem:
            return
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._take(line)
        if len(self._rest) > LINE_BYTES:
            self.problem = "The judge wrote a line that is too long."

    def _take(self, line: bytes) -> None:
        self._lines += 1
        try:
            if self._lines > MOST_LINES or len(line) > LINE_BYTES:
                raise ProtocolError("more or longer lines than a judge may write")
            message = json.loads(line)
            self._keep(message["kind"], message["body"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            self.problem = f"The judge wrote what it may not: {error}"

    def _keep(self, kind: str, body: Any) -> None:
        takes = getattr(self, f"_take_{kind}", None) if kind in KINDS else None
        if takes is None:
            raise ProtocolError(f"no kind of line is called {kind!r:.80}")
        takes(body)

    def _take_check(self, body: Any) -> None:
        result = from_wire(CheckResult, body)
        self.checks[result.name] = result

    def _take_measurement(self, body: Any) -> None:
        self.measurements.append(from_wire(Measurement, body))

    def _take_series(self, body: Any) -> None:
        self.series.append(from_wire(Series, body))

    def _take_flag(self, body: Any) -> None:
        self.flags.append(from_wire(Flag, body))

    def _take_phase(self, body: Any) -> None:
        name, state = str(body["name"]), str(body["state"])
        self.phases[name] = state
        self.asked_s[name] = float(body.get("asked_s", 0.0))
        if self.on_phase:
            self.on_phase(name, state)

    def _take_ungradable(self, body: Any) -> None:
        self.ungradable = (str(body["sentence"])[:1000], str(body["hint"])[:1000])

    def _take_note(self, body: Any) -> None:
        self.note = (str(body["sentence"])[:1000], str(body["hint"])[:1000])

    def _take_noisy(self, body: Any) -> None:
        self.noise = str(body["note"])[:1000]

    def _take_broken(self, body: Any) -> None:
        self.problem = str(body["note"])

    def _take_end(self, body: Any) -> None:
        self.is_complete = True


KINDS = tuple(
    name.removeprefix("_take_") for name in vars(Findings) if name.startswith("_take_")
)
