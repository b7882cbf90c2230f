import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from graders.spec import When
from portal.assessments.selectors import editions_of
from portal.assessments.services import change_rubric
from portal.assignments.models import Assignment, Extension
from portal.assignments.selectors import current_overrides, current_spec, due_dates
from portal.assignments.services import give_extension, set_override
from portal.courses.models import Course, Enrollment, Role, Session
from portal.courses.services import enroll
from portal.gradebook.models import LedgerEntry
from portal.gradebook.services import enter_override, release
from portal.lib.errors import ConflictError, InvalidError, RefusedError
from portal.marking.services import keep_phrase, remove_phrase, set_plan
from portal.setup.copying import Wanted, copy_course
from portal.setup.folder import Wishes, load
from portal.similarity.selectors import threshold_of
from portal.similarity.services import set_threshold
from portal.submissions.models import Submission
from tests.factories.accounts import NOON, UserFactory
from tests.factories.folders import write_course
from tests.factories.grading import a_submission

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3] / "courses"
ZONE = ZoneInfo("America/Los_Angeles")
SPRING = Wanted("2023 Spring", "Deep Learning, again", date(2023, 1, 10))


@pytest.fixture
def course(tmp_path):
    folder = write_course(tmp_path / "w251")
    wishes = Wishes(unproven_reason="first week")
    return load(folder, wishes, now=NOON).course.course


@pytest.fixture
def ines(course):
    person = UserFactory()
    enroll(course, person, role=Role.INSTRUCTOR, actor=None, now=NOON)
    return person


def test_everything_but_people_and_their_work_comes_along(course, ines):
    for role in (Role.STUDENT, Role.GRADER):
        enroll(course, UserFactory(), role=role, actor=None, now=NOON)
    source = Assignment.objects.get()

    copied = copy_course(course, SPRING, actor=ines, now=NOON)

    made = copied.course
    assert copied.days == 133
    assert [one.starts_at.astimezone(ZONE) for one in made.sessions.all()] == [
        datetime(2023, 1, 10, 18, 30, tzinfo=ZONE),
        datetime(2023, 3, 21, 18, 30, tzinfo=ZONE),  # after the change to summer time
    ]
    assert [one.slug for one in made.categories.all()] == ["homework", "project"]
    copy = made.assignments.get()
    assert current_spec(copy) == current_spec(source)
    assert (
        copy.published_version.files.count() == source.published_version.files.count()
    )
    assert due_dates(copy).due == datetime(2023, 3, 21, 1, 30, tzinfo=UTC)
    assert copied.items[0].after.due == due_dates(copy).due
    assert [one.user for one in made.enrollments.all()] == [ines]
    assert course.assignments.get() == source


def test_staff_come_along_only_if_wanted(course, ines):
    tara = enroll(course, UserFactory(), role=Role.GRADER, actor=None, now=NOON)
    wanted = Wanted(SPRING.term, SPRING.title, SPRING.start, with_staff=True)
    made = copy_course(course, wanted, actor=ines, now=NOON).course
    assert made.enrollments.get(user=tara.user).role == Role.GRADER


def test_what_staff_changed_moves_with_the_term(course, ines):
    source = Assignment.objects.get()
    fixed = datetime(2022, 11, 20, 12, 0, tzinfo=ZONE)
    for field, value in (("due", fixed), ("title", "Shorter")):
        set_override(source, field, value, reason="Ill.", actor=ines, now=NOON)
    copy = copy_course(course, SPRING, actor=ines, now=NOON).course.assignments.get()
    assert due_dates(copy).due == datetime(2023, 4, 2, 12, 0, tzinfo=ZONE)
    assert current_spec(copy).title == "Shorter"
    reasons = {line.reason for line in current_overrides(copy).values()}
    assert reasons == {"As in 2022 Fall: Ill."}


def test_how_it_is_graded_comes_along_and_nothing_anybody_did(course, ines):
    source = Assignment.objects.get()
    alice = enroll(course, UserFactory(), role=Role.STUDENT, actor=None, now=NOON)
    who = {"actor": ines, "now": NOON}
    rubric = {"criteria": [], "file": "rubric.toml"}
    change_rubric(source, "rubric.toml", rubric, reason="Clearer.", **who)
    change_rubric(source, "old.toml", rubric, reason="Tried.", **who)
    change_rubric(source, "old.toml", None, reason="Back.", **who)
    set_plan(source, is_blind=True, regrade_days=3, **who)
    set_threshold(source, 55, **who)
    keep_phrase(source, "Say why.", **who)
    remove_phrase(source, keep_phrase(source, "Unkind.", **who).public_id, **who)
    a_submission(source, alice)
    until = due_dates(source).due + timedelta(days=1)
    give_extension(source, alice, until=until, reason="Ill.", **who)
    enter_override(source, alice, points=5, reason="So.", **who)
    release(source, reason="Done.", **who)

    copy = copy_course(course, SPRING, actor=ines, now=NOON).course.assignments.get()

    assert editions_of(copy) == {"rubric.toml": rubric}
    assert (copy.marking_plan.is_blind, copy.marking_plan.regrade_days) == (True, 3)
    assert [one.text for one in copy.phrases.all()] == ["Say why."]
    assert threshold_of(copy) == 55
    assert not Extension.objects.filter(assignment=copy).exists()
    assert not LedgerEntry.objects.filter(course=copy.course).exists()
    assert not Submission.objects.filter(assignment=copy).exists()


