"""python -m graders.judge COMMAND ORDERS LAB PLACE [CHANNEL]: one judge stage.

COMMAND is functions, notebook, serving, prepare, inspect or score.
"""

import importlib.util
import os
import sys
import traceback
from pathlib import Path
from typing import Any, Optional, Type, TypeVar

from graders.judge.errors import TooNoisyError
from graders.judge.findings import Findings, take_stdout
from graders.judge.functions import Judge
from graders.judge.notebook import Notebook
from graders.judge.serving import Serving
from graders.judge.training import Training, inspect_models
from graders.protocol.orders import read_orders

T = TypeVar("T")


def load(lab: Path, kind: Type[T]) -> T:
    """The one Judge or Training that the assignment's judge.py made."""
    sys.path.insert(0, str(lab))
    spec = importlib.util.spec_from_file_location("assignment_judge", lab / "judge.py")
    if spec is None or spec.loader is None:
        raise ValueError("the assignment has no judge.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    found = [each for each in vars(module).values() if isinstance(each, kind)]
    if len(found) != 1:
        raise ValueError(
            f"judge.py must make one {kind.__name__}; it made {len(found)}"
        )
    return found[0]


def run(
    command: str,
    orders_folder: Path,
    lab: Path,
    place: Path,
    channel: Optional[Path] = None,
    *,
    to: Any,
) -> None:
    """Do one stage's work."""
    orders = read_orders(orders_folder)
    if command == "functions":
        load(lab, Judge).run(orders, place, to)
    elif command == "notebook":
        load(lab, Notebook).run(orders, place, to)
    elif command == "serving":
        load(lab, Serving).run(orders, place, to)
    elif command == "prepare":
        load(lab, Training).prepare(orders, place)
    elif command == "inspect":
        inspect_models(orders, place, to)
    elif command == "score":
        load(lab, Training).score(orders, place, to, channel)
    else:
        raise ValueError(f"no judge stage is called {command!r}")


def main(findings: Findings, command: str, *places: str) -> None:
    """The last line says whether everything was said or the judge broke."""
    try:
        run(command, *map(Path, places), to=findings)
    except TooNoisyError as error:
        findings.noisy(str(error))
    except BaseException:  # noqa: BLE001 - whatever it is, it is not the student's
        traceback.print_exc()
        findings.broken(traceback.format_exc()[-4000:])
        leave(1)
    findings.end()
    leave(0)


def leave(code: int) -> None:
    """End at once: taking NumPy apart takes longer than most checks."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main(take_stdout(), *sys.argv[1:])
