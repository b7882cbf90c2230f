"""Prints what checking found, as tables and sentences."""

from __future__ import annotations

import sys

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graders.check.checking import Result
from graders.check.spread import Spread, Value
from graders.check.trying import Tried
from graders.check.usage import usage_of

WIDTH = 118  # where nobody says how wide the page is
MOST_SLOW = 5
INDENT = " " * 8


def make_console(*, is_for_progress: bool = False) -> Console:
    """The page, or beside it the place for what is going on."""
    file = sys.stderr if is_for_progress else sys.stdout
    width = None if file.isatty() else WIDTH
    return Console(file=file, width=width, highlight=False, soft_wrap=False)


def show_result(console: Console, result: Result) -> None:
    """Cases, the reference's figures, then what there is to do."""
    console.print(f"\n[bold]{escape(result.spec.slug)}[/]: {escape(result.spec.title)}")
    console.print(_cases(result))
    if result.values:
        console.print(_values(result))
    searched = result.searched
    if searched.stages:
        stages = ", ".join(searched.stages)
        console.print(
            f"Looked for hidden data in {searched.files:,} files of: {stages}"
        )
    for note in sorted(result.notes, key=lambda n: not n.is_failure):
        word = "[bold red]FAILED[/]" if note.is_failure else "[yellow]warning[/]"
        console.print(f"{word} {escape(note.sentence)}", soft_wrap=True)
        todo = escape(note.todo).replace("\n", f"\n{INDENT}")
        console.print(f"{INDENT}[dim]{todo}[/]", soft_wrap=True)


def show_slowest(console: Console, results: list[Result]) -> None:
    """What took longest, so that it can be made shorter."""
    cases = {
        f"{result.spec.slug} {tried.case.name}": [r.report.seconds for r in tried.runs]
        for result in results
        for tried in result.tried
    }
    count = sum(map(len, cases.values()))
    if count > 1:
        total = sum(map(sum, cases.values()))
        slow = sorted(cases, key=lambda name: -max(cases[name], default=0.0))
        said = [f"{name} {max(cases[name], default=0.0):.1f} s" for name in slow]
        names = ", ".join(said[:MOST_SLOW])
        told = f"\n{count} runs, {total:.0f} s; the slowest: {names}"
        console.print(told, soft_wrap=True)


def _cases(result: Result) -> Table:
    table = Table(box=SIMPLE_HEAD)
    table.add_column("Case", no_wrap=True)
    for name in ("Runs", "Points", "Expected"):
        table.add_column(name, justify="right")
    table.add_column("Outcome")
    for name in ("Seconds", "CPU s", "Memory, MiB"):
        table.add_column(name, justify="right")
    table.add_column("")
    for tried in result.tried:
        table.add_row(*_row(tried))
    return table


def _row(tried: Tried) -> list[str]:
    case, runs = tried.case, tried.runs
    expected = f"{case.low:g}-{case.high:g}"
    says = "[bold red]WRONG[/]" if tried.complaints else "[green]fine[/]"
    if not runs:
        return [case.name, "0", "-", expected, "refused", "-", "-", "-", says]
    usages = [usage_of(run) for run in runs]
    cpu = [u.cpu_seconds for u in usages if u.cpu_seconds is not None]
    peaks = [u.peak_memory_mib for u in usages if u.peak_memory_mib is not None]
    limit = usages[0].limit_mib
    return [
        case.name,
        str(len(runs)),
        _figure(Spread.of([run.score.points for run in runs])),
        expected,
        ", ".join(dict.fromkeys(run.report.outcome.value for run in runs)),
        _figure(Spread.of([u.seconds for u in usages]), ".1f"),
        f"{max(cpu):.1f}" if cpu else "-",
        (f"{max(peaks):.0f} of {limit}" if limit else f"{max(peaks):.0f}")
        if peaks
        else "-",
        says,
    ]


def _values(result: Result) -> Table:
    table = Table(box=SIMPLE_HEAD)
    count = len(result.reference)
    runs = "one run" if count == 1 else f"{count} runs"
    table.add_column(f"The reference, {runs}", no_wrap=True)
    for name in ("Value", "Curve"):
        table.add_column(name)
    for name in ("Earns", "Loses points after", "in standard deviations"):
        table.add_column(name, justify="right")
    for value in result.values:
        table.add_row(*_value_row(value))
    return table


def _value_row(value: Value) -> list[str]:
    check = value.check
    numbers = ", ".join(f"{number:g}" for number in check.curve.numbers)
    distance = "never" if value.distance is None else f"{value.distance:.3g}"
    sds = "-" if value.sds is None else f"{value.sds:.1f}"
    unit = f" {check.unit}" if check.unit else ""
    return [
        check.name,
        f"{_figure(value.spread)}{unit}",
        f"{check.curve.kind}({numbers})",
        f"{100 * value.share:.0f} %",
        distance,
        sds,
    ]


def _figure(spread: Spread, form: str = ".4g") -> str:
    """A mean, with its standard deviation where there is one."""
    mean = f"{spread.mean:{form}}"
    return mean if not spread.sd else f"{mean} ± {spread.sd:.2g}"
