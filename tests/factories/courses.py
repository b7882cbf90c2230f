"""Courses and who is what in them."""

import factory

from portal.courses.models import Course, Enrollment, Role, Session
from tests.factories.accounts import NOON, UserFactory


class CourseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Course

    slug = factory.Sequence(lambda n: f"course{n}")
    term = "2026 Fall"
    title = "Deep Learning Systems"
    timezone = "America/Los_Angeles"
    loaded_at = NOON


class SessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Session

    course = factory.SubFactory(CourseFactory)
    unit = factory.Sequence(lambda n: n + 1)
    starts_at = NOON


class EnrollmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Enrollment

    course = factory.SubFactory(CourseFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.STUDENT
    enrolled_at = NOON
