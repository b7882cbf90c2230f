"""Categories with weights, and the ledger behind every grade."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.assignments.models import Assignment
from portal.courses.models import Course, Enrollment
from portal.lib.ids import PublicIdField


class Category(models.Model):
    """A part of the course grade; assignments name it by slug."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="categories")
    slug = models.SlugField(max_length=64)
    title = models.CharField(max_length=200)
    weight = models.FloatField()  # percent of the course
    split = models.CharField(max_length=8, default="even")  # or "points"
    drop_lowest = models.PositiveSmallIntegerField(default=0)
    marks = models.CharField(max_length=8, default="points")  # or credit, bands
    cap = models.FloatField(null=True, blank=True)  # the most percent it can give
    required = models.FloatField(null=True, blank=True)  # least percent, to pass
    is_extra = models.BooleanField(default=False)  # on top of the others
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="gradebook_category_slug_once", fields=["course", "slug"]
            ),
            models.CheckConstraint(
                name="gradebook_category_weight_is_percent",
                condition=Q(weight__gte=0, weight__lte=100),
            ),
            models.CheckConstraint(
                name="gradebook_category_split_known",
                condition=Q(split__in=["even", "points"]),
            ),
            models.CheckConstraint(
                name="gradebook_category_marks_known",
                condition=Q(marks__in=["points", "credit", "bands"]),
            ),
            models.CheckConstraint(
                name="gradebook_category_cap_in_reason",
                condition=Q(cap__isnull=True) | Q(cap__gte=0, cap__lte=1000),
            ),
            models.CheckConstraint(
                name="gradebook_category_required_is_percent",
                condition=Q(required__isnull=True)
                | Q(required__gte=0, required__lte=100),
            ),
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.course} {self.slug}"


class LedgerEntry(models.Model):
    """One line of the book: written once, by a named person, with a reason.

    Undoing is another line. A cell of the gradebook is the counting score folded
    with these, oldest first.
    """

    class Kind(models.TextChoices):
        OVERRIDE = "override"  # the grade is ``points``
        ADJUSTMENT = "adjustment"  # ``points`` are added
        EXCUSE = "excuse"
        RELEASE = "release"
        COMMENT = "comment"
        UNDO = "undo"  # of ``undoes``

    public_id = PublicIdField()
    course = models.ForeignKey(Course, models.PROTECT, related_name="ledger")
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, related_name="ledger"
    )
    enrollment = models.ForeignKey(
        Enrollment, models.PROTECT, null=True, related_name="ledger"
    )
    kind = models.CharField(max_length=16, choices=Kind)
    points = models.FloatField(null=True)
    reason = models.TextField()
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
                name="gradebook_ledger_points_where_needed",
                condition=~Q(kind__in=["override", "adjustment"])
                | Q(points__isnull=False),
            ),
            models.CheckConstraint(
                name="gradebook_ledger_undo_names_its_line",
                condition=~Q(kind="undo") | Q(undoes__isnull=False),
            ),
        ]
        indexes = [
            # A cell's lines, oldest first: read by selectors.ledger_of.
            models.Index(
                name="gradebook_ledger_cell", fields=["assignment", "enrollment", "at"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.author_id}"
