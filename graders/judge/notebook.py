"""Judges a notebook: what it left behind is asked like a module of functions."""

from typing import Any, Dict, List, Optional

from graders.judge.errors import ExpectationFailed, LoadFailed, WorkError
from graders.judge.findings import Findings
from graders.judge.functions import Judge
from graders.judge.work import TEXT_CHARS, Work, failed_call
from graders.protocol import calls

MOST_TOLD = 20
AGAIN = "Restart the kernel and run all cells: what works only in another order fails."
SAVE = "Check that it opens in Jupyter, and hand in that file."
QUICKER = "Make that cell quicker, or do less in it."
FIRST = "{count} code {cells} did not finish. The first one: {sentence}"


class NotebookWork(Work):
    """``work.name(...)`` calls what a cell defined; ``rerun`` runs all of them again.

    What is said of cells is the notebook's own word: points should hang on what its
    functions return.
    """

    troubles: List[str]
    count = 0  # of the cells that did not finish
    _ran: Optional[List[str]] = None

    def expect_ran(self) -> None:
        """Fail the running check unless every cell of the first run finished."""
        if self.count:
            raise ExpectationFailed(
                self.summary, expected="every cell finishes", hint=AGAIN, kind="raised"
            )

    @property
    def summary(self) -> str:
        """Which cells did not finish, or nothing."""
        if not self.count:
            return ""
        cells = "cell" if self.count == 1 else "cells"
        first = self.troubles[0] if self.troubles else "it was not said why."
        return FIRST.format(count=self.count, cells=cells, sentence=first)

    def rerun(self, **parameters: Any) -> None:
        """Run it top to bottom in a fresh process, with other parameters.

        They are assigned behind the cell tagged ``parameters``. What is asked from then
        on is answered by this run. Raise WorkError where a cell does not finish.
        """
        seconds = self._seconds(self._left_s)
        sent = calls.encode(parameters)
        self._value("the notebook", {"ask": "rerun", "parameters": sent}, seconds)

    def variable(self, name: str) -> Any:
        """The value that the last run left in ``name``; raise WorkError."""
        seconds = self._seconds(self.call_s)
        return self._value(f"`{name}`", {"ask": "variable", "name": name}, seconds)

    def _loaded(self, answer: Dict[str, Any]) -> None:
        """Believe the sizes and types of nothing that is said."""
        said = calls.decode(answer.get("value"))
        if type(said) is not list or [type(x) for x in said] != [int, list, list]:
            raise calls.WireError("a run that is not described as agreed")
        self.count = max(0, said[0])
        self.troubles = [clean(text) for text in said[1][:MOST_TOLD]]

    def _unloaded(self, error: Dict[str, Any]) -> LoadFailed:
        kind, text = error["kind"], error["text"]
        if kind.startswith("cell_"):
            is_slow = kind == "cell_slow"
            hint = QUICKER if is_slow else AGAIN
            return LoadFailed(text, hint, is_slow=is_slow)
        return LoadFailed(text, SAVE)

    def _failed(self, name: str, error: Dict[str, Any], seconds: float) -> WorkError:
        kind, text = error["kind"], error["text"]
        if kind in ("notebook", "parameters"):
            return WorkError("missing", text)
        if kind.startswith("cell_"):
            which = "slow" if kind == "cell_slow" else "raised"
            return WorkError(which, f"Run again: {text}", hint=AGAIN)
        if kind == "missing" and name.startswith("`"):
            return WorkError("missing", f"No cell left a variable {name}.")
        if kind == "unsendable" and name.startswith("`"):
            return WorkError("type", f"{name} holds {text}.")
        return failed_call(name, error, seconds)


class Notebook(Judge):
    """The checks of an assignment whose student hands in a notebook."""

    work_kind = NotebookWork
    only_once = "Your notebook ran for the public checks, but not once more."

    def _tell(self, work: Work, findings: Findings) -> None:
        """Which cells did not finish: their author wants to know, points or not."""
        if isinstance(work, NotebookWork) and work.count:
            findings.note(work.summary, AGAIN)


def clean(text: Any) -> str:
    """A sentence of the student's side, believed only as far as it can be printed."""
    if type(text) is not str:
        raise calls.WireError("a sentence that is not text")
    return "".join(c if c.isprintable() else " " for c in text[:TEXT_CHARS])
