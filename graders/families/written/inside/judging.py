"""python -m written judging ORDERS LAB READ OUT: the judge of written work."""

import json
import traceback
from pathlib import Path
from typing import Any, Dict, FrozenSet, Iterator, Mapping

from graders.judge.__main__ import leave
from graders.judge.findings import Findings, take_stdout
from graders.protocol import CheckResult, CheckSpec, Flag
from graders.protocol.orders import read_orders

from .answers import label
from .errors import UnreadableError
from .likeness import FEWEST, most_of, runs_of, sketches
from .measures import MEASURES, SHARES
from .words import words_of
from .written import Written, take

SKETCH = "sketch.json"
MOST_EVIDENCE = 40


def verdict(spec: CheckSpec, work: Written, options: Mapping[str, Any]) -> CheckResult:
    """What one check finds; the portal decides who sees how much of it, and when."""
    name, _, section = spec.measure.partition(".")
    found = MEASURES[name.replace("all-", "", 1)](work, options, section)
    evidence = found.evidence[:MOST_EVIDENCE]
    if name.startswith("all-"):
        return CheckResult(spec.name, found.passed, None, evidence)
    is_met = found.passed or (name in SHARES and found.value > 0)
    return CheckResult(spec.name, is_met, found.value, evidence)


def flags(work: Written, lab: Path, copied_percent: int) -> Iterator[Flag]:
    """What staff should look at; none of it takes points."""
    for note in work.document.notes if work.document else ():
        yield Flag("", f"{note} Open it in a viewer that runs nothing.")
    known = sources(lab / "hidden" / "sources")
    asked = {one["name"]: label(one, work.form) for one in work.questions}
    for name, words in work.texts().items():
        if len(words) < FEWEST:
            continue
        share, source = most_of(runs_of(words), known)
        if 100 * share >= copied_percent:
            part = f"{100 * share:.0f} %"
            what = f"the answer to “{asked[name]}”" if name in asked else name
            said = f"{part} of the runs of five words of {what} stand in {source}."
            yield Flag("", said)


def sources(folder: Path) -> Dict[str, FrozenSet[int]]:
    """Texts that must not be copied: as text, or as the numbers of their runs."""
    found: Dict[str, FrozenSet[int]] = {}
    for path in sorted(folder.glob("*")):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".runs":
            numbers = (int(line, 16) for line in text.split())
            found[path.stem] = frozenset(numbers)
        else:
            found[path.stem] = runs_of(words_of(text))
    return found


def judge(orders: Path, lab: Path, read: Path, out: Path, to: Findings) -> None:
    """Go through the checks, flag what people should see, leave a sketch."""
    told = read_orders(orders)
    work = take(read, told.options)
    for spec in told.checks:
        to.check(verdict(spec, work, told.options))
    for flag in flags(work, lab, int(told.options["copied_percent"])):
        to.flag(flag)
    sketch = {"format": 1, "texts": sketches(work.texts())}
    (out / SKETCH).write_text(json.dumps(sketch), encoding="utf-8")


def main(*places: str) -> None:
    """The last line says whether everything was said or the judge broke."""
    findings = take_stdout()
    try:
        judge(*map(Path, places), to=findings)
    except UnreadableError as error:
        findings.ungradable(error.sentence, error.hint)
    except BaseException:  # noqa: BLE001 - whatever it is, it is not the student's
        traceback.print_exc()
        findings.broken(traceback.format_exc()[-4000:])
        leave(1)
    findings.end()
    leave(0)