def test_a_night_when_clocks_change_keeps_its_hour(course, ines):
    source = Assignment.objects.get()
    late = datetime(2022, 11, 6, 1, 30, tzinfo=ZONE)  # there twice, on that night
    set_override(source, "due", late, reason="Ill.", actor=ines, now=NOON)
    wanted = Wanted("X", "T", date(2022, 12, 1))
    moved = copy_course(course, wanted, actor=ines, now=NOON)
    due = due_dates(moved.course.assignments.get()).due.astimezone(ZONE)
    assert (due.hour, due.minute) == (1, 30)
    gone = Wanted("Y", "T", date(2022, 8, 30) + (date(2023, 3, 12) - late.date()))
    again = copy_course(course, gone, actor=ines, now=NOON).course.assignments.get()
    at = due_dates(again).due.astimezone(ZONE)  # 01:30, an hour before clocks change
    assert at.isoformat() == "2023-03-12T01:30:00-08:00"


def test_a_preview_writes_nothing(course, ines):
    copied = copy_course(course, SPRING, actor=ines, now=NOON, is_dry_run=True)
    assert copied.items[0].is_published
    assert Course.objects.count() == 1 and Enrollment.objects.count() == 1
    assert copied.course.pk is None


def test_a_preview_says_what_comes_of_it():
    wishes = Wishes(start=date(2026, 9, 1), unproven_reason="So.")
    source = load(ROOT / "w255", wishes, now=NOON).course.course
    ines = UserFactory()
    enroll(source, ines, role=Role.INSTRUCTOR, actor=None, now=NOON)
    first, second, third, *_ = source.assignments.order_by("position")
    who = {"reason": "Ill.", "actor": ines, "now": NOON}
    set_override(first, "due", datetime(2026, 11, 20, 12, 0, tzinfo=ZONE), **who)
    set_override(second, "title", "Shorter", **who)
    set_override(second, "due", When(session=3, days=2), **who)
    third.published_version = None
    third.save()
    source.sessions.filter(unit=3).update(is_removed=True)
    wanted = Wanted("2027 Spring", "T", date(2027, 1, 12))

    shown = copy_course(source, wanted, actor=ines, now=NOON, is_dry_run=True)
    made = copy_course(source, wanted, actor=ines, now=NOON)

    assert shown.items == made.items and len(shown.items) > 5
    assert shown.course.shift_days == made.course.shift_days == source.shift_days + 133
    copies = {one.slug: one for one in made.course.assignments.all()}
    for item in shown.items:
        copy = copies.pop(item.slug)
        assert (item.title, item.after) == (current_spec(copy).title, due_dates(copy))
        assert item.is_published == (copy.published_version is not None)
    assert not copies


def test_what_can_not_be_copied_is_refused(course, ines):
    copy_course(course, SPRING, actor=ines, now=NOON)
    for more in ({}, {"is_dry_run": True}):
        with pytest.raises(ConflictError, match="term 2023 Spring already"):
            copy_course(course, SPRING, actor=ines, now=NOON, **more)
    nameless = Wanted(" ", "T", SPRING.start)
    with pytest.raises(InvalidError, match="term is one line"):
        copy_course(course, nameless, actor=ines, now=NOON)
    tara = enroll(course, UserFactory(), role=Role.GRADER, actor=None, now=NOON)
    with pytest.raises(RefusedError, match="Only an instructor"):
        copy_course(course, SPRING, actor=tara.user, now=NOON)
    Session.objects.filter(course=course).update(is_removed=True)
    with pytest.raises(InvalidError, match="no sessions"):
        copy_course(course, Wanted("X", "T", SPRING.start), actor=ines, now=NOON)


def test_the_command_shows_first_and_copies_when_told(course, ines):
    def copy(*more, term="2023 Spring"):
        out = io.StringIO()
        words = [f"{course.slug}:{course.term}", "--term", term, *more]
        start = ["--start", "2023-01-10", "--by", ines.email]
        call_command("course", "copy", *words, *start, stdout=out)
        return out.getvalue()

    said = copy("--dry-run")
    assert "w251:2023 Spring, 133 days later" in said
    assert "hw05          due 2023-03-21T01:30:00+00:00" in said
    assert Course.objects.count() == 1
    copy()
    assert Course.objects.count() == 2
    with pytest.raises(CommandError, match="already"):
        copy()
