"""The sentence, the place and the look of a notice, made when somebody reads it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from graders.protocol import Outcome
from portal.notifications.kinds import OF_STAFF
from portal.notifications.models import Notice

Detail = Mapping[str, Any]


@dataclass(frozen=True)
class Look:
    """A word, an icon and a tone: never colour alone."""

    word: str
    icon: str
    tone: str


LOOKS = {
    "graded": Look("graded", "circle-check", "ok"),
    "ungraded": Look("not graded", "file-x", "warn"),
    "released": Look("grade", "graduation-cap", "ok"),
    "changed": Look("grade", "pencil", "busy"),
    "commented": Look("comment", "pencil", "quiet"),
    "extension": Look("time", "calendar-clock", "quiet"),
    "request": Look("regrade", "flag", "busy"),
    "slot": Look("talk", "calendar-clock", "quiet"),
    "team": Look("team", "user-check", "quiet"),
    "deadline": Look("due", "clock-alert", "warn"),
    "asked": Look("regrade", "flag", "busy"),
    "to_grade": Look("grading", "inbox", "busy"),
    "second": Look("grading", "eye", "quiet"),
    "lab_broken": Look("lab broken", "wrench", "bad"),
    "machines": Look("machines", "unplug", "bad"),
}
UNGRADED = {
    Outcome.UNGRADABLE.value: "could not be graded as it is. It is your move.",
    Outcome.TIMEOUT.value: "took longer than it may. It is your move.",
    Outcome.OUT_OF_MEMORY.value: "needed too much memory. It is your move.",
    Outcome.LAB_BROKEN.value: "is not graded: the judge failed. Staff grade it again.",
    "parked": "is not graded: our machines failed on it. The operators see to it.",
}
REQUESTS = {
    "replied": "There is a message about your regrade request for",
    "accepted": "Your regrade request is accepted:",
    "declined": "Your regrade request is declined:",
}
ASKED = {
    "opened": "A student asks for a regrade of",
    "replied": "A student writes about a regrade of",
}
TEAMS = {
    "invited": "You are invited to the team {team} for {title}.",
    "placed": "Staff put you in the team {team} for {title}.",
    "joined": "Somebody joined your team {team} for {title}.",
    "removed": "Staff took you out of the team {team} for {title}.",
    "dissolved": "Your team {team} for {title} is dissolved.",
}
SLOTS = {
    "taken": "You have a place as {role} in {title}: session {unit}, {starts}.",
    "moved_up": "You moved up from the waiting line to a place as {role} in {title}: "
    "session {unit}, {starts}.",
    "left": "Staff took you out of your place as {role} in {title}, session {unit}.",
}
MACHINES = {
    "lost": "The runner {runner} went silent while it graded; others took over.",
    "silent": "The runner {runner} has not been heard of for ten minutes.",
    "parked": "Work was given up on after three failures of our machines.",
}


def sentence(notice: Notice, title: str) -> str:
    """Return what ``notice`` says; ``title`` is what its assignment is called now."""
    return _SENTENCES[notice.kind](notice, f"“{title}”")


def path(notice: Notice) -> str:
    """Return the page where its reader goes on."""
    return _PATHS[notice.kind](notice)


def instant(iso: str, zone: str) -> str:
    """Return an instant in the course's own time, with the zone's name."""
    local = datetime.fromisoformat(iso).astimezone(ZoneInfo(zone or "UTC"))
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M %Z}"


def _graded(notice: Notice, title: str) -> str:
    return f"{_number(notice)} of {title} has been graded."


def _ungraded(notice: Notice, title: str) -> str:
    said = UNGRADED.get(notice.detail["outcome"], "was not graded.")
    return f"{_number(notice)} of {title} {said}"


def _number(notice: Notice) -> str:
    work = notice.submission
    return "Your hand-in" if work is None else f"Submission {work.number}"


def _extension(notice: Notice, title: str) -> str:
    until = notice.detail["until"]
    if until is None:
        return f"Your extension for {title} was taken back."
    return f"You have more time for {title}: until {_local(notice, until)}."


def _deadline(notice: Notice, title: str) -> str:
    due = _local(notice, notice.detail["due"])
    return f"{title} is due {due}, and you have handed in nothing yet."


def _slot(notice: Notice, title: str) -> str:
    said: Detail = notice.detail
    starts = _local(notice, said["starts"])
    return SLOTS[said["what"]].format(**{**said, "starts": starts, "title": title})


def _to_grade(notice: Notice, title: str) -> str:
    papers = notice.detail["papers"]
    what = "1 paper" if papers == 1 else f"{papers} papers"
    how = "read a second time" if notice.detail["is_second"] else "grade"
    return f"{what} of {title} came to you to {how}."


def _local(notice: Notice, iso: str) -> str:
    return instant(iso, notice.course.timezone if notice.course else "")


_SENTENCES: Mapping[str, Callable[[Notice, str], str]] = {
    "graded": _graded,
    "ungraded": _ungraded,
    "released": lambda n, t: f"Your grade for {t} is out.",
    "changed": lambda n, t: f"Your grade for {t} has changed.",
    "commented": lambda n, t: f"There is a comment on your grade for {t}.",
    "extension": _extension,
    "request": lambda n, t: f"{REQUESTS[n.detail['what']]} {t}.",
    "slot": _slot,
    "team": lambda n, t: TEAMS[n.detail["what"]].format(title=t, **_team(n)),
    "deadline": _deadline,
    "asked": lambda n, t: f"{ASKED[n.detail['what']]} {t}.",
    "to_grade": _to_grade,
    "second": lambda n, t: f"A second reader is wanted for {t}.",
    "lab_broken": lambda n, t: f"The judge of {t} failed; hand-ins wait for you.",
    "machines": lambda n, t: MACHINES[n.detail["what"]].format(**n.detail),
}


def _team(notice: Notice) -> dict[str, str]:
    return {"team": notice.detail["team"]}


def _of_submission(notice: Notice) -> str:
    work = notice.submission
    if work is None:
        return _of_assignment(notice)
    return reverse("student:submission", args=[work.public_id])


def _of_assignment(notice: Notice) -> str:
    about = notice.assignment
    if about is None:
        return reverse("notices:list")
    name = "marking:desk" if notice.kind in OF_STAFF else "student:assignment"
    return reverse(name, args=[about.public_id])


def _of_grades(notice: Notice) -> str:
    course = notice.course
    if course is None:
        return reverse("notices:list")
    return reverse("student:grades", args=[course.public_id])


def _of_team(notice: Notice) -> str:
    about = notice.assignment
    if about is None:
        return reverse("notices:list")
    return reverse("student:team", args=[about.public_id])


def _of_request(notice: Notice) -> str:
    return reverse("marking:request", args=[notice.detail["request"]])


def _of_machines(notice: Notice) -> str:
    return reverse("ops:queue" if notice.detail["what"] == "parked" else "ops:runners")


_PATHS: Mapping[str, Callable[[Notice], str]] = {
    "graded": _of_submission,
    "ungraded": _of_submission,
    "released": _of_grades,
    "changed": _of_grades,
    "commented": _of_grades,
    "extension": _of_assignment,
    "request": _of_request,
    "slot": _of_assignment,
    "team": _of_team,
    "deadline": _of_assignment,
    "asked": _of_request,
    "to_grade": _of_assignment,
    "second": _of_assignment,
    "lab_broken": _of_submission,
    "machines": _of_machines,
}
