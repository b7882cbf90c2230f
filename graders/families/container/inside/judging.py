"""python -m container judging ORDERS LAB FILES: the judge of files."""

import traceback
from pathlib import Path

from graders.judge.__main__ import leave, load
from graders.judge.errors import ExpectationFailed, WorkError
from graders.judge.findings import Findings, log, take_stdout
from graders.judge.verdict import Rule, Rules, failed, passed
from graders.protocol import CheckResult, CheckSpec
from graders.protocol.orders import Orders, read_orders

from .findings import BrokenRules, Graded, UnreadableError, evidence
from .handed_in import HandedIn
from .texts import FILE_KIB


class Described(Rules):
    """The checks of an assignment whose student hands in descriptions.

    A rule is called with a HandedIn; it returns nothing, a value or a Graded.
    """

    def run(self, orders: Orders, folder: Path, findings: Findings) -> None:
        """Go through the checks; each is said as soon as it is known."""
        matched = self.matched(orders.checks)
        file_kib = int(orders.options.get("max_file_kib", FILE_KIB))
        files = HandedIn(folder, file_kib=file_kib)
        files.seed = orders.hidden_seed
        for spec, rule in matched:
            findings.check(verdict(spec, rule, files))


def verdict(spec: CheckSpec, rule: Rule, files: HandedIn) -> CheckResult:
    """What ``rule`` says of the files; only these errors are the student's."""
    try:
        value = rule(files)
    except UnreadableError as error:
        log(f"{spec.name}: {error.sentence}")
        said = ExpectationFailed(error.sentence, hint=error.hint, kind="file")
        return failed(spec, said)
    except BrokenRules as error:
        log(f"{spec.name}: {error}")
        if spec.is_hidden:
            return failed(spec, error)
        return CheckResult(spec.name, False, None, evidence(error.findings))
    except (ExpectationFailed, WorkError) as error:
        log(f"{spec.name}: {error.kind}: {error}")
        return failed(spec, error)
    if isinstance(value, Graded):
        said_of = () if spec.is_hidden else evidence(value.findings)
        return passed(spec, value.value, evidence=said_of)
    return passed(spec, value)


def main(*places: str) -> None:
    """The last line says whether everything was said or the judge broke."""
    findings = take_stdout()
    orders, lab, files = map(Path, places)
    try:
        load(lab, Described).run(read_orders(orders), files, findings)
    except BaseException:  # noqa: BLE001 - whatever it is, it is not the student's
        traceback.print_exc()
        findings.broken(traceback.format_exc()[-4000:])
        leave(1)
    findings.end()
    leave(0)
