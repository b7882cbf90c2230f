"""Which texts of a class are alike, by the sketches that judges left; for staff.

A sketch holds the smallest numbers of a text's runs of five words, so two of them say
how much two texts share, and nothing of what they say. Nobody is told but staff, and
no points change.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise

from portal.assignments.models import Assignment
from portal.grading.models import JobArtifact
from portal.lib import store
from portal.submissions.models import Submission

SKETCH = "sketch.json"  # of graders.families.written
KEPT = 512  # numbers that a sketch has at most
LARGEST_BYTES = 512 * 1024
MOST = 4000  # sketches looked at, the newest first
MANY = 20  # people; a run of more is told by neighbours, not by all of its pairs
LEAST = 0.3  # the share from which a pair is shown

Texts = Mapping[str, frozenset[int]]
Side = tuple[Submission, Texts]


@dataclass(frozen=True)
class Passage:
    """One text that two submissions share in part."""

    name: str
    share: float


@dataclass(frozen=True)
class Alike:
    """Two people's submissions, the earlier one first, with what is alike in them."""

    earlier: Submission
    later: Submission
    passages: tuple[Passage, ...]

    @property
    def most(self) -> float:
        return max(passage.share for passage in self.passages)


def alike_in(assignment: Assignment) -> list[Alike]:
    """Return the pairs of people whose texts are alike, the most alike first.

    One query, and one file for each sketch that this process has not read yet.
    """
    sides = list(_newest(assignment))
    pairs = (_compared(sides[a], sides[b]) for a, b in sorted(_candidates(sides)))
    found = [pair for pair in pairs if pair is not None]
    return sorted(found, key=lambda pair: (-pair.most, pair.later.received_at))


def share_of(one: frozenset[int], other: frozenset[int]) -> float:
    """Return what two texts have in common of all that is in either, from sketches."""
    whole = sorted(one | other)[:KEPT]
    return sum(n in one and n in other for n in whole) / len(whole) if whole else 0.0


def _newest(assignment: Assignment) -> Iterable[Side]:
    """Yield each person's newest submission that has a sketch; a team is one person."""
    artifacts = (
        JobArtifact.objects.filter(
            name=SKETCH, job__submission__assignment=assignment, is_public=False
        )
        .select_related("artifact", "job__submission__enrollment__user")
        .order_by("-job__submission__received_at", "-pk")[:MOST]
    )
    seen: set[int] = set()
    for artifact in artifacts:
        submission = artifact.job.submission
        if submission.enrollment_id not in seen:
            seen.add(submission.enrollment_id)
            yield submission, _texts(artifact.artifact.sha256)


@lru_cache(maxsize=4096)
def _texts(sha256: str) -> Texts:
    """Return a sketch by its digest; what is no sketch has no texts."""
    try:
        with store.open_stored(sha256) as file:
            texts = json.loads(file.read(LARGEST_BYTES))["texts"]
        return {str(n): frozenset(map(int, runs)) for n, runs in texts.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _candidates(sides: list[Side]) -> set[tuple[int, int]]:
    """Return the pairs that share a run which fewer than half of the class wrote.

    What half of a class wrote is the question's own words, or a quotation.
    """
    places: dict[tuple[str, int], list[int]] = defaultdict(list)
    for place, (_, texts) in enumerate(sides):
        for name, runs in texts.items():
            for run in runs:
                places[name, run].append(place)
    most = max(MANY, len(sides) // 2)
    shared = (found for found in places.values() if 2 <= len(found) <= most)
    return {pair for found in shared for pair in _pairs(found)}


def _pairs(found: list[int]) -> Iterable[tuple[int, int]]:
    return combinations(found, 2) if len(found) <= MANY else pairwise(found)


def _compared(one: Side, other: Side) -> Alike | None:
    passages = [
        Passage(name, round(share_of(runs, other[1][name]), 3))
        for name, runs in one[1].items()
        if name in other[1]
    ]
    close = [passage for passage in passages if passage.share >= LEAST]
    if not close:
        return None
    earlier, later = sorted((one[0], other[0]), key=lambda s: (s.received_at, s.pk))
    close.sort(key=lambda passage: (-passage.share, passage.name))
    return Alike(earlier, later, tuple(close))
