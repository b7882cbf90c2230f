"""What the five courses judge in class is graded on papers, to the last point."""

import json
from pathlib import Path

import pytest

from graders.spec import load_assignment, spec_to_json
from graders.spec.people import FOLLOWING
from portal.assignments.models import Assignment
from portal.grading.models import Score
from portal.marking.selectors.desk import desk_of
from portal.marking.services import assess, begin_papers
from tests.factories.grading import NOON, a_course, a_version, an_enrollment
from tests.factories.marking import a_grader, said

pytestmark = pytest.mark.django_db
COURSES = Path(__file__).parents[3] / "courses"


def by_people():
    """Return what nobody hands in of the five courses, and people judge."""
    found = []
    for path in sorted(COURSES.glob("*/*/assignment.toml")):
        if "[submit]" not in path.read_text():
            spec = load_assignment(path.parent)
            if spec.kind not in FOLLOWING:
                found.append(pytest.param(spec, id=f"{path.parts[-3]}-{spec.slug}"))
    return found


@pytest.mark.parametrize("spec", by_people())
def test_what_the_five_courses_do_in_class_has_papers(spec):
    course = a_course()
    assignment = Assignment.objects.create(course=course, slug=spec.slug)
    stored = {
        **json.loads(json.dumps(spec_to_json(spec))),
        "due": None,
        "release": None,
    }
    assignment.published_version = a_version(assignment, stored)
    assignment.save()
    tara, _ = a_grader(course), an_enrollment(course, "Alice")
    assert begin_papers(assignment, actor=tara, now=NOON).papers == 1
    (paper,) = desk_of(assignment, now=NOON).papers
    assert [one.check.name for one in paper.stations] == [c.name for c in spec.checks]
    for one in paper.stations:
        most = {
            criterion["name"]: [f"{criterion['points']:g}"]
            if criterion["kind"] == "points"
            else [max(criterion["items"], key=lambda item: item["points"])["name"]]
            for criterion in one.check.rubric["criteria"]
        }
        assess(paper.submission, one.check, said(most), base=0, actor=tara, now=NOON)
    assert Score.objects.get().points == spec.points
