"""Tries an assignment's own examples, and sums up what that says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graders.check.deciding import idle_checks
from graders.check.expecting import Case, quick_cases, read_cases, read_given
from graders.check.local import Graded
from graders.check.losing import lost_by
from graders.check.needles import needles_of
from graders.check.notes import Note, failure
from graders.check.place import Place
from graders.check.searching import Recorder, Searched, search_stages
from graders.check.spread import Spread, Value, thin_margins, values_of
from graders.check.trying import Told, Tried, try_case
from graders.check.usage import tight_limits
from graders.protocol.seeds import hidden_seed
from graders.spec import AssignmentSpec

REFERENCE_RUNS = 3  # fewer say nothing about a spread


@dataclass(frozen=True)
class Wishes:
    """How much is tried: ``repeat`` of every case, some cases ``only``, or ``quick``.

    Quick is the reference and one mutant, once, with one training seed unless some
    seeds may fail.
    """

    repeat: int = 1
    only: str = ""
    is_quick: bool = False


@dataclass(frozen=True)
class Result:
    """Everything that was found out about one assignment."""

    spec: AssignmentSpec
    tried: tuple[Tried, ...]
    notes: tuple[Note, ...]
    searched: Searched
    images: tuple[str, ...]
    is_whole: bool  # every case was tried, as often as a proof wants

    @property
    def is_fine(self) -> bool:
        return not any(note.is_failure for note in self.notes)

    @property
    def reference(self) -> Sequence[Graded]:
        """The runs of the reference; none when it was left out."""
        return next((t.runs for t in self.tried if t.case.is_reference), ())

    @property
    def values(self) -> list[Value]:
        """What the reference reached, check by check."""
        return values_of(self.spec, self.reference) if self.reference else []

    @property
    def points(self) -> Spread | None:
        """What the reference scored."""
        scored = [run.score.points for run in self.reference]
        return Spread.of(scored) if scored else None


def check_assignment(
    spec: AssignmentSpec, place: Place, wishes: Wishes, told: Told
) -> Result | None:
    """Try what was wished for; None when nothing of this assignment was."""
    everything = read_cases(spec.folder)
    cases = _chosen(spec, everything, wishes)
    if not cases:
        return None
    if wishes.is_quick and not spec.grade.options.get("pass_seeds"):
        spec = replace(spec, grade=replace(spec.grade, seeds=1))
    is_whole = len(cases) == len(everything) and not wishes.is_quick
    trial = _Trial(spec, place, told)
    tried = tuple(
        trial.run(case, _runs(case, wishes.repeat, is_whole=is_whole)) for case in cases
    )
    notes = [note for t in tried for note in _complaints(t)] + [*trial.searched.notes]
    result = Result(
        spec, tried, (), trial.searched, tuple(trial.recorder.images), is_whole=is_whole
    )
    if result.reference:
        notes += tight_limits(result.reference)
    if is_whole:
        notes += [*thin_margins(result.values), *idle_checks(spec, tried)]
    return replace(result, notes=tuple(notes))


class _Trial:
    """The cases of one assignment; the reference's first run is watched."""

    def __init__(self, spec: AssignmentSpec, place: Place, told: Told) -> None:
        self.searched = Searched()
        self.recorder = Recorder(place.sandbox)
        self._spec, self._place, self._told = spec, place, told

    def run(self, case: Case, runs: int) -> Tried:
        return try_case(
            self._spec,
            case,
            self._place,
            runs=runs,
            sandbox=self.recorder if case.is_reference else self._place.sandbox,
            told=self._told,
            afterwards=(lambda: self._search(case)) if case.is_reference else _nothing,
        )

    def _search(self, case: Case) -> None:
        spec = self._spec
        needles = needles_of(
            spec,
            handed_in=case.folder,
            hidden_seed=hidden_seed(self._place.key, spec.digest),
            given=read_given(spec.folder),
        )
        self.searched = search_stages(self.recorder, needles)


def _chosen(spec: AssignmentSpec, cases: list[Case], wishes: Wishes) -> list[Case]:
    if wishes.is_quick:
        cases = quick_cases(cases)
    only = wishes.only
    return [case for case in cases if only in case.name or only in spec.folder.name]


def _runs(case: Case, repeat: int, *, is_whole: bool) -> int:
    return max(repeat, REFERENCE_RUNS) if case.is_reference and is_whole else repeat


def _complaints(tried: Tried) -> list[Note]:
    case = tried.case
    notes = []
    for k, text in tried.complaints:
        logs = f" The logs are in {tried.runs[k - 1].logs}." if tried.runs else ""
        which = f", run {k}" if len(tried.runs) > 1 else ""
        said = f"{logs}{_lost(tried, k, text)}{_staff_note(tried, k)}"
        notes.append(
            failure(f"{case.name}{which}: {text}.", f"{_todo(case, text)}{said}")
        )
    return notes


def _todo(case: Case, complaint: str) -> str:
    if "too many" in complaint and case.is_mutant:
        return "Close the hole in the checks; move the range only if it was wrong."
    return "Repair the solution or the judge; move the range only if it was wrong."


def _lost(tried: Tried, k: int, complaint: str) -> str:
    lost = lost_by(tried.runs[k - 1]) if "too few" in complaint else ""
    return f"\n{lost}" if lost else ""


def _staff_note(tried: Tried, k: int) -> str:
    note = tried.runs[k - 1].report.staff_note if tried.runs else ""
    return f"\n{note}" if note else ""


def _nothing() -> None:
    """Only the reference is watched."""
