import io
import json
import shutil

import pytest
from django.core.management import CommandError, call_command

from graders.spec import load_assignment
from portal.assignments.models import Assignment, AssignmentVersion
from portal.assignments.selectors import current_overrides
from portal.assignments.services import set_override
from portal.courses.models import Course
from portal.grading.lateness import lateness_of
from portal.lib import store
from tests.factories.accounts import NOON
from tests.factories.folders import write_assignment, write_course
from tests.factories.proofs import a_proof

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    return write_course(tmp_path / "w251")


def course_load(folder, *options):
    out = io.StringIO()
    call_command("course", "load", str(folder), *options, stdout=out)
    return out.getvalue()


def prove(folder, proofs, **changes):
    digest = load_assignment(folder / "hw05-image-classifier").digest
    proofs.mkdir(exist_ok=True)
    (proofs / f"{digest}.json").write_text(json.dumps(a_proof(digest, **changes)))
    return digest


def test_an_unproven_course_is_loaded_and_not_published(folder):
    said = course_load(folder)
    assert "w251:2022 Fall added" in said
    assert "not published: no proof" in said
    assert Assignment.objects.get().published_version is None
    assert Course.objects.get().categories.count() == 2


def test_a_reason_publishes_it(folder):
    assert "published, unproven: first week" in course_load(
        folder, "--unproven", "first week"
    )
    assert "unchanged  hw05" in course_load(folder)
    assert Assignment.objects.get().published_version is not None


def test_a_proof_publishes_it_wherever_it_lies(folder, settings):
    prove(folder, settings.PROOFS)
    assert "published, proven" in course_load(folder)


def test_a_proof_may_travel_with_the_course(folder):
    prove(folder, folder / "proofs")
    assert "published, proven" in course_load(folder)


def test_anothers_proof_proves_nothing(folder, settings):
    digest = prove(folder, settings.PROOFS)
    (settings.PROOFS / f"{digest}.json").write_text(json.dumps(a_proof("other")))
    assert "its proof speaks of another version; prove it" in course_load(folder)
    assert Assignment.objects.get().published_version is None


def test_a_proof_made_on_another_image_is_refused_in_a_sentence(folder, settings):
    others = [{"name": "numpy", "digest": "b" * 64}, {"name": "judge", "digest": ""}]
    prove(folder, settings.PROOFS, images=others)
    said = course_load(folder)
    assert "not published: its proof was made on another lab image numpy" in said


def test_an_image_that_changed_later_is_told_at_the_next_load(folder, settings):
    digest = prove(folder, settings.PROOFS)
    course_load(folder)
    others = [{"name": "numpy", "digest": "b" * 64}, {"name": "judge", "digest": ""}]
    proof = json.dumps(a_proof(digest, images=others))
    (settings.PROOFS / f"{digest}.json").write_text(proof)
    assert "published, proven once; now its proof was made on" in course_load(folder)
    assert Assignment.objects.get().published_version.is_proven


def test_the_bytes_of_a_version_are_kept(folder):
    course_load(folder)
    version = AssignmentVersion.objects.get()
    judge = version.files.get(path="judge.py")
    assert store.read(judge.sha256) == b"# checks\n"
    shutil.rmtree(folder)
    assert store.read(judge.sha256) == b"# checks\n"


def test_a_change_shows_both_digests(folder):
    course_load(folder, "--unproven", "x")
    before = AssignmentVersion.objects.get().digest[:12]
    write_assignment(folder / "hw05-image-classifier", ("seeds = 3", "seeds = 2"))
    said = course_load(folder, "--unproven", "x")
    assert f"changed    hw05          {before} -> " in said


def test_a_dry_run_writes_nothing(folder, settings):
    said = course_load(folder, "--dry-run", "--start", "2026-10-20")
    assert "added      hw05" in said and "Nothing was written" in said
    assert not Course.objects.exists()
    assert not any(settings.STORE.iterdir())


def test_an_invalid_course_changes_nothing_and_says_all(folder):
    write_assignment(folder / "hw05-image-classifier", ('tier = "T2"', "tier = 2"))
    write_assignment(folder / "hw06", ('slug = "hw05"', "slug = 6"))
    with pytest.raises(CommandError) as caught:
        course_load(folder)
    assert caught.value.returncode == 1
    assert "2 to repair" in str(caught.value)
    assert "hw05-image-classifier/assignment.toml: grade.tier" in str(caught.value)
    assert not Course.objects.exists()


def test_what_is_gone_is_hidden_not_deleted(folder):
    write_assignment(folder / "hw06", ('slug = "hw05"', 'slug = "hw06"'))
    course_load(folder)
    shutil.rmtree(folder / "hw06")
    assert "removed    hw06" in course_load(folder)
    assert Assignment.objects.get(slug="hw06").is_removed


def test_overrides_are_kept_and_listed_until_dropped(folder):
    course_load(folder)
    assignment = Assignment.objects.get()
    set_override(assignment, "due", NOON, reason="a holiday", actor=None, now=NOON)

    assert "override kept: hw05.due (a holiday)" in course_load(folder)
    with pytest.raises(CommandError, match="'points' names no override"):
        course_load(folder, "--drop-override", "points")
    said = course_load(folder, "--drop-override", "hw05.due")
    assert "override dropped: hw05.due" in said and "override kept" not in said
    assert current_overrides(Assignment.objects.get()) == {}


def test_nothing_of_a_course_is_executed(folder, tmp_path):
    trap = f"open({str(tmp_path / 'sprung')!r}, 'w')"
    for name in ("judge.py", "hidden/make.py", "starter/train.py"):
        (folder / "hw05-image-classifier" / name).write_text(trap)
    course_load(folder, "--unproven", "x")
    assert not (tmp_path / "sprung").exists()


def test_every_late_rule_is_loaded_and_holds(folder):
    text = (folder / "course.toml").read_text()
    rules = """[[late]]
rule = "gate"
grace_minutes = 5
categories = ["project"]

[[late]]
rule = "slip_days"
days = 5
percent = 10
"""
    (folder / "course.toml").write_text(
        text.replace('[[late]]\nrule = "zero"\n', rules).replace(
            "weight = 40", 'weight = 40\nmarks = "bands"\ncap = 110'
        )
    )
    course_load(folder)
    course = Course.objects.get()
    late = lateness_of(course.policy, category="homework", assignment="hw05")
    assert (late.rule, late.days, late.percent, late.place) == ("slip_days", 5, 10, 1)
    assert lateness_of(course.policy, category="project", assignment="p").is_gate
    assert set(course.categories.values_list("slug", "marks", "cap")) == {
        ("homework", "bands", 110.0),
        ("project", "points", None),
    }
    assert "unchanged  hw05" in course_load(folder)


def test_a_load_that_changes_points_alone_says_how_to_score_anew(folder):
    course_load(folder, "--unproven", "first week")
    file = folder / "hw05-image-classifier" / "assignment.toml"
    text = file.read_text()
    assert "[0.90, 0.97]" in text
    file.write_text(text.replace("[0.90, 0.97]", "[0.85, 0.97]"))
    said = course_load(folder, "--unproven", "kinder")
    assert "grades rescore hw05 --course 'w251:2022 Fall'" in said

    file.write_text(text.replace("[0.90, 0.97]", "[0.80, 0.97]"))
    judge = file.parent / "judge.py"
    judge.write_text(judge.read_text() + "\n# another\n")
    assert "rescore" not in course_load(folder, "--unproven", "another judge")
