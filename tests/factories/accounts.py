"""People and their tokens."""

from datetime import UTC, datetime, timedelta

import factory

from portal.accounts.models import AccessToken, User

NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.edu")


class AccessTokenFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AccessToken

    user = factory.SubFactory(UserFactory)
    name = "laptop"
    prefix = "assay_pat_abc"
    digest = factory.Sequence(lambda n: f"{n:064x}")
    scopes = factory.LazyFunction(lambda: ["read"])
    created_at = NOON
    expires_at = NOON + timedelta(days=30)
