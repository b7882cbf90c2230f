"""What is written out of the portal is the course that was loaded."""

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from graders.spec import When, load_course, rubric_of, rubric_to_json
from portal.assessments.services import change_rubric
from portal.assignments.models import AssignmentVersion
from portal.assignments.selectors import assignments_of, current_spec, due_dates
from portal.assignments.services import set_override
from portal.courses.access import may_make_courses
from portal.courses.selectors import meetings
from portal.setup.changing import change_course, folder_of, left_out, zip_of
from portal.setup.dates import change_dates
from portal.setup.folder import Wishes, load
from portal.setup.in_force import rubric_text
from portal.setup.parts import PARTS, edited
from portal.setup.written import course_table
from portal.setup.zips import laid_out
from tests.factories.accounts import NOON, UserFactory
from tests.factories.zips import kept, zipped

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3] / "courses"
FOLDERS = ["w251", "w255", "ai-sys-sp19", "eecs182-fa22", "cmsc35200"]


def bare(spec):
    """Return a course's spec without where its files lie."""
    items = tuple(replace(one, folder=Path()) for one in spec.assignments)
    return replace(spec, folder=Path(), assignments=items)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_real_course_comes_out_as_it_went_in_and_loads_without_a_change(folder):
    spec = load_course(ROOT / folder)
    course = load(ROOT / folder, Wishes(unproven_reason="A test."), now=NOON).course
    with folder_of(course.course) as written:
        assert bare(load_course(written)) == bare(spec)
        again = load(written, Wishes(only=course.course), now=NOON)
    assert again.course.changes == () and again.categories == ()
    assert {change.word for change in again.changes} == {"unchanged"}
    assert AssignmentVersion.objects.count() == len(spec.assignments)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_real_course_is_the_same_from_its_zip_and_from_the_zip_written_of_it(folder):
    spec = load_course(ROOT / folder)
    with laid_out(kept(zipped(ROOT / folder, top=f"{folder}/"))) as place:
        course = load(place, Wishes(unproven_reason="A test."), now=NOON).course.course
    with laid_out(kept(zip_of(course, now=NOON))) as written:
        assert bare(load_course(written)) == bare(spec)
        again = load(written, Wishes(only=course), now=NOON)
    assert {change.word for change in again.changes} == {"unchanged"}


def test_a_term_that_was_moved_is_written_with_the_dates_of_its_folder():
    wishes = Wishes(start=date(2026, 9, 1), unproven_reason="A test.")
    course = load(ROOT / "w255", wishes, now=NOON).course.course
    assert course.shift_days
    with folder_of(course) as written:
        assert bare(load_course(written)) == bare(load_course(ROOT / "w255"))
        assert load(written, Wishes(only=course), now=NOON).course.changes == ()


def test_what_the_browser_gave_comes_back_at_an_empty_site():
    wishes = Wishes(start=date(2026, 9, 1), unproven_reason="A test.")
    course = load(ROOT / "w255", wishes, now=NOON).course.course
    labs = list(course.assignments.order_by("position")[:4])
    who = {"reason": "A holiday.", "actor": UserFactory(), "now": NOON}
    set_override(labs[0], "title", "The first one", **who)
    due = due_dates(labs[0]).due + timedelta(days=3, hours=2)
    change_dates(labs[0], {"due": due, "late_due": due, "lock": due}, **who)
    gone = course.sessions.create(unit=99, starts_at=due + timedelta(days=70))
    for item, hangs in (
        (labs[1], When(session=11)),
        (labs[2], When(session=12, days=-1, offset=-timedelta(hours=36, minutes=5))),
        (labs[3], When(session=gone.unit, days=1, offset=-timedelta(seconds=1))),
    ):
        for field in ("late_due", "lock"):
            set_override(item, field, hangs, **who)
        set_override(item, "due", hangs, **who)
    _weigh(course, who["actor"])
    gone.is_removed = True
    gone.save()
    before, archive = _told(course), zip_of(course, now=NOON)

    course.slug = "as-it-was"
    course.save()
    with laid_out(kept(archive)) as written:
        assert load_course(written).start == date(2026, 9, 1)
        found = load(written, Wishes(unproven_reason="A test."), now=NOON).course
    assert found.is_new and _told(found.course) == before
    hanging = current_spec(found.course.assignments.get(slug=labs[2].slug)).due
    assert hanging == When(session=12, days=-1, offset=-timedelta(minutes=2165))
    with laid_out(kept(zip_of(found.course, now=NOON))) as again:
        third = load(again, Wishes(only=found.course), now=NOON)
    assert third.course.changes == ()
    assert {change.word for change in third.changes} == {"unchanged"}


