"""What was handed in, the files behind it, and the quota it used."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.assignments.models import Assignment, AssignmentVersion, Team
from portal.courses.models import Enrollment
from portal.lib.ids import PublicIdField


class Artifact(models.Model):
    """Bytes that are kept once, under their SHA-256 (lowercase hex)."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256


class Charge(models.TextChoices):
    """What a submission did to its quota bucket."""

    HELD = "held"  # the bucket was empty: nothing taken yet
    RESERVED = "reserved"  # one taken, outcome not known
    CHARGED = "charged"
    REFUNDED = "refunded"


class Source(models.TextChoices):
    """Where a submission came from."""

    WEB = "web"
    API = "api"
    DESK = "desk"  # nothing was handed in: an empty paper that staff began


class Submission(models.Model):
    """One hand-in: immutable content and the instant the portal had all of it.

    Like an envelope with a postmark: opened many times, never repacked. Of the source
    ``desk`` it is an empty sheet, so that people can grade what nobody hands in: no
    hand-in, never late, free, and only staff see it.
    """

    public_id = PublicIdField()
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="submissions"
    )
    version = models.ForeignKey(
        AssignmentVersion, models.PROTECT, related_name="submissions"
    )
    enrollment = models.ForeignKey(
        Enrollment, models.PROTECT, related_name="submissions"
    )
    # Who handed it in; for a team ``members`` says for whom.
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="submissions"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    # 1, 2, 3 … of this person and assignment; of a team, above its members' own.
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)  # of the sorted (path, size, sha256)
    size = models.PositiveBigIntegerField()
    received_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    charge = models.CharField(max_length=16, choices=Charge)
    source = models.CharField(max_length=8, choices=Source)
    idempotency_key = models.CharField(max_length=100, blank=True)
    # What its author should know: {"dropped": [path], "warnings": [[path, reason]]}.
    notes = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="submissions_number_once",
                fields=["assignment", "enrollment", "number"],
            ),
            models.UniqueConstraint(
                name="submissions_team_number_once", fields=["team", "number"]
            ),
            models.UniqueConstraint(
                name="submissions_idempotency_key_once",
                fields=["enrollment", "idempotency_key"],
                condition=~Q(idempotency_key=""),
            ),
            models.CheckConstraint(
                name="submissions_charge_known", condition=Q(charge__in=Charge.values)
            ),
            models.CheckConstraint(
                name="submissions_source_known", condition=Q(source__in=Source.values)
            ),
            # An empty paper is nobody's hand-in; of two begun at once, one is kept,
            # by the numbers above.
            models.CheckConstraint(
                name="submissions_desk_is_empty",
                condition=~Q(source="desk")
                | Q(number=1, size=0, is_late=False, charge="refunded"),
            ),
        ]
        indexes = [
            # A person's history, newest first: read by selectors.history.
            models.Index(
                name="submissions_history",
                fields=["enrollment", "assignment", "-number"],
            ),
            # What a person stored lately: read by selectors.storage_left.
            models.Index(name="submissions_storage", fields=["author", "received_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.assignment.slug} {self.number}"

    @property
    def is_from_desk(self) -> bool:
        """Whether staff began it, and nothing was handed in."""
        return self.source == Source.DESK

    @property
    def receipt(self) -> str:
        """What is printed on the receipt: the start of the content's digest."""
        return "-".join(self.digest[i : i + 4] for i in (0, 4, 8))


class SubmissionFile(models.Model):
    """One file of a submission, by its relative path."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="files")
    path = models.CharField(max_length=400)
    artifact = models.ForeignKey(Artifact, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="submissions_file_path_once", fields=["submission", "path"]
            ),
        ]
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path


class SubmissionMember(models.Model):
    """For whom a team's submission counts: who was in the team when it came.

    Like the names on a title page. Staff may add somebody who was left out; nobody is
    ever taken off.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="members")
    enrollment = models.ForeignKey(
        Enrollment, models.PROTECT, related_name="team_submissions"
    )
    # Null for those who were there; else which staff added them, and when.
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="submissions_member_once", fields=["submission", "enrollment"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} for {self.enrollment_id}"


class Choice(models.Model):
    """That this submission is to count, where students choose; the newest line holds.

    Append-only: for one person, the newest among what counts for them.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="choices")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.submission} chosen by {self.author_id}"


class Rendered(models.TextChoices):
    """How far the page of a notebook is."""

    WAITING = "waiting"
    DONE = "done"
    PLAIN = "plain"  # nothing but the cells' sources: the rest could not be shown
    FAILED = "failed"  # no notebook, or too large to look at


class NotebookPage(models.Model):
    """A handed-in notebook as a page for people, made once for equal bytes.

    Like a photocopy: it may be thrown away and made again from ``source``.
    """

    source = models.OneToOneField(
        Artifact, models.PROTECT, related_name="notebook_page"
    )
    artifact = models.ForeignKey(Artifact, models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        max_length=8, choices=Rendered, default=Rendered.WAITING.value
    )
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="submissions_notebook_state_known",
                condition=Q(state__in=Rendered.values),
            ),
            # A page that is done has bytes, and no other has.
            models.CheckConstraint(
                name="submissions_notebook_page_is_there",
                condition=Q(state__in=["done", "plain"], artifact__isnull=False)
                | Q(state__in=["waiting", "failed"], artifact__isnull=True),
            ),
        ]
        indexes = [
            # Those still to be made, oldest first: read by services.render_waiting.
            models.Index(
                name="submissions_notebook_queue",
                fields=["asked_at"],
                condition=Q(state="waiting"),
            ),
        ]

    def __str__(self) -> str:
        return f"page of {self.source}"


class QuotaBucket(models.Model):
    """Gradings a person or team has left on an assignment: a bucket that refills.

    ``level`` was right at ``as_of``; it grows by ``per_day`` every 24 h up to
    ``per_day``. Never read without policy.level_at.
    """

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="+")
    enrollment = models.ForeignKey(
        Enrollment, models.CASCADE, null=True, related_name="+"
    )
    team = models.OneToOneField(Team, models.CASCADE, null=True, related_name="+")
    level = models.FloatField()
    as_of = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="submissions_bucket_once", fields=["assignment", "enrollment"]
            ),
            models.CheckConstraint(
                name="submissions_bucket_of_one",
                condition=Q(enrollment__isnull=False, team__isnull=True)
                | Q(enrollment__isnull=True, team__isnull=False),
            ),
            models.CheckConstraint(
                name="submissions_bucket_not_negative", condition=Q(level__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level:.2f} at {self.as_of}"
