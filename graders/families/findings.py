"""Reads the judge's own lines as they come, believing their size to nobody."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from graders.protocol import CheckResult, Measurement, ProtocolError, from_wire

LINE_BYTES = 256 * 1024
MOST_LINES = 2000


class Findings:
    """What the judge said so far; ``is_complete`` once it said that this was all."""

    def __init__(self, on_phase: Callable[[str, str], None] | None = None) -> None:
        self.checks: dict[str, CheckResult] = {}
        self.measurements: list[Measurement] = []
        self.phases: dict[str, str] = {}
        self.ungradable: tuple[str, str] | None = None
        self.problem = ""
        self.is_complete = False
        self._on_phase = on_phase
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
        if kind == "check":
            result = from_wire(CheckResult, body)
            self.checks[result.name] = result
        elif kind == "measurement":
            self.measurements.append(from_wire(Measurement, body))
        elif kind == "phase":
            self.phases[str(body["name"])] = str(body["state"])
            if self._on_phase:
                self._on_phase(str(body["name"]), str(body["state"]))
        elif kind == "ungradable":
            self.ungradable = (str(body["sentence"])[:1000], str(body["hint"])[:1000])
        elif kind == "broken":
            self.problem = str(body["note"])
        elif kind == "end":
            self.is_complete = True
        else:
            raise ProtocolError(f"no kind of line is called {kind!r}")
