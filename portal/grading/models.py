"""Grading jobs, what they found, and the scores that follow."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.assignments.models import AssignmentVersion
from portal.grading.states import JobState, Lane
from portal.lib.ids import PublicIdField
from portal.runners.models import Pool, Runner
from portal.submissions.models import Artifact, Submission


class GradingJob(models.Model):
    """One request to grade one submission; grading again is a new job, not an edit.

    ``attempt`` counts leases; the one that holds the job is ``lease_id``, whose secret
    is with its LeaseUse. ``infra_failures`` counts only what was nobody's fault.
    """

    public_id = PublicIdField()
    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="grading_jobs"
    )
    version = models.ForeignKey(AssignmentVersion, models.PROTECT, related_name="+")
    # Whose curves and points count since a rescore; null: those of what graded.
    scored_under = models.ForeignKey(
        AssignmentVersion, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # A trial of a newer version, which counts for nobody until that is published.
    regrade = models.ForeignKey(
        "Regrade", models.PROTECT, null=True, blank=True, related_name="jobs"
    )
    state = models.CharField(max_length=16, choices=JobState)
    lane = models.PositiveSmallIntegerField(choices=Lane, default=Lane.STUDENTS)
    outcome = models.CharField(max_length=16, blank=True)
    sentence = models.TextField(blank=True)
    pool = models.ForeignKey(Pool, models.PROTECT, related_name="+")
    needs = models.CharField(
        max_length=200, blank=True
    )  # sorted labels, a canonical key
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True, blank=True)
    queued_at = models.DateTimeField(null=True, blank=True)
    attempt = models.PositiveIntegerField(default=0)
    infra_failures = models.PositiveIntegerField(default=0)
    avoid_runner = models.ForeignKey(
        Runner, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    avoid_until = models.DateTimeField(null=True, blank=True)
    runner = models.ForeignKey(
        Runner, models.SET_NULL, null=True, blank=True, related_name="jobs"
    )
    lease_id = models.UUIDField(null=True, blank=True, unique=True)
    leased_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    cancel_requested_at = models.DateTimeField(null=True, blank=True)
    progress = models.JSONField(default=list)  # of graders.protocol.StageProgress
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="grading_job_state_known", condition=Q(state__in=JobState.values)
            ),
            # A leased job names its runner, its lease and when that ends.
            models.CheckConstraint(
                name="grading_job_lease_is_whole",
                condition=~Q(state=JobState.LEASED)
                | Q(
                    runner__isnull=False,
                    lease_id__isnull=False,
                    leased_until__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="grading_job_held_has_a_time",
                condition=~Q(state=JobState.HELD) | Q(not_before__isnull=False),
            ),
            models.CheckConstraint(
                name="grading_job_queued_has_a_time",
                condition=~Q(state=JobState.QUEUED) | Q(queued_at__isnull=False),
            ),
            models.CheckConstraint(
                name="grading_job_done_has_an_outcome",
                condition=~Q(state=JobState.DONE)
                | (~Q(outcome="") & Q(finished_at__isnull=False)),
            ),
            # One live job a submission; grading again waits for the last to end.
            models.UniqueConstraint(
                name="grading_job_one_live_per_submission",
                fields=["submission"],
                condition=Q(state__in=["held", "queued", "leased"]),
            ),
        ]
        indexes = [
            # The queue: read by services.claiming.
            models.Index(
                name="grading_job_queue",
                fields=["pool", "lane", "queued_at"],
                condition=Q(state="queued"),
            ),
            # Expired leases: read by services.expire_leases.
            models.Index(
                name="grading_job_leases",
                fields=["leased_until"],
                condition=Q(state="leased"),
            ),
            # Held jobs whose time has come: read by services.release_held_jobs.
            models.Index(
                name="grading_job_held",
                fields=["not_before"],
                condition=Q(state="held"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} ({self.state})"

    @property
    def curves_version(self) -> AssignmentVersion:
        """Return the version whose checks turn this job's report into points."""
        return self.scored_under or self.version


class Regrade(models.Model):
    """A newer version tried on what was handed in: counts once it is published."""

    class State(models.TextChoices):
        RUNNING = "running"
        PUBLISHED = "published"
        DROPPED = "dropped"

    public_id = PublicIdField()
    assignment = models.ForeignKey(
        "assignments.Assignment", models.PROTECT, related_name="regrades"
    )
    version = models.ForeignKey(AssignmentVersion, models.PROTECT, related_name="+")
    sample = models.PositiveIntegerField(default=0)  # how many; 0: all
    reason = models.TextField()
    state = models.CharField(max_length=16, choices=State, default=State.RUNNING)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    begun_at = models.DateTimeField()
    # What publishing did: [submission's public id, points before, points after].
    changes = models.JSONField(default=list)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # One at a time: two could not both be compared with what counts.
            models.UniqueConstraint(
                name="grading_regrade_one_running",
                fields=["assignment"],
                condition=Q(state="running"),
            ),
            models.CheckConstraint(
                name="grading_regrade_says_why", condition=~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version} ({self.state})"


