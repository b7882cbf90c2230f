"""Enrolled machines, and the queues they serve."""

from django.db import models
from django.db.models import Q

from portal.courses.models import Course
from portal.lib.ids import PublicIdField


class Pool(models.Model):
    """A queue of like machines: cpu, gpu, jetson, archive."""

    name = models.SlugField(max_length=32, unique=True)

    def __str__(self) -> str:
        return self.name


class RunnerState(models.TextChoices):
    """What ops allow a runner to do."""

    ACTIVE = "active"
    DRAINING = "draining"  # finishes what it has, claims nothing
    QUARANTINED = "quarantined"  # its token is refused


class Runner(models.Model):
    """A machine that ops enrolled; half-trusted.

    What it may serve (pools, courses) ops assign; what it says of itself (labels)
    only narrows that.
    """

    public_id = PublicIdField()
    name = models.SlugField(max_length=64, unique=True)
    token_digest = models.CharField(max_length=64, unique=True)
    token_prefix = models.CharField(max_length=24)
    state = models.CharField(
        max_length=16, choices=RunnerState, default=RunnerState.ACTIVE
    )
    pools = models.ManyToManyField(Pool, related_name="runners")
    serves_all_courses = models.BooleanField(default=False)
    courses = models.ManyToManyField(Course, blank=True, related_name="runners")
    labels = models.JSONField(default=list)  # as detected, newest claim
    environment = models.JSONField(default=dict)
    sandbox = models.CharField(max_length=16, blank=True)
    enrolled_at = models.DateTimeField()
    last_seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="runners_runner_state_known",
                condition=Q(state__in=RunnerState.values),
            ),
        ]

    def __str__(self) -> str:
        return self.name
