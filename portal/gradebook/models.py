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

    Undoing is another line; the database refuses to change or remove one. A cell of
    the gradebook is the counting score folded with these, oldest first. ``number``
    counts a cell's lines, so of two people who saw the same cell only one writes next.
    """

    class Kind(models.TextChoices):
        OVERRIDE = "override"  # the grade is ``points``
        ADJUSTMENT = "adjustment"  # ``points`` are added
        EXCUSE = "excuse"
        INCOMPLETE = "incomplete"  # no grade yet, and no zero for it either
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
    number = models.PositiveIntegerField()  # 1, 2, 3 … of this cell
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
    idempotency_key = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            # Whoever writes what another wrote meanwhile has seen an older cell.
            models.UniqueConstraint(
                name="gradebook_ledger_number_once",
                fields=["assignment", "enrollment", "number"],
                condition=Q(enrollment__isnull=False),
            ),
            models.UniqueConstraint(
                name="gradebook_ledger_number_once_for_all",
                fields=["assignment", "number"],
                condition=Q(enrollment__isnull=True),
            ),
            models.UniqueConstraint(
                name="gradebook_ledger_idempotency_key_once",
                fields=["author", "idempotency_key"],
                condition=~Q(idempotency_key=""),
            ),
            models.CheckConstraint(
                name="gradebook_ledger_kind_known",
                condition=Q(
                    kind__in=[
                        "override",
                        "adjustment",
                        "excuse",
                        "incomplete",
                        "release",
                        "comment",
                        "undo",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="gradebook_ledger_says_why", condition=~Q(reason="")
            ),
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


class GradeTable(models.Model):
    """What a course's stored rows were last seen to be right for; may be deleted.

    ``basis`` stands for its rules and columns, ``stamp`` for all work and lines.
    """

    course = models.OneToOneField(Course, models.CASCADE, related_name="grade_table")
    basis = models.CharField(max_length=64)
    stamp = models.CharField(max_length=200)
    stale_at = models.DateTimeField(null=True)  # when time alone changes a row

    def __str__(self) -> str:
        return f"grades of {self.course_id}"


class GradeRow(models.Model):
    """One student's row of the gradebook: a projection, like a printed statement.

    ``grades rebuild`` computes the same from scores, rules and the ledger. ``cells``
    are lists as portal.gradebook.stored writes them, in the order of the columns.
    """

    enrollment = models.OneToOneField(
        Enrollment, models.CASCADE, related_name="grade_row"
    )
    cells = models.JSONField(default=list)
    percent = models.FloatField(null=True)
    rounded = models.FloatField(null=True)
    letter = models.CharField(max_length=16, blank=True)
    basis = models.CharField(max_length=64)  # the rules and columns it was made by
    stamp = models.CharField(max_length=200)  # the work and lines it was made from
    stale_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.percent} for {self.enrollment_id}"


class ColumnChoice(models.Model):
    """Which columns of a gradebook a person hid; kept for their next visit."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    hidden = models.JSONField(default=list)  # slugs of assignments

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="gradebook_column_choice_once", fields=["course", "user"]
            ),
        ]

    def __str__(self) -> str:
        return f"{len(self.hidden)} hidden for {self.user_id}"
