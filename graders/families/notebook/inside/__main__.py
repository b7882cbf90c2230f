"""python -m assay_notebook answer ORDERS SUBMISSION DATA CHANNEL FRAME_BYTES, or run.

``answer`` serves a judge; ``run ORDERS SUBMISSION DATA`` runs once for a person.
"""

import os
import sys
import traceback
from pathlib import Path
from typing import List

from graders.harness.__main__ import connect

from .answering import NotebookAnswers
from .orders import Task, read_task
from .relaying import relay, warm
from .trouble import say

NO_LIBRARIES = 70


def answer(task: Task, channel: str, frame_bytes: str) -> int:
    """Import while the judge starts, then connect and relay."""
    try:
        warm(task)
    except ImportError:
        traceback.print_exc()
        connect(channel).close()  # the judge need not wait for nobody
        return NO_LIBRARIES
    with connect(channel) as connection:
        return relay(connection, task, int(frame_bytes))


def run(task: Task) -> int:
    """Run the notebook once, as the judge would make it."""
    answers = NotebookAnswers(task)
    found = answers.answer({"ask": "load"})
    if "error" in found:
        sys.stderr.write(found["error"]["text"] + "\n")
        return 1
    count = found["value"][0]
    say(f"{count} cells did not finish" if count else "every cell finished")
    return 0


def main(command: str, words: List[str]) -> int:
    """0 when all went well."""
    task = read_task(*map(Path, words[:3]))
    return answer(task, *words[3:]) if command == "answer" else run(task)


if __name__ == "__main__":
    code = main(sys.argv[1], sys.argv[2:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