class LeaseUse(models.Model):
    """One lease of a job, and how long it held a machine of a pool.

    Stays when the lease has ended, so that a message for a lost lease is known as
    one, and the same report again is answered as before.
    """

    job = models.ForeignKey(GradingJob, models.CASCADE, related_name="lease_uses")
    pool = models.ForeignKey(Pool, models.CASCADE, related_name="+")
    enrollment = models.ForeignKey(
        "courses.Enrollment", models.CASCADE, related_name="+"
    )
    # Whose share it is where a team handed in; else the enrollment's.
    team = models.ForeignKey(
        "assignments.Team", models.CASCADE, null=True, related_name="+"
    )
    attempt = models.PositiveIntegerField()
    lease_id = models.UUIDField(unique=True)
    token_digest = models.CharField(max_length=64)
    runner = models.ForeignKey(
        Runner, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    runner_name = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    counted_until = models.DateTimeField()  # what is in a Share already
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=32, blank=True)  # outcome, or "lost"
    report_digest = models.CharField(max_length=64, blank=True)
    answer = models.CharField(max_length=16, blank=True)  # the state it was answered
    note = models.TextField(blank=True)  # why it failed, for staff and ops

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="grading_lease_use_once", fields=["job", "attempt"]
            ),
            models.CheckConstraint(
                name="grading_lease_use_ends_after_start",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
            ),
        ]
        indexes = [
            # What was graded lately: read by selectors.queue.recent_seconds.
            models.Index(name="grading_lease_recent", fields=["pool", "started_at"]),
        ]

    def __str__(self) -> str:
        return f"attempt {self.attempt} of {self.job_id}"


class Share(models.Model):
    """How much of a pool a student or team used lately: the order of fair share.

    Seconds halve every hour, so two people's order never changes by waiting alone;
    ``weight`` is the logarithm that keeps it so (policy.added_weight), and the queue
    is sorted by it without looking at the past; it grows as leases are used.
    """

    pool = models.ForeignKey(Pool, models.CASCADE, related_name="+")
    enrollment = models.ForeignKey(
        "courses.Enrollment", models.CASCADE, null=True, related_name="+"
    )
    team = models.ForeignKey(
        "assignments.Team", models.CASCADE, null=True, related_name="+"
    )
    weight = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="grading_share_once", fields=["pool", "enrollment"]
            ),
            models.UniqueConstraint(
                name="grading_share_once_a_team", fields=["pool", "team"]
            ),
            models.CheckConstraint(
                name="grading_share_of_one",
                condition=Q(enrollment__isnull=False, team__isnull=True)
                | Q(enrollment__isnull=True, team__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id or self.enrollment_id} in {self.pool_id}"


class Report(models.Model):
    """What one attempt found, as the runner sent it; never changes."""

    job = models.OneToOneField(GradingJob, models.PROTECT, related_name="report")
    attempt = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)  # of the message: the same again is known
    outcome = models.CharField(max_length=16)
    sentence = models.TextField(blank=True)
    hint = models.TextField(blank=True)
    staff_note = models.TextField(blank=True)
    series = models.JSONField(default=list)  # of graders.protocol.Series
    flags = models.JSONField(default=list)  # of graders.protocol.Flag; staff look
    # graders.protocol.Statement: the words of an autograder of shared trust, or empty.
    statement = models.JSONField(default=dict, blank=True)
    stages = models.JSONField(default=list)  # of graders.protocol.StageRecord
    sandbox = models.CharField(max_length=16, blank=True)
    image = models.JSONField(default=dict)
    judge_image = models.JSONField(default=dict)
    environment = models.JSONField(default=dict)
    seeds = models.JSONField(default=list)
    runner_name = models.CharField(max_length=64)
    seconds = models.FloatField()
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.outcome} for {self.job_id}"


class CheckRecord(models.Model):
    """What the judge found for one check; its points are derived, not stored here."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="checks")
    name = models.CharField(max_length=64)
    passed = models.BooleanField(null=True)
    value = models.FloatField(null=True)
    evidence = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="grading_check_once", fields=["report", "name"]
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MeasurementRecord(models.Model):
    """A measured number with its unit and repeats, as the runner sent it."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="measurements")
    name = models.CharField(max_length=64)
    unit = models.CharField(max_length=32, blank=True)
    value = models.FloatField()
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    baseline = models.FloatField(null=True)
    aggregate = models.CharField(max_length=16)
    repeats = models.JSONField(default=list)
    warm_ups = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="grading_measurement_once", fields=["report", "name"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} = {self.value} {self.unit}"


class StageLog(models.Model):
    """The output of one stage, appended while it runs; bytes lie under LOGS."""

    job = models.ForeignKey(GradingJob, models.CASCADE, related_name="stage_logs")
    attempt = models.PositiveIntegerField()
    stage = models.CharField(max_length=64)
    is_public = models.BooleanField(default=False)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="grading_log_once", fields=["job", "attempt", "stage"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} of {self.job_id}"


class JobArtifact(models.Model):
    """A file a job produced, such as a model or its metrics."""

    job = models.ForeignKey(GradingJob, models.CASCADE, related_name="artifacts")
    attempt = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    is_public = models.BooleanField(default=False)
    artifact = models.ForeignKey(Artifact, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="grading_artifact_once", fields=["job", "attempt", "name"]
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Score(models.Model):
    """Points of one submission: a projection that ``grades rebuild`` recomputes.

    ``lines`` are graders.scoring.ScoreLine values, one a check.
    """

    submission = models.OneToOneField(Submission, models.CASCADE, related_name="score")
    job = models.OneToOneField(GradingJob, models.CASCADE, related_name="score_of")
    points = models.FloatField()
    max_points = models.FloatField()
    pending_points = models.FloatField(default=0)
    lines = models.JSONField(default=list)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="grading_score_not_negative", condition=Q(points__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.points} / {self.max_points}"
