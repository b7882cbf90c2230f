"""A small class to whose grades anything may happen."""

import contextlib
from datetime import timedelta

from portal.assignments.services import give_extension, set_override
from portal.courses.models import Role, Section
from portal.courses.services import drop, enroll, set_time_multiplier
from portal.gradebook import services
from portal.gradebook.models import Category, LedgerEntry
from portal.lib.errors import ConflictError
from tests.factories.grading import (
    DUE,
    NOON,
    a_check,
    a_course,
    a_submission,
    an_assignment,
    an_enrollment,
    grade,
)
from tests.factories.runners import a_runner

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WHY = {"reason": "As agreed."}
POLICY = {
    "late": [
        {
            "rule": "slip_days",
            "grace_minutes": 10,
            "options": {"days": 3, "percent": 20.0},
        }
    ],
    "final": {"missing": "zero", "letters": {"A": 90, "B": 50, "F": 0}},
}


class Happenings:
    """A small class to which anything may happen."""

    def __init__(self):
        self.course = a_course(policy=POLICY)
        for slug, weight in (("homework", 60), ("project", 40)):
            Category.objects.create(
                course=self.course, slug=slug, title=slug, weight=weight
            )
        section = Section.objects.create(course=self.course, name="1")
        self.people = [an_enrollment(self.course) for _ in range(3)]
        self.people[0].section = self.people[1].section = section
        for one in self.people:
            one.save()
        self.section = section
        self.items = [
            an_assignment(
                self.course,
                [a_check("shape"), a_check("accuracy", 10.0)],
                slug=slug,
                category=category,
            )
            for slug, category in (
                ("a", "homework"),
                ("b", "homework"),
                ("c", "project"),
            )
        ]
        self.tara = an_enrollment(self.course, role=Role.INSTRUCTOR).user
        self.runner = a_runner()
        self.now = NOON

    def happen(self, what, who, item, size):
        """Let one thing happen to somebody's grade on something."""
        getattr(self, f"_{what}")(self.people[who], self.items[item], size)

    def _wait(self, who, item, size):
        self.now += size * DAY

    def _submit(self, who, item, size):
        is_late = self.now > DUE
        self.work = a_submission(item, who, now=self.now, is_late=is_late)
        if size % 3:
            grade(self.work, self.runner, now=self.now)

    def _regrade(self, who, item, size):
        work = item.submissions.filter(enrollment=who).last()
        if work is not None and not work.grading_jobs.filter(state="queued").exists():
            grade(work, self.runner, now=self.now, checks=())

    def _override(self, who, item, size):
        self._write(services.enter_override, item, who, points=float(size))

    def _adjust(self, who, item, size):
        self._write(services.adjust, item, who, points=size / 2 - 2)

    def _excuse(self, who, item, size):
        self._write(services.excuse, item, who)

    def _incomplete(self, who, item, size):
        self._write(services.mark_incomplete, item, who)

    def _release(self, who, item, size):
        with contextlib.suppress(ConflictError):
            to = {"enrollment": who} if size % 2 else {}
            services.release(item, actor=self.tara, now=self.now, **to, **WHY)

    def _withdraw(self, who, item, size):
        with contextlib.suppress(ConflictError):
            services.withdraw(item, actor=self.tara, now=self.now, **WHY)

    def _undo(self, who, item, size):
        entry = LedgerEntry.objects.filter(undone_by=None).last()
        if entry is not None:
            services.undo(entry, actor=self.tara, now=self.now, **WHY)

    def _extend(self, who, item, size):
        until = DUE + (size + 1) * DAY
        to = self.section if size % 2 else who
        more = {"actor": self.tara, "now": self.now, **WHY}
        give_extension(item, to, until=until, **more)

    def _move_due(self, who, item, size):
        due = DUE - size * HOUR
        set_override(item, "due", due, actor=self.tara, now=self.now, **WHY)

    def _time(self, who, item, size):
        more = {"actor": self.tara, "now": self.now, **WHY}
        set_time_multiplier(who, multiplier=1 + size / 10, **more)

    def _drop(self, who, item, size):
        drop(who, actor=self.tara, now=self.now)

    def _come_back(self, who, item, size):
        more = {"role": "student", "actor": self.tara, "now": self.now}
        enroll(self.course, who.user, section="1" if size % 2 else "", **more)

    def _weigh(self, who, item, size):
        Category.objects.filter(course=self.course, slug="project").update(
            weight=10 * size
        )

    def _write(self, verb, item, who, **more):
        verb(item, who, actor=self.tara, now=self.now, **WHY, **more)


NAMES = sorted(
    name[1:]
    for name in vars(Happenings)
    if name.startswith("_") and name != "_write" and not name.startswith("__")
)
