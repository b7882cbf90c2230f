"""What was handed in, made ready to be read by people."""

from django.db import models
from django.db.models import Q

from portal.submissions.models import Artifact


class Legible(models.Model):
    """A handed-in file as graders read it: lines, cells, or pages that were drawn.

    Like a photocopy: it may be thrown away and made again from ``source``. Equal bytes
    share one, unless names were covered while it was drawn: then ``cover`` says which.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        READY = "ready"
        FAILED = "failed"  # it could not be read within the limits

    source = models.ForeignKey(Artifact, models.PROTECT, related_name="legibles")
    form = models.CharField(max_length=12, blank=True)  # how its name ends
    cover = models.CharField(max_length=16, blank=True)  # a digest of ``names``
    names = models.JSONField(default=list)  # that are covered in what is drawn
    content = models.ForeignKey(Artifact, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING.value)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="marking_legible_once", fields=["source", "form", "cover"]
            ),
            models.CheckConstraint(
                name="marking_legible_state_known",
                condition=Q(state__in=["waiting", "ready", "failed"]),
            ),
            models.CheckConstraint(
                name="marking_legible_ready_has_content",
                condition=~Q(state="ready") | Q(content__isnull=False),
            ),
        ]
        indexes = [
            # Those still to be made, oldest first: read by services.prepare_waiting.
            models.Index(
                name="marking_legible_queue",
                fields=["asked_at"],
                condition=Q(state="waiting"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} made legible"
