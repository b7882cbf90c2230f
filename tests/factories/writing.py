"""A course with a quiz and a talk, loaded from files as any other."""

from django.utils import timezone

from portal.assignments.models import Assignment
from portal.courses.models import Course
from portal.grading.models import JobArtifact
from portal.lib import store
from portal.setup.folder import Wishes, load
from portal.submissions.services import record_artifacts
from tests.graders.families.written.essay import Essay

COURSE = """
[course]
slug = "notes"
title = "Reading papers"
term = "2026"
timezone = "UTC"

[[categories]]
slug = "notes"
weight = 100
"""
TALK = """
[assignment]
slug = "talk"
title = "Present a paper"
kind = "presentation"
category = "notes"
points = 10
due = 2020-01-01T00:00:00
"""


def a_reading_course(folder):
    """Return the loaded course's quiz; its form has a question of each kind."""
    course = folder / "notes"
    course.mkdir()
    (course / "course.toml").write_text(COURSE)
    Essay(course / "tiny", None).form()
    talk = course / "talk"
    talk.mkdir()
    (talk / "README.md").write_text("# Present a paper\n")
    (talk / "assignment.toml").write_text(TALK)
    load(course, Wishes(unproven_reason="a test"), now=timezone.now())
    return Assignment.objects.get(course=Course.objects.get(slug="notes"), slug="tiny")


def keep_sketch(job, sketch, *, now):
    """Keep what a judge leaves for staff of a job's submission."""
    stored = store.put_bytes(sketch)
    artifact = record_artifacts([stored], now=now)[stored.sha256]
    JobArtifact.objects.create(
        job=job, attempt=1, name="sketch.json", artifact=artifact, is_public=False
    )
