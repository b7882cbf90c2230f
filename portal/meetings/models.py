"""Who was there, who presents, and the grades that were worked out."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.assignments.models import Assignment, Team
from portal.courses.models import Enrollment, Session
from portal.gradebook.models import LedgerEntry
from portal.lib.ids import PublicIdField


class Mark(models.Model):
    """One line of a register: written once, like ink; undoing is another line.

    The newest line that holds says how a student's session went.
    """

    class Kind(models.TextChoices):
        PRESENT = "present"
        LATE = "late"
        ABSENT = "absent"
        EXCUSED = "excused"
        UNDO = "undo"  # of ``undoes``

    public_id = PublicIdField()
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="marks")
    session = models.ForeignKey(Session, models.PROTECT, related_name="marks")
    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="marks")
    kind = models.CharField(max_length=8, choices=Kind)
    reason = models.TextField(blank=True)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="meetings_mark_kind_known",
                condition=Q(kind__in=["present", "late", "absent", "excused", "undo"]),
            ),
            models.CheckConstraint(
                name="meetings_mark_excused_says_why",
                condition=~Q(kind="excused") | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="meetings_mark_undo_names_its_line",
                condition=Q(kind="undo", undoes__isnull=False)
                | (~Q(kind="undo") & Q(undoes__isnull=True)),
            ),
        ]
        indexes = [
            # One register, oldest first: read by selectors.register_of.
            models.Index(name="meetings_register", fields=["assignment", "session"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.enrollment_id}"


class ComputedLine(models.Model):
    """Says that a line of the ledger was worked out, so a newer one may follow it.

    What staff wrote themselves has no such row and is never written over.
    """

    entry = models.OneToOneField(
        LedgerEntry, models.PROTECT, primary_key=True, related_name="computed"
    )

    def __str__(self) -> str:
        return f"line {self.entry_id}"


class Slot(models.Model):
    """A role at a session that so many students can take; the others wait in line.

    ``is_listed``: the course's files ask for it, and the next load looks after it.
    """

    public_id = PublicIdField()
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="slots")
    session = models.ForeignKey(Session, models.PROTECT, related_name="slots")
    role = models.CharField(max_length=64)
    places = models.PositiveSmallIntegerField()
    # Until so long before the session a student may leave, and the next moves up.
    notice_hours = models.PositiveIntegerField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    is_listed = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="meetings_slot_has_places",
                condition=Q(places__gte=1, places__lte=100),
            ),
            models.UniqueConstraint(
                name="meetings_slot_role_once",
                fields=["assignment", "session", "role"],
                condition=Q(closed_at__isnull=True),
            ),
        ]
        ordering = ["session__unit", "role"]

    def __str__(self) -> str:
        return f"{self.role} at {self.session}"

    @property
    def leave_by(self) -> datetime:
        """Return until when a student may leave by themselves."""
        return self.session.starts_at - timedelta(hours=self.notice_hours)


class Place(models.Model):
    """A student's time in a slot or in its waiting line; leaving ends it.

    In the line the lower row number came first.
    """

    public_id = PublicIdField()
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="taken")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="+")
    enrollment = models.ForeignKey(
        Enrollment, models.PROTECT, related_name="slot_places"
    )
    is_waiting = models.BooleanField()
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # Nobody is in two slots or lines of one assignment at once.
            models.UniqueConstraint(
                name="meetings_place_in_one",
                fields=["assignment", "enrollment"],
                condition=Q(left_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id} in {self.slot_id}"


class Rating(models.Model):
    """What one member of a team says of another, once; read by staff only."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="ratings")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    rater = models.ForeignKey(Enrollment, models.PROTECT, related_name="ratings_given")
    rated = models.ForeignKey(Enrollment, models.PROTECT, related_name="ratings_got")
    points = models.PositiveSmallIntegerField()
    sentence = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="meetings_rating_once", fields=["assignment", "rater", "rated"]
            ),
            models.CheckConstraint(
                name="meetings_rating_from_1_to_5",
                condition=Q(points__gte=1, points__lte=5),
            ),
            models.CheckConstraint(
                name="meetings_rating_of_somebody_else",
                condition=~Q(rater=models.F("rated")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.points} by {self.rater_id} for {self.rated_id}"
