import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.factories.book import a_book
from tests.factories.term import a_term


@pytest.fixture
def term(db):
    """A term in full swing, as of now."""
    return a_term(timezone.now())


@pytest.fixture
def signed_in():
    """Return a browser that a person is signed in with."""

    def sign_in(person):
        client = Client()
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return sign_in


@pytest.fixture
def book(db):
    """Three students by three assignments, nothing released."""
    return a_book()
