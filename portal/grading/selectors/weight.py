"""How much of a pool whoever handed a job in used lately, as an expression."""

from django.db.models import Case, FloatField, OuterRef, QuerySet, Subquery, When

from portal.grading.models import Share


def weight_of_jobs() -> Case:
    """Return the expression for a job's weight in the queue; null: nothing used yet."""
    shares = Share.objects.filter(pool=OuterRef("pool"))
    of_team = shares.filter(team=OuterRef("submission__team"))
    of_one = shares.filter(
        enrollment=OuterRef("submission__enrollment"), team__isnull=True
    )
    return Case(
        When(submission__team__isnull=True, then=_weight(of_one)),
        default=_weight(of_team),
    )


def _weight(shares: QuerySet[Share]) -> Subquery:
    return Subquery(shares.values("weight")[:1], output_field=FloatField())
