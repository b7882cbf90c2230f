"""The floor: the checks of a functions assignment in one process, no border at all.

Usage: check_once.py GRADERS_PARENT ASSIGNMENT SUBMISSION. Never used for grading.
"""

import importlib.util
import sys
import zlib
from pathlib import Path

sys.path.insert(0, sys.argv[1])

import numpy

from graders.judge.__main__ import load
from graders.judge.errors import ExpectationFailed
from graders.judge.functions import Judge


class LocalWork:
    """Calls the student's functions right here."""

    def __init__(self, module):
        self._module = module
        self.check = ""

    @property
    def rng(self):
        return numpy.random.default_rng([1, zlib.crc32(self.check.encode())])

    def __getattr__(self, name):
        return getattr(self._module, name)


def module_of(folder: Path):
    """Import the only Python file of a submission."""
    (path,) = folder.glob("*.py")
    spec = importlib.util.spec_from_file_location("work", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    judge = load(Path(sys.argv[2]), Judge)
    work = LocalWork(module_of(Path(sys.argv[3])))
    good = 0
    for name, rule in judge._rules.items():
        work.check = name
        try:
            rule(work)
        except ExpectationFailed as error:
            print(name, error)
        else:
            good += 1
    print(f"{good} of {len(judge._rules)} passed")


if __name__ == "__main__":
    main()
