"""The judge's own stream: one JSON line a finding, where nothing else can print."""

import json
import os
import sys
from typing import Any, TextIO

from graders.protocol import CheckResult, Flag, Measurement, Series, to_wire


class Findings:
    """Lines for the runner; a finished check survives whatever happens next."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def check(self, result: CheckResult) -> None:
        """One finished check."""
        self._write("check", to_wire(result))

    def measurement(self, measurement: Measurement) -> None:
        """One number with its repeats."""
        self._write("measurement", to_wire(measurement))

    def series(self, series: Series) -> None:
        """A table of numbers behind a picture."""
        self._write("series", to_wire(series))

    def flag(self, flag: Flag) -> None:
        """Something people should look at."""
        self._write("flag", to_wire(flag))

    def noisy(self, note: str) -> None:
        """This machine was too noisy to time anything: nobody's points change."""
        self._write("noisy", {"note": note})

    def phase(self, name: str, state: str, asked_s: float = 0.0) -> None:
        """A student stage began, was done, or stopped answering."""
        said = {"name": name, "state": state, "asked_s": round(asked_s, 4)}
        self._write("phase", said)

    def note(self, sentence: str, hint: str) -> None:
        """Graded, and yet there is something the student should know."""
        self._write("note", {"sentence": sentence, "hint": hint})

    def ungradable(self, sentence: str, hint: str) -> None:
        """The work does not import; nothing can be checked."""
        self._write("ungradable", {"sentence": sentence, "hint": hint})

    def broken(self, note: str) -> None:
        """The judge itself failed; staff read the note."""
        self._write("broken", {"note": note})

    def end(self) -> None:
        """Everything was said; without it the report is not complete."""
        self._write("end", {})

    def _write(self, kind: str, body: Any) -> None:
        line = json.dumps({"kind": kind, "body": body}, allow_nan=False)
        self._stream.write(line + "\n")
        self._stream.flush()


def log(text: str) -> None:
    """A line for staff: the judge's log is never a student's."""
    sys.stderr.write(f"{text}\n")


def take_stdout() -> Findings:
    """Keep the real standard output; what anything prints goes to the log instead."""
    own = os.dup(1)
    os.dup2(2, 1)
    return Findings(os.fdopen(own, "w", encoding="utf-8"))
