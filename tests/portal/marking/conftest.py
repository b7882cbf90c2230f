"""A class of three whose notes wait, and two people who grade."""

from dataclasses import dataclass

import pytest

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.marking.selectors.desk import Desk, Paper, desk_of
from portal.marking.services import assess
from portal.submissions.models import Submission
from tests.factories.grading import NOON
from tests.factories.marking import (
    a_class,
    a_grader,
    a_written_assignment,
    said,
    the_check,
)


@dataclass
class Class:
    """The assignment, its submissions, and who grades them."""

    assignment: Assignment
    submissions: list[Submission]
    tara: User
    ben: User
    ines: User

    @property
    def desk(self) -> Desk:
        return desk_of(self.assignment, now=NOON)

    def paper(self, submission: Submission) -> Paper:
        return next(p for p in self.desk.papers if p.submission == submission)

    def assess(
        self, submission, actor=None, *, base=0, reading=1, check="note", **more
    ):
        return assess(
            submission,
            the_check(self.assignment, check),
            said(**more),
            base=base,
            reading=reading,
            actor=actor or self.tara,
            now=NOON,
        )


@pytest.fixture
def klass(db):
    assignment = a_written_assignment()
    return Class(
        assignment,
        a_class(assignment, "Alice Moreno", "Bob Iwu", "Chidi Eze"),
        a_grader(assignment.course),
        a_grader(assignment.course, "Ben Adeyemi"),
        a_grader(assignment.course, "Ines Ortega", "instructor"),
    )
