"""What students ask once grades are released, and the thread that follows."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.lib.ids import PublicIdField
from portal.submissions.models import Submission


class RegradeRequest(models.Model):
    """A student asks that people look again, at one check or at everything."""

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    public_id = PublicIdField()
    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="regrade_requests"
    )
    check_name = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=16, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    points_before = models.FloatField(null=True)  # the score when it was opened
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="marking_request_state_known",
                condition=Q(state__in=["open", "accepted", "declined", "withdrawn"]),
            ),
            models.UniqueConstraint(
                name="marking_request_one_open",
                fields=["submission", "check_name"],
                condition=Q(state="open"),
            ),
            models.CheckConstraint(
                name="marking_request_decided_by_somebody",
                condition=Q(state="open")
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]
        indexes = [
            # What waits for staff: read by selectors.requests.open_requests.
            models.Index(
                name="marking_request_open",
                fields=["opened_at"],
                condition=Q(state="open"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} for {self.submission_id}"


class RequestMessage(models.Model):
    """One message of a request's thread; the first one is the request itself."""

    request = models.ForeignKey(RegradeRequest, models.PROTECT, related_name="messages")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="marking_message_says_something", condition=~Q(text="")
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"message of {self.request_id}"
