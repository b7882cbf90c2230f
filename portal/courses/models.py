"""A course in one term: its sessions, sections and people."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.lib.ids import PublicIdField


class Role(models.TextChoices):
    """What a person is in one course."""

    STUDENT = "student"
    GRADER = "grader"
    INSTRUCTOR = "instructor"
    OBSERVER = "observer"


STAFF = (Role.GRADER, Role.INSTRUCTOR)


class Course(models.Model):
    """One term's offering, as its folder described it when it was last loaded."""

    public_id = PublicIdField()
    slug = models.SlugField(max_length=64)
    term = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    timezone = models.CharField(max_length=64)
    policy = models.JSONField(default=dict)  # late rules, letters, final scale
    # By how many days the whole term was moved from the dates in its folder.
    shift_days = models.IntegerField(default=0)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="courses_course_once_a_term", fields=["slug", "term"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.term}"


class Session(models.Model):
    """One class meeting; deadlines may hang on its start."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="sessions")
    unit = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField()
    # Gone from the folder; kept, because an older version's deadline may hang on it.
    is_removed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="courses_session_once_a_unit", fields=["course", "unit"]
            ),
        ]
        ordering = ["unit"]

    def __str__(self) -> str:
        return f"{self.course} session {self.unit}"


class Section(models.Model):
    """A part of the roster that meets together."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="sections")
    name = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="courses_section_name_once", fields=["course", "name"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.name}"


class Enrollment(models.Model):
    """A person in a course. Dropping ends it without losing anything handed in."""

    public_id = PublicIdField()
    course = models.ForeignKey(Course, models.PROTECT, related_name="enrollments")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrollments"
    )
    section = models.ForeignKey(
        Section, models.SET_NULL, null=True, blank=True, related_name="enrollments"
    )
    role = models.CharField(max_length=16, choices=Role)
    is_active = models.BooleanField(default=True)
    # An accommodation: the time from release to due is multiplied by this.
    time_multiplier = models.FloatField(default=1.0)
    enrolled_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="courses_enrollment_once", fields=["course", "user"]
            ),
            models.CheckConstraint(
                name="courses_enrollment_role_known",
                condition=Q(role__in=Role.values),
            ),
            # Never less time than the others, and an end.
            models.CheckConstraint(
                name="courses_enrollment_time_in_reason",
                condition=Q(time_multiplier__gte=1, time_multiplier__lte=10),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.role} in {self.course}"


class CourseMaker(models.Model):
    """Leave that ops gave a person to make courses; who instructs one needs none."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="course_maker"
    )
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user} makes courses"


class EnrolCode(models.Model):
    """A word that lets people into a course by themselves, until it ends.

    Plain, because staff pass it on for weeks; it never makes anybody staff.
    """

    public_id = PublicIdField()
    course = models.ForeignKey(Course, models.PROTECT, related_name="enrol_codes")
    code = models.CharField(max_length=16, unique=True)
    role = models.CharField(max_length=16, choices=Role, default=Role.STUDENT)
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="enrol_codes"
    )
    expires_at = models.DateTimeField(null=True, blank=True)
    most_uses = models.PositiveIntegerField(null=True, blank=True)
    uses = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="courses_enrol_code_makes_no_staff",
                condition=Q(role__in=["student", "observer"]),
            ),
            models.CheckConstraint(
                name="courses_enrol_code_within_its_uses",
                condition=Q(most_uses__isnull=True) | Q(uses__lte=F("most_uses")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.code}"
