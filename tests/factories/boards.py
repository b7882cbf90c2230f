"""A board with a class on it: the models of a homework on quantisation."""

from graders.protocol import CheckResult, Measurement
from portal.assignments.models import Assignment
from portal.courses.models import Course
from tests.factories.grading import (
    NOON,
    a_check,
    a_submission,
    an_assignment,
    an_enrollment,
    grade,
)
from tests.factories.runners import a_runner

BOARD = {
    "title": "Smaller, faster, as good",
    "quality": "accuracy",
    "size": "size_bytes",
    "latency": "latency_ratio",
    "gate": "quality",
}
# accuracy, bytes, share of the reference's time; the gate is at 0.9742
MODELS = (
    (0.9790, 158_000.0, 0.50),
    (0.9805, 171_000.0, 0.53),
    (0.9825, 240_000.0, 0.62),
    (0.9835, 318_000.0, 0.77),
    (0.9800, 352_000.0, 0.83),
    (0.9745, 420_000.0, 0.91),
    (0.9810, 512_000.0, 1.00),
    (0.9585, 112_000.0, 0.42),
    (0.9705, 131_000.0, 0.43),
    (0.9560, 140_000.0, 0.48),
    (0.3100, 178_000.0, 0.55),
)


def measured(accuracy, size, latency):
    """Return what a report says of one model."""
    return (
        Measurement("accuracy", accuracy, baseline=0.984),
        Measurement("size_bytes", size, "B", baseline=606_000.0),
        Measurement("latency_ratio", latency, baseline=1.0),
    )


def an_optimization(course: Course, **more) -> Assignment:
    """Return an assignment with a board."""
    checks = [a_check("quality"), a_check("size", 100.0, requires=["quality"])]
    return an_assignment(course, checks, board=BOARD, **more)


def enter(assignment, enrollment, model, runner, *, is_good=True, now=NOON):
    """Have somebody's model graded."""
    found = (CheckResult("quality", is_good), CheckResult("size", True))
    submission = a_submission(assignment, enrollment, now=now)
    grade(submission, runner, measurements=measured(*model), checks=found, now=now)
    return submission


def a_class(assignment: Assignment, first) -> None:
    """Enter every model of MODELS; the first one is by ``first``."""
    runner = a_runner("board-01")
    for number, model in enumerate(MODELS):
        who = first if not number else an_enrollment(assignment.course)
        enter(assignment, who, model, runner, is_good=model[0] >= 0.9742)
