"""Makes a comparison: what is compared, in a process with limits, kept."""

import logging
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.audit.services import record
from portal.lib import store
from portal.similarity.material import Material, material_of
from portal.similarity.models import LIVE, Case, Comparison, Entry, Pair, RunState
from portal.submissions import limited

SCRIPT = str(Path(__file__).resolve().parents[1] / "inside" / "compare.py")
# By the clock it may take long: a busy machine is slow, not hostile.
LIMITS = limited.Limits(memory_bytes=2 * 2**30, cpu_s=240, wall_s=900)
LARGEST_SHEET = 16 * 2**20
GIVEN_UP = timedelta(seconds=2 * LIMITS.wall_s)  # then its worker died
MOST_TRIES = 2
RULES = {
    "k": 12,  # tokens of a fingerprint
    "window": 6,  # of which one is kept: 17 equal tokens are always found
    "own": 36,  # tokens beside the starter, or it is not compared
    "many": 20,  # submissions; what more of them have, and half of all, is nobody's
    "least": 0.2,  # the share from which a pair is told
    "most_pairs": 1000,
}
TOO_HEAVY = (
    "The class's files could not be compared within a quarter of an hour and 2 GiB. "
    "Nothing was lost; tell your operators."
)
WORKER_DIED = "The worker ended in the middle of it, twice. Tell your operators."
log = logging.getLogger(__name__)


def compare_waiting(*, now: datetime) -> Comparison | None:
    """Make the comparison that waits longest; one at a time on the whole site.

    What a dead worker left is begun again once, then it has failed. No transaction is
    open while files are read.
    """
    _put_back(now)
    if Comparison.objects.filter(state=RunState.RUNNING).exists():
        return None
    waiting = Comparison.objects.filter(state=RunState.WAITING).order_by("asked_at")
    found = waiting.select_related(
        "assignment__course", "assignment__published_version", "asked_by"
    ).first()
    if found is None:
        return None
    won = Comparison.objects.filter(
        pk=found.pk, state=RunState.WAITING, tries=found.tries
    ).update(state=RunState.RUNNING, begun_at=now, tries=found.tries + 1)
    if not won:
        return None
    found.tries += 1
    _make(found, now=now)
    found.refresh_from_db()
    return found


def _put_back(now: datetime) -> None:
    silent = Comparison.objects.filter(
        state=RunState.RUNNING, begun_at__lt=now - GIVEN_UP
    )
    for one in silent.filter(tries__gte=MOST_TRIES):
        _fail(one, WORKER_DIED, now)
    silent.filter(tries__lt=MOST_TRIES).update(state=RunState.WAITING)


def _make(comparison: Comparison, *, now: datetime) -> None:
    material = material_of(comparison, now=now)
    if len(material.submissions) < 2:
        _fail(comparison, "There are not two submissions to compare yet.", now)
        return
    with tempfile.TemporaryDirectory(prefix="assay-alike-") as name:
        folder = Path(name)
        try:
            said = limited.run(
                SCRIPT,
                _request(material),
                folder=folder,
                file_bytes=LARGEST_SHEET,
                has_libraries=True,
                limits=LIMITS,
            )
        except limited.LimitHitError:
            _fail(comparison, TOO_HEAVY, timezone.now())
            return
        sheets = [_sheet(folder, n) for n in range(len(material.submissions))]
    _keep(comparison, material, said, sheets)


def _request(material: Material) -> dict[str, Any]:
    return {
        **RULES,
        "starter": material.starter,
        "submissions": [
            {
                "files": material.files.get(one.pk, []),
                "people": sorted(material.people[one.pk]),
                "is_earlier": one.pk in material.earlier,
            }
            for one in material.submissions
        ],
    }


def _sheet(folder: Path, number: int) -> str:
    """Keep the lines of one submission; return their digest, or nothing."""
    sheet = folder / f"sheet-{number}.json"
    if not sheet.is_file() or sheet.stat().st_size > LARGEST_SHEET:
        return ""
    return store.put_bytes(sheet.read_bytes()).sha256


@transaction.atomic
def _keep(
    comparison: Comparison, material: Material, said: dict[str, Any], sheets: list[str]
) -> None:
    """Write what was found, unless somebody else had to begin it again."""
    ended = timezone.now()
    version = said["version"]
    won = Comparison.objects.filter(
        pk=comparison.pk, state=RunState.RUNNING, tries=comparison.tries
    ).update(
        state=RunState.DONE,
        ended_at=ended,
        bins=said["bins"],
        above=said["above"],
        parameters={**RULES, "version": version},
    )
    if not won:
        return
    entries = Entry.objects.bulk_create(
        Entry(
            comparison=comparison,
            submission=submission,
            is_earlier=submission.pk in material.earlier,
            left_out=one["left_out"][:200],
            notes=one["notes"],
            tokens=one.get("tokens", 0),
            given=one.get("given", 0),
            lines=one.get("lines", 0),
            sha256=sheets[number],
        )
        for number, (submission, one) in enumerate(
            zip(material.submissions, said["entries"], strict=True)
        )
    )
    cases = _cases(entries, said["pairs"])
    Pair.objects.bulk_create(
        _pair(comparison, entries, cases, place, one)
        for place, one in enumerate(said["pairs"], 1)
    )
    record(
        "similarity.compared",
        comparison,
        now=ended,
        submissions=len(entries),
        pairs=len(said["pairs"]),
    )


def _cases(
    entries: list[Entry], pairs: list[dict[str, Any]]
) -> dict[tuple[int, int], Case]:
    """Return the case of each pair of submissions; one that is known stays as it is."""
    keys = {_key(entries[one["one"]], entries[one["other"]]) for one in pairs}
    Case.objects.bulk_create(
        [Case(one_id=one, other_id=other) for one, other in sorted(keys)],
        ignore_conflicts=True,
    )
    known = Case.objects.filter(one__in=[one for one, _ in keys])
    return {
        (case.one_id, case.other_id): case
        for case in known
        if (case.one_id, case.other_id) in keys
    }


def _key(one: Entry, other: Entry) -> tuple[int, int]:
    low, high = sorted((one.submission_id, other.submission_id))
    return low, high


def _pair(
    comparison: Comparison,
    entries: list[Entry],
    cases: dict[tuple[int, int], Case],
    place: int,
    said: dict[str, Any],
) -> Pair:
    first, second = entries[said["one"]], entries[said["other"]]
    first_share, second_share, first_tokens, second_tokens = said["figures"]
    return Pair(
        comparison=comparison,
        case=cases[_key(first, second)],
        place=place,
        first=first,
        second=second,
        first_share=first_share,
        second_share=second_share,
        most=max(first_share, second_share),
        first_tokens=first_tokens,
        second_tokens=second_tokens,
        first_lines=_lines(said["stretches"], 0),
        second_lines=_lines(said["stretches"], 3),
        stretches=said["stretches"],
    )


def _lines(stretches: list[list[int]], at: int) -> int:
    """Return how many lines of one side any stretch touches."""
    return len(
        {
            (one[at], line)
            for one in stretches
            for line in range(one[at + 1], one[at + 2] + 1)
        }
    )


def _fail(comparison: Comparison, problem: str, now: datetime) -> None:
    with transaction.atomic():
        won = Comparison.objects.filter(pk=comparison.pk, state__in=LIVE).update(
            state=RunState.FAILED, ended_at=now, problem=problem
        )
        if won:
            record("similarity.failed", comparison, now=now, problem=problem)
