import pytest

from portal.courses.models import Role
from tests.factories.grading import a_course, an_assignment, an_enrollment


@pytest.fixture
def lab(db):
    return an_assignment(a_course("w251"))


@pytest.fixture
def ines(lab):
    return an_enrollment(lab.course, "Ines", Role.INSTRUCTOR).user


@pytest.fixture
def tara(lab):
    return an_enrollment(lab.course, "Tara", Role.GRADER).user
