"""What people are told of, and how each of it reaches them unless they say else."""

from dataclasses import dataclass
from enum import StrEnum


class Channel(StrEnum):
    """How a notice reaches a person; in all but the last it is in the portal too."""

    NOW = "now"  # by mail, together with what else comes in that minute
    DAILY = "daily"  # by mail, once a day
    PORTAL = "portal"
    OFF = "off"


class Audience(StrEnum):
    """Who can get a notice; the page of preferences shows people only their own."""

    STUDENT = "student"
    STAFF = "staff"
    OPS = "ops"


@dataclass(frozen=True)
class Kind:
    """One sort of news; ``of_grade`` says that it holds only while a release does."""

    slug: str
    title: str
    audience: Audience
    default: Channel
    of_grade: bool = False


def _student(slug: str, title: str, default: Channel, **more: bool) -> Kind:
    return Kind(slug, title, Audience.STUDENT, default, **more)


def _staff(slug: str, title: str, default: Channel) -> Kind:
    return Kind(slug, title, Audience.STAFF, default)


_LISTED = (
    _student("graded", "A hand-in has been graded", Channel.PORTAL),
    _student("ungraded", "A hand-in could not be graded", Channel.NOW),
    _student("released", "A grade is out", Channel.NOW, of_grade=True),
    _student("changed", "A grade that is out has changed", Channel.NOW, of_grade=True),
    _student("commented", "A comment on a grade", Channel.NOW, of_grade=True),
    _student("extension", "More time, or less again", Channel.NOW),
    _student("request", "An answer to a regrade request", Channel.NOW),
    _student("slot", "A place for a presentation", Channel.NOW),
    _student("team", "Invitations, and who is in a team", Channel.NOW),
    _student("deadline", "Due in a day, and nothing handed in", Channel.NOW),
    _staff("asked", "A regrade is asked for, or a student writes", Channel.DAILY),
    _staff("to_grade", "Work is given to you to grade", Channel.NOW),
    _staff("second", "A second reader is wanted", Channel.DAILY),
    _staff("lab_broken", "The judge of an assignment failed", Channel.NOW),
    Kind("machines", "A runner is lost, or gave up on work", Audience.OPS, Channel.NOW),
)
KINDS = {kind.slug: kind for kind in _LISTED}
OF_GRADES = frozenset(kind.slug for kind in _LISTED if kind.of_grade)
OF_STAFF = frozenset(k.slug for k in _LISTED if k.audience is Audience.STAFF)
OF_OPS = frozenset(k.slug for k in _LISTED if k.audience is Audience.OPS)
