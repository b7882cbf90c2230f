"""An assignment that an existing autograder grades, and what one states."""

from graders.protocol import CheckResult, Standing, StatedTest, Statement
from tests.factories import grading, runners


def an_archive_lab(course=None, **more):
    """Ten points, by the archive's own total out of ten."""
    check = grading.a_check(
        "autograder", 10.0, curve={"kind": "line", "numbers": [0.0, 10.0]}
    )
    more = {"family": "archive", "image": "gradescope", "pool": "archive", **more}
    return grading.an_assignment(course, [check], **more)


def a_runner():
    """A runner of the pool that runs existing autograders."""
    return runners.a_runner(pools=["archive"])


def a_statement(*tests, **more):
    """Seven points, unless told otherwise."""
    return Statement(**{"score": 7.0, "tests": tests, **more})


def a_test(name="one", **more):
    return StatedTest(**{"name": name, "number": "1", "score": 1.0, **more})


def state(submission, runner, statement, *, now=grading.NOON):
    """Grade ``submission``: it got ``statement``."""
    checks = (CheckResult("autograder", value=statement.score),)
    return grading.grade(
        submission,
        runner,
        now=now,
        checks=checks,
        measurements=(),
        statement=statement,
    )


def a_standing(name="Time", value=1.5, order="asc"):
    return Standing(name, value, order)
