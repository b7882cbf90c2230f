"""What an assignment's judge.py may use."""

from graders.judge.errors import ExpectationFailed, WorkError
from graders.judge.functions import Judge
from graders.judge.notebook import Notebook, NotebookWork
from graders.judge.runs import Run
from graders.judge.training import Training
from graders.judge.verdict import expect, in_percent
from graders.judge.work import Work

__all__ = [
    "ExpectationFailed",
    "Judge",
    "Notebook",
    "NotebookWork",
    "Run",
    "Training",
    "Work",
    "WorkError",
    "expect",
    "in_percent",
]
