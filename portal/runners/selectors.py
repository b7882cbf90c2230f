"""What is known of runners."""

from django.db.models import QuerySet

from portal.lib.tokens import digest_of
from portal.runners.models import Runner


def runner_for_token(plaintext: str) -> Runner | None:
    """Return whose token this is, in whatever state; 1 query."""
    return Runner.objects.filter(token_digest=digest_of(plaintext)).first()


def runners() -> QuerySet[Runner]:
    """Return the fleet by name, with pools and courses; 3 queries."""
    return Runner.objects.order_by("name").prefetch_related("pools", "courses")
