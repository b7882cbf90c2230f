"""What people found: assessments with their history, remarks, changed rubrics."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.assignments.models import Assignment
from portal.lib.ids import PublicIdField
from portal.submissions.models import Submission

FIRST, SECOND = 1, 2  # readings: the first one counts


class RubricEdition(models.Model):
    """A rubric as staff changed it in the browser: wins over the version's file.

    Append-only, like a note pinned over an older one: the newest of a file holds, and
    ``content = null`` goes back to what the file says.
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="editions")
    file = models.CharField(max_length=80)
    content = models.JSONField(null=True)  # graders.spec.rubric_to_json
    reason = models.TextField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="assessments_edition_says_why", condition=~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file} of {self.assignment_id}"


class Assessment(models.Model):
    """What one reader found for one check, as it holds now; see Revision for before."""

    public_id = PublicIdField()
    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="assessments"
    )
    check_name = models.CharField(max_length=64)
    reading = models.PositiveSmallIntegerField(default=FIRST)
    revision = models.PositiveIntegerField(default=0)
    chosen = models.JSONField(default=dict)  # items by criterion
    adjustment = models.FloatField(default=0.0)
    comment = models.TextField(blank=True)
    is_done = models.BooleanField(default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="assessments_once_a_reading",
                fields=["submission", "check_name", "reading"],
            ),
            models.CheckConstraint(
                name="assessments_reading_known",
                condition=Q(reading__in=[FIRST, SECOND]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_name} of {self.submission_id}"


class Revision(models.Model):
    """One state of an assessment, as it was saved; never changes."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    # Whose content this is: its own number, or that of the one an undo went back to.
    source = models.PositiveIntegerField()
    chosen = models.JSONField(default=dict)
    adjustment = models.FloatField(default=0.0)
    comment = models.TextField(blank=True)
    is_done = models.BooleanField(default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="assessments_revision_once", fields=["assessment", "number"]
            ),
        ]
        indexes = [
            # A grader's pace: read by marking.selectors.progress.
            models.Index(name="assessments_revision_pace", fields=["author", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} as of {self.number}"


class Remark(models.Model):
    """A comment at one place of a submission: a line, a notebook's cell, a page."""

    class Kind(models.TextChoices):
        LINE = "line"
        CELL = "cell"
        PAGE = "page"

    public_id = PublicIdField()
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="remarks")
    path = models.CharField(max_length=400)
    kind = models.CharField(max_length=4, choices=Kind)
    place = models.PositiveIntegerField()  # from 1
    # Where on a page, in thousandths from its left and its top; else null.
    left = models.PositiveSmallIntegerField(null=True, blank=True)
    top = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="assessments_remark_kind_known",
                condition=Q(kind__in=["line", "cell", "page"]),
            ),
            models.CheckConstraint(
                name="assessments_remark_has_a_place", condition=Q(place__gte=1)
            ),
            models.CheckConstraint(
                name="assessments_remark_says_something", condition=~Q(text="")
            ),
            models.CheckConstraint(
                name="assessments_remark_point_is_on_a_page",
                condition=Q(left__isnull=True, top__isnull=True)
                | Q(kind="page", left__lte=1000, top__lte=1000),
            ),
        ]
        ordering = ["path", "place", "pk"]

    def __str__(self) -> str:
        return f"{self.path}:{self.place}"
