"""Comparisons of a class's code, the pairs they found, and what staff noted of them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.assignments.models import Assignment
from portal.lib.ids import PublicIdField
from portal.submissions.models import Submission

THRESHOLD = 70  # percent; from there on a pair waits for staff


class RunState(models.TextChoices):
    """How far a comparison is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class CaseState(models.TextChoices):
    """What staff make of two submissions."""

    OPEN = "open", "Open"
    NOTHING = "nothing", "Looked at: nothing"
    FURTHER = "further", "Taken further"


LIVE = (RunState.WAITING, RunState.RUNNING)


class Threshold(models.Model):
    """From how many percent a pair of an assignment waits for staff."""

    assignment = models.OneToOneField(
        Assignment, models.PROTECT, related_name="similarity_threshold"
    )
    percent = models.PositiveSmallIntegerField(default=THRESHOLD)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="similarity_threshold_in_reason",
                condition=Q(percent__gte=1, percent__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.percent} % of {self.assignment_id}"


class Comparison(models.Model):
    """One look at all that counts of an assignment, as it was at that moment.

    Like a photograph: another look is another row, and this one stays as it is.
    """

    public_id = PublicIdField()
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="comparisons"
    )
    state = models.CharField(
        max_length=8, choices=RunState, default=RunState.WAITING.value
    )
    with_earlier = models.BooleanField(default=False)  # terms of the same course
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # How it was compared: numbers, and the versions of what compared.
    parameters = models.JSONField(default=dict)
    # How many of all pairs are alike by 0 to 1 %, 1 to 2 % … 99 to 100 %.
    bins = models.JSONField(default=list)
    above = models.PositiveIntegerField(default=0)  # pairs worth telling
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="similarity_run_state_known",
                condition=Q(state__in=RunState.values),
            ),
            models.CheckConstraint(
                name="similarity_run_ended_when_over",
                condition=Q(state__in=["waiting", "running"], ended_at__isnull=True)
                | Q(state__in=["done", "failed"], ended_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="similarity_run_one_live",
                fields=["assignment"],
                condition=Q(state__in=["waiting", "running"]),
            ),
        ]
        indexes = [
            # The newest of an assignment: read by selectors.newest_of.
            models.Index(name="similarity_run_newest", fields=["assignment", "-id"]),
            # What waits, oldest first: read by services.compare_waiting.
            models.Index(
                name="similarity_run_queue",
                fields=["asked_at"],
                condition=Q(state__in=["waiting", "running"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} of {self.assignment_id}"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def pairs_in_all(self) -> int:
        return int(sum(self.bins))


class Entry(models.Model):
    """One submission in a comparison, or why it was left out of it.

    ``sha256`` is its code as it was compared, by files and lines.
    """

    comparison = models.ForeignKey(Comparison, models.CASCADE, related_name="entries")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    is_earlier = models.BooleanField(default=False)  # of another term
    left_out = models.CharField(max_length=200, blank=True)
    notes = models.JSONField(default=list)  # [[path, why this file was left out]]
    tokens = models.PositiveIntegerField(default=0)
    given = models.PositiveIntegerField(default=0)  # of them the starter's
    lines = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="similarity_entry_once", fields=["comparison", "submission"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} in {self.comparison_id}"


class Case(models.Model):
    """Two submissions that were found alike, whichever comparison found them.

    ``state`` is that of its newest note.
    """

    one = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    other = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=8, choices=CaseState, default=CaseState.OPEN.value
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="similarity_case_once", fields=["one", "other"]
            ),
            models.CheckConstraint(
                name="similarity_case_in_order", condition=Q(one__lt=F("other"))
            ),
            models.CheckConstraint(
                name="similarity_case_state_known",
                condition=Q(state__in=CaseState.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}: {self.state}"


class Pair(models.Model):
    """What one comparison found in common of two submissions.

    The first one came in first. ``stretches`` are [file, first line, last line, file,
    first line, last line, tokens]; a file is its place in the entry's sheet.
    """

    public_id = PublicIdField()
    comparison = models.ForeignKey(Comparison, models.CASCADE, related_name="pairs")
    case = models.ForeignKey(Case, models.PROTECT, related_name="pairs")
    place = models.PositiveIntegerField()  # 1 is the most alike
    first = models.ForeignKey(Entry, models.CASCADE, related_name="+")
    second = models.ForeignKey(Entry, models.CASCADE, related_name="+")
    # Of each one's own code, how much is in the other: from 0 to 1.
    first_share = models.FloatField()
    second_share = models.FloatField()
    most = models.FloatField()
    first_tokens = models.PositiveIntegerField()
    second_tokens = models.PositiveIntegerField()
    first_lines = models.PositiveIntegerField()
    second_lines = models.PositiveIntegerField()
    stretches = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="similarity_pair_place_once", fields=["comparison", "place"]
            ),
        ]
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.most:.2f} in {self.comparison_id}"

    def side(self, number: int) -> dict[str, Any]:
        """Return what is said of the first (0) or the second (1)."""
        name = ("first", "second")[number]
        return {
            key: getattr(self, f"{name}_{key}") for key in ("share", "tokens", "lines")
        } | {"entry": getattr(self, name)}


class Note(models.Model):
    """What somebody of the staff found or did about a case; only ever added."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    state = models.CharField(max_length=8, choices=CaseState)
    text = models.TextField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="similarity_note_says_something", condition=~Q(text="")
            ),
            models.CheckConstraint(
                name="similarity_note_state_known",
                condition=Q(state__in=CaseState.values),
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"note of {self.case_id}"
