"""Notices, what people want of them, the mail they go out in, and how far we read."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.assignments.models import Assignment
from portal.audit.models import Event
from portal.courses.models import Course, Enrollment
from portal.lib.ids import PublicIdField
from portal.submissions.models import Submission

CHANNELS = ("now", "daily", "portal", "off")


class Letter(models.Model):
    """One mail to one person: an envelope that notices are put into, sent once.

    From ``sending`` there is no way back to ``waiting`` unless the mail server itself
    said no: what may have been sent is never sent again.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        EMPTY = "empty"  # nothing of it held any more, or all was read
        REFUSED = "refused"  # the server said no, for good
        UNSURE = "unsure"  # the worker or the line died in the middle

    public_id = PublicIdField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="letters"
    )
    day = models.CharField(max_length=10, blank=True)  # of a daily one, theirs
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    not_before = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)  # what the server said

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="notifications_letter_state_known",
                condition=Q(
                    state__in=[
                        "waiting",
                        "sending",
                        "sent",
                        "empty",
                        "refused",
                        "unsure",
                    ]
                ),
            ),
            # A digest a day, however often and by whomever it is made.
            models.UniqueConstraint(
                name="notifications_letter_once_a_day",
                fields=["person", "day"],
                condition=~Q(day=""),
            ),
        ]
        indexes = [
            # What is to be sent: read by services.sending.
            models.Index(
                name="notifications_letter_open",
                fields=["not_before"],
                condition=Q(state__in=["waiting", "sending"]),
            ),
            # Whether somebody got mail just now: read by services.packing.
            models.Index(
                name="notifications_letter_last", fields=["person", "made_at"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} to {self.person_id}"


class Notice(models.Model):
    """Something a person should know. It says what of, never a grade or a number.

    Words and links are made when it is read, by what its reader may see then.
    """

    public_id = PublicIdField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices"
    )
    kind = models.CharField(max_length=16)
    key = models.CharField(max_length=160)  # the same news again has the same
    course = models.ForeignKey(
        Course, models.CASCADE, null=True, blank=True, related_name="+"
    )
    assignment = models.ForeignKey(
        Assignment, models.CASCADE, null=True, blank=True, related_name="+"
    )
    submission = models.ForeignKey(
        Submission, models.CASCADE, null=True, blank=True, related_name="+"
    )
    # What tells one case of a kind from another; see portal.notifications.words.
    detail = models.JSONField(default=dict)
    at = models.DateTimeField()  # when it happened
    told_at = models.DateTimeField()  # when we noticed
    read_at = models.DateTimeField(null=True, blank=True)
    channel = models.CharField(max_length=8)
    letter = models.ForeignKey(
        Letter, models.SET_NULL, null=True, blank=True, related_name="notices"
    )

    class Meta:
        constraints = [
            # Nobody is told the same thing twice, however often it is heard.
            models.UniqueConstraint(
                name="notifications_notice_once", fields=["person", "key"]
            ),
            models.CheckConstraint(
                name="notifications_notice_channel_known",
                condition=Q(channel__in=["now", "daily", "portal"]),
            ),
        ]
        indexes = [
            # The bell of every page: read by selectors.unread_count.
            models.Index(
                name="notifications_unread",
                fields=["person"],
                condition=Q(read_at__isnull=True),
            ),
            # A person's page, newest first: read by access.visible_notices.
            models.Index(name="notifications_own", fields=["person", "-at", "-id"]),
            # What waits for an envelope: read by services.packing.
            models.Index(
                name="notifications_unmailed",
                fields=["channel", "person"],
                condition=Q(letter__isnull=True, channel__in=["now", "daily"]),
            ),
            # Those of one assignment: read where a release is withdrawn.
            models.Index(name="notifications_about", fields=["assignment", "kind"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.person_id}"


class Preference(models.Model):
    """How one person wants one kind; without a row the kind's own default holds."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_preferences"
    )
    kind = models.CharField(max_length=16)
    channel = models.CharField(max_length=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="notifications_preference_once", fields=["person", "kind"]
            ),
            models.CheckConstraint(
                name="notifications_preference_channel_known",
                condition=Q(channel__in=CHANNELS),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel} for {self.person_id}"


class Heard(models.Model):
    """Says that an event of the diary was told on, in the transaction that did it."""

    event = models.OneToOneField(
        Event, models.CASCADE, primary_key=True, related_name="+"
    )
    is_failed = models.BooleanField(default=False)  # a bug of ours; see the log

    def __str__(self) -> str:
        return f"event {self.event_id}"


class Ear(models.Model):
    """How far the diary was read; one row, like a bookmark with a finger before it.

    Rows become visible out of order: one with a lower number may be committed after a
    higher one was read. So ``floor`` moves only to where ``next_floor`` was long ago.
    """

    floor = models.BigIntegerField(default=0)
    next_floor = models.BigIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    looked_to = models.BigIntegerField(default=0)  # of services.grades
    # Grades that were out before this app was here are known, not news.
    since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"above {self.floor}"


class Watch(models.Model):
    """What a course's grades were made of when they were last compared."""

    course = models.OneToOneField(Course, models.CASCADE, related_name="+")
    stamp = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"grades of {self.course_id}"


class Shown(models.Model):
    """The grade that a student could see when we last looked; nobody reads it here.

    Another value now is what a notice of a changed grade is made of.
    """

    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="+")
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="+")
    value = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="notifications_shown_once", fields=["enrollment", "assignment"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} of {self.enrollment_id}"
