"""Short ways to write down work and grades in tests of the policy."""

from uuid import uuid4

from portal.gradebook.policy import Candidate, Part


def work(points, days=0, number=1, **more):
    """Return a scored submission, ``days`` late."""
    return Candidate(
        number, uuid4(), number, points, is_late=days > 0, days_late=days, **more
    )


def parts(*points, of=100.0):
    """Return cells by their points; None has no grade, "exc" is excused."""
    return [
        Part(None, of, is_excused=True) if p == "exc" else Part(p, of) for p in points
    ]
