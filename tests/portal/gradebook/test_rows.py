"""Stored rows: whatever happens in a term, they are what working out anew gives."""

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.gradebook import selectors, services
from portal.gradebook.models import GradeRow
from portal.gradebook.selectors.packing import packed
from tests.factories.grading import DUE, NOON, a_submission, an_enrollment
from tests.factories.happenings import HOUR, NAMES
from tests.factories.happenings import Happenings as Term

pytestmark = pytest.mark.django_db
happening = st.tuples(
    st.sampled_from(NAMES), st.integers(0, 2), st.integers(0, 2), st.integers(0, 9)
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


def test_time_alone_changes_nothing_of_what_nobody_hands_in():
    term = Term()
    for item in term.items:
        version = item.published_version
        version.spec["grade"]["family"] = ""
        version.save()
    before = stored(term)
    term.now = DUE + HOUR
    assert services.refresh_rows(term.course, now=term.now) == 0
    assert stored(term) == before == worked_out(term)


def test_rows_are_worked_out_anew_once_an_assignment_is_no_longer_handed_in():
    term = Term()
    term.now = DUE + HOUR
    assert stored(term)[term.people[0].public_id][1] == 0
    for item in term.items:
        version = item.published_version
        version.spec["grade"]["family"] = ""
        version.save()
    assert stored(term) == worked_out(term)
    assert stored(term)[term.people[0].public_id][1] is None


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
def test_a_table_that_is_right_takes_five_queries_at_any_size(
    count, django_assert_num_queries
):
    term = Term()
    for _ in range(count):
        a_submission(term.items[0], an_enrollment(term.course))
    services.refresh_rows(term.course, now=term.now)
    with django_assert_num_queries(5):
        head = selectors.head_of(term.course)
        services.refresh_rows(term.course, now=term.now, head=head)
        table = selectors.stored_table(term.course, head)
    assert len(table.rows) == count + 3
