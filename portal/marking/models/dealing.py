"""How an assignment is graded: plan, whose task is what, who is here, phrases."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.assessments.models import FIRST, SECOND
from portal.assignments.models import Assignment
from portal.courses.models import Enrollment
from portal.lib.ids import PublicIdField
from portal.submissions.models import Submission

REGRADE_DAYS = 7


class Plan(models.Model):
    """How one assignment is graded by people; without a row the defaults hold."""

    assignment = models.OneToOneField(
        Assignment, models.PROTECT, related_name="marking_plan"
    )
    is_blind = models.BooleanField(default=False)
    regrade_days = models.PositiveSmallIntegerField(default=REGRADE_DAYS)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="marking_plan_window_in_reason", condition=Q(regrade_days__lte=365)
            ),
        ]

    def __str__(self) -> str:
        return f"plan of {self.assignment_id}"


class Allotment(models.Model):
    """Whose task it is to grade one student's work; an empty check means all of it.

    A second reading without a grader is anybody's but the first reader's.
    """

    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="allotments"
    )
    enrollment = models.ForeignKey(
        Enrollment, models.PROTECT, related_name="allotments"
    )
    check_name = models.CharField(max_length=64, blank=True)
    reading = models.PositiveSmallIntegerField(default=FIRST)
    grader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="marking_allotment_once",
                fields=["assignment", "enrollment", "check_name", "reading"],
            ),
            models.CheckConstraint(
                name="marking_allotment_reading_known",
                condition=Q(reading__in=[FIRST, SECOND]),
            ),
            models.CheckConstraint(
                name="marking_allotment_first_has_a_grader",
                condition=Q(reading=SECOND) | Q(grader__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id} for {self.grader_id}"


class Presence(models.Model):
    """Who has a submission open to grade it; old rows mean nothing."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="marking_presence_once", fields=["submission", "person"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.submission_id}"


class Phrase(models.Model):
    """A comment that graders of an assignment keep to use again."""

    public_id = PublicIdField()
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="phrases")
    text = models.CharField(max_length=1000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    is_removed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="marking_phrase_once",
                fields=["assignment", "text"],
                condition=Q(is_removed=False),
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text
