"""Exercises: their frozen content, and what staff changed beside it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.courses.models import Course, Enrollment, Section
from portal.lib.ids import PublicIdField


class Assignment(models.Model):
    """An exercise of one course; what it says lives in its versions."""

    public_id = PublicIdField()
    course = models.ForeignKey(Course, models.PROTECT, related_name="assignments")
    slug = models.SlugField(max_length=64)
    position = models.PositiveIntegerField(default=0)
    is_removed = models.BooleanField(default=False)  # gone from the folder; kept here
    published_version = models.ForeignKey(
        "AssignmentVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="published_for",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="assignments_assignment_slug_once", fields=["course", "slug"]
            ),
        ]
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return f"{self.course} {self.slug}"


class AssignmentVersion(models.Model):
    """The content of an assignment folder at one moment; never changes.

    Like a printed edition: a correction is the next edition, and every score says
    which one it was given under.
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="versions")
    digest = models.CharField(max_length=64)
    spec = models.JSONField()  # graders.spec.spec_to_json
    text = models.TextField()  # the page a student reads, Markdown
    proof = models.JSONField(null=True, blank=True)
    unproven_reason = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="assignments_version_digest_once", fields=["assignment", "digest"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment.slug}@{self.digest[:6]}"

    @property
    def is_proven(self) -> bool:
        """Whether it was tried; where people alone grade there is nothing to try."""
        return self.proof is not None or not self.spec["grade"]["family"]


class VersionFile(models.Model):
    """One file of a version; its bytes lie in the store under ``sha256``."""

    class Role(models.TextChoices):
        PAGE = "page"  # text, pictures, starter: for people
        PUBLIC = "public"  # starter data: student stages may read it
        JUDGE = "judge"  # judge.py, hidden/: judge stages only
        STAFF = "staff"  # assignment.toml, rubrics: for staff, never sent anywhere

    version = models.ForeignKey(AssignmentVersion, models.PROTECT, related_name="files")
    path = models.CharField(max_length=400)
    role = models.CharField(max_length=8, choices=Role)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="assignments_file_path_once", fields=["version", "path"]
            ),
            models.CheckConstraint(
                name="assignments_file_role_known",
                condition=Q(role__in=["page", "public", "judge", "staff"]),
            ),
        ]

    def __str__(self) -> str:
        return self.path


class Override(models.Model):
    """What staff changed in the browser: wins over the version, field by field.

    Append-only; the newest line of a field holds, and ``value = null`` ends it.
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="overrides")
    field = models.CharField(max_length=32)  # title, due, release, late_due, lock
    value = models.JSONField(null=True)
    reason = models.TextField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="assignments_override_field_known",
                condition=Q(field__in=["title", "due", "release", "late_due", "lock"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment}: {self.field}"


class Extension(models.Model):
    """More time on one assignment, for one person or a whole section.

    Append-only, like a note pinned over an older one: the newest for the same person
    or section holds, and ``until = null`` takes it back.
    """

    public_id = PublicIdField()
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="extensions"
    )
    enrollment = models.ForeignKey(
        Enrollment, models.PROTECT, null=True, blank=True, related_name="extensions"
    )
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="extensions"
    )
    until = models.DateTimeField(null=True, blank=True)  # the due date instead
    reason = models.TextField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="assignments_extension_for_one",
                condition=Q(enrollment__isnull=False, section__isnull=True)
                | Q(enrollment__isnull=True, section__isnull=False),
            ),
            models.CheckConstraint(
                name="assignments_extension_says_why", condition=~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} until {self.until}"


class Team(models.Model):
    """Students who hand in one assignment together, from forming to dissolving.

    Who was in it when something was handed in is written on the submission; this only
    says who is in it now.
    """

    public_id = PublicIdField()
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="teams")
    name = models.CharField(max_length=64)
    join_code = models.CharField(max_length=16, unique=True)  # its members pass it on
    # Staff let it hand in whatever its size.
    is_any_size = models.BooleanField(default=False)
    formed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    formed_at = models.DateTimeField()
    # From then on only staff change who is in it.
    first_hand_in_at = models.DateTimeField(null=True, blank=True)
    dissolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="assignments_team_name_once",
                fields=["assignment", "name"],
                condition=Q(dissolved_at__isnull=True),
            ),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """One student's time in a team; leaving ends it, and coming back is another."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="members")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="+")
    enrollment = models.ForeignKey(
        Enrollment, models.PROTECT, related_name="team_places"
    )
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # Nobody is in two teams of one assignment at once.
            models.UniqueConstraint(
                name="assignments_team_member_in_one",
                fields=["assignment", "enrollment"],
                condition=Q(left_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment} in {self.team}"


class TeamInvite(models.Model):
    """A member's offer to a student without a team; answered once."""

    class Answer(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"  # or the team was dissolved

    public_id = PublicIdField()
    team = models.ForeignKey(Team, models.PROTECT, related_name="invites")
    enrollment = models.ForeignKey(
        Enrollment, models.PROTECT, related_name="team_invites"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    answer = models.CharField(max_length=16, choices=Answer, default=Answer.OPEN)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="assignments_team_invite_open_once",
                fields=["team", "enrollment"],
                condition=Q(answer="open"),
            ),
            models.CheckConstraint(
                name="assignments_team_invite_answer_known",
                condition=Q(answer__in=["open", "accepted", "declined", "withdrawn"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment} to {self.team}"