def _weigh(course, actor):
    """Change the first two weights in the form."""
    part = PARTS["categories"]
    rows = course_table(course)["categories"]
    rows[0]["weight"], rows[1]["weight"] = rows[0]["weight"] - 5, rows[1]["weight"] + 5
    change = edited(course, part, rows)
    change_course(course, change, Wishes(only=course), actor=actor, now=NOON)
    course.refresh_from_db()


def _told(course):
    """Return what everybody reads of a course: titles, points, dates and weights."""
    items = list(assignments_of(course))
    specs = {item.slug: current_spec(item) for item in items}
    dates = {item.slug: due_dates(item) for item in items}
    sessions = list(meetings(course).values_list("unit", "title", "starts_at"))
    said = {slug: (spec.title, spec.points) for slug, spec in specs.items()}
    weights = list(course.categories.order_by("slug").values_list("slug", "weight"))
    return said, dates, sessions, weights, course.policy, course.title


def test_a_course_is_written_by_command(tmp_path):
    load(ROOT / "w255", Wishes(), now=NOON)
    call_command("course", "export", "w255:2022 Fall", "--out", str(tmp_path / "out"))
    assert bare(load_course(tmp_path / "out")) == bare(load_course(ROOT / "w255"))


def test_what_is_taken_along_has_the_rubrics_that_hold_now(tmp_path):
    course = load(ROOT / "w251", Wishes(unproven_reason="A test."), now=NOON)
    rubrics = {
        (one.slug, rubric.file): rubric_to_json(rubric)
        for one in course.course.course.assignments.all()
        for rubric in current_spec(one).rubrics
    }
    (slug, file), content = next(iter(rubrics.items()))
    content["note"], content["criteria"][0]["title"] = "Be kind.", "Said anew"
    assignment = course.course.course.assignments.get(slug=slug)
    who = {"actor": UserFactory(), "now": NOON}
    change_rubric(assignment, file, content, reason="Clearer.", **who)
    change_rubric(assignment, "gone.toml", content, reason="Of old.", **who)
    with laid_out(kept(zip_of(course.course.course, now=NOON))) as written:
        found = {
            (one.slug, rubric.file): rubric_to_json(rubric)
            for one in load_course(written).assignments
            for rubric in one.rubrics
        }
        assert found == rubrics and not list(written.rglob("gone.toml"))
    call_command("course", "export", "w251:2022 Fall", "--out", str(tmp_path / "out"))
    assert "Said anew" in next((tmp_path / "out").rglob(f"*-{slug}/{file}")).read_text()
    with folder_of(course.course.course) as loaded:  # what forms edit stays as it was
        again = load(loaded, Wishes(only=course.course.course), now=NOON)
    assert {change.word for change in again.changes} == {"unchanged"}


@pytest.mark.parametrize("kind", ["add", "subtract", "levels", "bands", "points"])
def test_a_rubric_is_written_as_it_is_read(kind):
    raw = {"name": "c", "title": "C", "points": 5, "kind": kind, "note": "Look."}
    worth = {"percent": 50} if kind == "bands" else {"points": 2.5}
    item = {"name": "a", "title": "“A”", "comment": "Say it.", **worth}
    full = {"percent": 100} if kind == "bands" else {"points": 5}
    best = {"name": "b", "title": "B", **full}
    items = [] if kind == "points" else [item, best]
    if kind == "add":
        items[1]["points"] = 2.5
    rubric = rubric_of({"criteria": [{**raw, "items": items}]}, "r.toml", points=5)
    text = rubric_text(rubric_to_json(rubric))
    assert rubric_of(tomllib.loads(text), "r.toml", points=5) == rubric


def test_an_assignment_that_is_left_out_is_hidden_and_kept():
    course = load(ROOT / "cmsc35200", Wishes(), now=NOON).course.course
    with folder_of(course) as folder:
        left_out("participation")(folder)
        loaded = load(folder, Wishes(only=course), now=NOON)
    assert [one.slug for one in loaded.removed] == ["participation"]
    assert course.assignments.filter(slug="participation", is_removed=True).exists()


def test_leave_to_make_courses_is_given_and_taken_by_command():
    ines = UserFactory()
    for verb, may in (("allow", True), ("allow", True), ("disallow", False)):
        call_command("course", verb, ines.email)
        assert may_make_courses(ines) is may
