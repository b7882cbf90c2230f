"""Stored rows: whatever happens in a term, they are what working out anew gives."""

import contextlib
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.assignments.services import give_extension, set_override
from portal.courses.models import Role, Section
from portal.courses.services import drop, enroll, set_time_multiplier
from portal.gradebook import selectors, services
from portal.gradebook.models import Category, GradeRow, LedgerEntry
from portal.gradebook.selectors.packing import packed
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

pytestmark = pytest.mark.django_db
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


class Term:
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


HAPPENINGS = sorted(
    name[1:]
    for name in vars(Term)
    if name.startswith("_") and name not in ("_write",) and not name.startswith("__")
)
happening = st.tuples(
    st.sampled_from(HAPPENINGS), st.integers(0, 2), st.integers(0, 2), st.integers(0, 9)
)


def stored(term):
    """Return the rows as they are kept, brought up to date before."""
    services.refresh_rows(term.course, now=term.now)
    table = selectors.stored_table(term.course, selectors.head_of(term.course))
    return {
        row.enrollment: (row.cells, row.percent, row.rounded, row.letter)
        for row in table.rows
    }


def worked_out(term):
    """Return the rows as working them out gives them."""
    table = selectors.course_table(term.course, now=term.now)
    return {
        row.enrollment.public_id: (
            packed(row.cells),
            row.grade.percent,
            row.grade.rounded,
            row.grade.letter,
        )
        for row in table.rows
    }


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(happening, min_size=1, max_size=12))
def test_whatever_happens_the_stored_rows_are_what_working_out_gives(db, happenings):
    with transaction.atomic():
        term = Term()
        stored(term)
        for one in happenings:
            term.happen(*one)
            assert stored(term) == worked_out(term), one
        _, changed = services.rebuild_rows(now=term.now)
        assert changed == 0
        transaction.set_rollback(True)


def test_a_release_to_all_leaves_every_stored_row_as_it_is():
    term = Term()
    term.happen("override", 0, 0, 7)
    stored(term)
    term.happen("release", 0, 0, 0)
    assert services.refresh_rows(term.course, now=term.now) == 0
    assert stored(term) == worked_out(term)


def test_only_what_changed_is_computed():
    term = Term()
    assert services.refresh_rows(term.course, now=term.now) == 3
    assert services.refresh_rows(term.course, now=term.now) == 0
    term.happen("override", 0, 0, 7)
    assert services.refresh_rows(term.course, now=term.now) == 1
    term.happen("weigh", 0, 0, 7)
    assert services.refresh_rows(term.course, now=term.now) == 3


def test_time_alone_turns_missing_work_into_a_zero():
    term = Term()
    assert stored(term)[term.people[0].public_id][1] is None
    term.now = DUE + HOUR
    assert stored(term)[term.people[0].public_id][1] == 0


@time_machine.travel(NOON)
def test_the_command_computes_every_row_and_finds_what_was_spoiled(capsys):
    term = Term()
    term.happen("submit", 0, 0, 1)
    stored(term)
    call_command("grades", "rebuild")
    assert "3 rows of grades computed, 0 changed." in capsys.readouterr().out
    GradeRow.objects.filter(enrollment=term.people[0]).update(percent=1.0)
    call_command("grades", "rebuild")
    assert "3 rows of grades computed, 1 changed." in capsys.readouterr().out


@pytest.mark.parametrize("count", [5, 40])
def test_a_table_that_is_right_takes_six_queries_at_any_size(
    count, django_assert_num_queries
):
    term = Term()
    for _ in range(count):
        a_submission(term.items[0], an_enrollment(term.course))
    services.refresh_rows(term.course, now=term.now)
    with django_assert_num_queries(6):
        head = selectors.head_of(term.course)
        services.refresh_rows(term.course, now=term.now, head=head)
        table = selectors.stored_table(term.course, head)
    assert len(table.rows) == count + 3
