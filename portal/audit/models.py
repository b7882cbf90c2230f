"""Events: who did what to which thing."""

from django.db import models


class Event(models.Model):
    """A line in the site's diary; written once, never changed or removed.

    Things are named by kind and public id, not by foreign key, so that the diary
    knows no app above it and outlives what it speaks of.
    """

    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)  # person, runner or system
    actor_id = models.CharField(max_length=64, blank=True)
    verb = models.CharField(max_length=64)
    object_kind = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)
    data = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="audit_event_actor_kind_known",
                condition=models.Q(actor_kind__in=["person", "runner", "system"]),
            ),
        ]
        indexes = [
            # What happened to one thing: read by selectors.events_of.
            models.Index(
                name="audit_event_object", fields=["object_kind", "object_id"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_kind} {self.object_id}"
