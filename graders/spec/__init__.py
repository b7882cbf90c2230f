"""Read course.toml and assignment.toml; errors name file, key and what is allowed."""

from graders.spec.assignment import load_assignment
from graders.spec.course import load_course
from graders.spec.families import is_shared_trust
from graders.spec.lease import blob_refs, check_specs, lease_options
from graders.spec.model import AssignmentSpec, Check, ContentFile, CourseSpec, When
from graders.spec.problems import Problem, SpecError
from graders.spec.rubric import rubric_of
from graders.spec.wire import (
    rubric_to_json,
    spec_from_json,
    spec_to_json,
    when_from_json,
    when_to_json,
)

__all__ = [
    "AssignmentSpec",
    "Check",
    "ContentFile",
    "CourseSpec",
    "Problem",
    "SpecError",
    "When",
    "blob_refs",
    "check_specs",
    "is_shared_trust",
    "lease_options",
    "load_assignment",
    "load_course",
    "rubric_of",
    "rubric_to_json",
    "spec_from_json",
    "spec_to_json",
    "when_from_json",
    "when_to_json",
]
