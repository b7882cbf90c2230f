"""Runs the notebook when the judge says so, then answers for what it left behind."""

from typing import Any, Dict, List, Optional

from graders.harness.answering import Answers
from graders.protocol import calls

from .orders import Task, enter
from .parameters import ParameterError, inject, literal
from .reading import Cell, NotebookError
from .trouble import Trouble, called, error, say

MAY_RAISE = "raises-exception"
SKIPPED = "skip-execution"
NO_LIMIT_S = 0.0
MOST_TOLD = 20


class Asked(Answers):
    """Answers for names that cells left behind, variables included."""

    def answer(self, question: Dict[str, Any]) -> Dict[str, Any]:
        """The answer to one question, without its nonce."""
        if question["ask"] == "variable":
            return self._variable(question["name"])
        return super().answer(question)

    def _variable(self, name: str) -> Dict[str, Any]:
        missing = object()
        value = getattr(self.modules[0], name, missing) if self.modules else missing
        if value is missing:
            return error("missing", name)
        try:
            return {"value": calls.encode(value)}
        except calls.UnsendableError as problem:
            return error("unsendable", str(problem))
        except RecursionError:
            return error("unsendable", "something that is nested too deeply")


class NotebookAnswers(Asked):
    """One run of the notebook; another one is another process."""

    def __init__(self, task: Task) -> None:
        super().__init__(task.submission, ())
        self._task = task
        self._session: Any = None

    def answer(self, question: Dict[str, Any]) -> Dict[str, Any]:
        """The answer to one question, without its nonce."""
        if question["ask"] in ("load", "rerun"):
            return self._run(question)
        answer: Optional[Dict[str, Any]] = self._session.answer(question)
        return super().answer(question) if answer is None else answer

    def place(self, error: BaseException) -> Any:
        """The deepest cell that ``error`` came through."""
        return self._session.place_of(error)

    def _run(self, question: Dict[str, Any]) -> Dict[str, Any]:
        values = calls.decode(question.get("parameters", {"dict": {}}))
        try:
            cells, notes = self._task.cells()
            cells = inject(cells, values)
        except NotebookError as problem:
            return error("notebook", str(problem))
        except ParameterError as problem:
            return error("parameters", str(problem))
        for note in [*notes, *_named(values)]:
            say(note)
        troubles = self._run_all(cells)
        if self._session.names is not None:
            self.modules = [self._session.names]
        if troubles and troubles[-1].kind == "died":
            raise EOFError  # as if it had been this process
        if troubles and (question["ask"] == "rerun" or not self._task.goes_on):
            return error(f"cell_{troubles[0].kind}", troubles[0].sentence)
        said = [trouble.sentence for trouble in troubles[:MOST_TOLD]]
        return {"value": calls.encode([len(troubles), said, notes])}

    def _run_all(self, cells: List[Cell]) -> List[Trouble]:
        self._session = make_session(self._task)
        troubles: List[Trouble] = []
        for cell in cells:
            if not cell.is_run or SKIPPED in cell.tags:
                continue
            say(f"--- {called(cell)}")
            found = self._session.run(cell, self._task.cell_seconds or NO_LIMIT_S)
            if found is None or (MAY_RAISE in cell.tags and found.kind == "raised"):
                continue
            say(f"!!! {found.sentence}")
            troubles.append(found)
            if found.kind == "died" or not self._task.goes_on:
                break
        return troubles


def _named(values: Dict[str, Any]) -> List[str]:
    said = ", ".join(f"{name} = {literal(value)}" for name, value in values.items())
    return [f"=== Run again with {said}"] if values else []


def make_session(task: Task) -> Any:
    """A shell or a kernel, as the assignment says, in a folder of its own."""
    work = enter(task)
    if task.has_kernel:
        from .kernel import KernelSession

        return KernelSession(str(work))
    from .shell import ShellSession

    return ShellSession()
