"""A small course with every kind of item, loaded as it would be."""

from datetime import UTC, datetime

import pytest

from graders.spec import load_course
from portal.assignments.services import sync_assignment
from portal.courses.services import sync_course
from portal.gradebook.services import sync_categories
from portal.meetings.services import sync_slots

LOADED = datetime(2022, 8, 1, tzinfo=UTC)

COURSE = """
[course]
slug = "small"
title = "A small course"
term = "{term}"
timezone = "America/Los_Angeles"

[[sessions]]
unit = 1
starts = 2022-09-06T18:30:00

[[sessions]]
unit = 2
starts = 2022-09-20T18:30:00

[[sessions]]
unit = 3
starts = 2022-10-04T18:30:00

[[categories]]
slug = "homework"
weight = 60

[[categories]]
slug = "project"
weight = 30

[[categories]]
slug = "participation"
weight = 10

[[late]]
rule = "gate"
assignments = ["notes"]

[[late]]
rule = "slip_days"
days = 4
assignments = ["code"]

[[late]]
rule = "zero"

[final]
missing = "zero"
"""

CODE = """
[assignment]
slug = "code"
title = "Code"
kind = "homework"
category = "homework"
points = 100
release = { session = 1 }
due = { session = 2 }

[submit]
files = ["answer.py"]

[grade]
family = "functions"
image = "numpy"
tier = "T1"

[[checks]]
name = "runs"
title = "It runs"
curve = "gate"

[[checks]]
name = "right"
title = "It is right"
points = 40
requires = ["runs"]
curve = "credit"

[[checks]]
name = "fast"
title = "It is fast"
points = 60
requires = ["runs"]
measure = "seconds"
unit = "s"
curve = { line = [10, 1] }
"""

WRITTEN = """
[assignment]
slug = "{slug}"
title = "{slug}"
kind = "{kind}"
category = "{category}"
points = 20
release = {{ session = 1 }}
due = {{ session = {due} }}
teams = {{ min = {least}, max = {most} }}

[submit]
files = []
optional = ["text.md"]
counts = "last"

[grade]
family = "written"
image = "documents"
judge_image = "documents"
tier = "T1"
documents = ["text.md"]

[[checks]]
name = "words"
title = "It has words"
curve = "gate"
measure = "words"

[[checks]]
name = "worth"
title = "What it is worth"
points = 20
rubric = "rubric.toml"
"""

RUBRIC = """
[[criteria]]
name = "clear"
title = "Clear"
points = 12
kind = "levels"
items = [
  { name = "yes", title = "Yes", points = 12 },
  { name = "half", title = "In parts", points = 6 },
  { name = "no", title = "No", points = 0 },
]

[[criteria]]
name = "right"
title = "Right"
points = 8
kind = "bands"
"""

PEOPLE = """
[assignment]
slug = "participation"
title = "Participation"
kind = "participation"
category = "participation"
points = 100
due = { session = 3 }
"""

EXAM = """
[assignment]
slug = "exam"
title = "An exam"
kind = "quiz"
category = "homework"
points = 30
due = { session = 2 }

[[checks]]
name = "question-1"
title = "Question 1"
points = 10

[[checks]]
name = "question-2"
title = "Question 2"
points = 20
"""

REGISTERS = """
[assignment]
slug = "registers"
title = "Attendance"
kind = "attendance"
category = "participation"
points = 3
"""

TALK = """
[assignment]
slug = "talk"
title = "A talk"
kind = "presentation"
category = "participation"
points = 20

[[slots]]
role = "Presents"
sessions = [2, 3]
places = 30
notice_hours = 24
"""

MATES = """
[assignment]
slug = "mates"
title = "Each other"
kind = "peer_rating"
category = "participation"
points = 10
release = { session = 2 }
due = { session = 3 }
teams = { min = 2, max = 3 }
"""


@pytest.fixture
def small_course(tmp_path):
    """Return a function that loads the course in a term of its own."""

    alone, teams = (1, 1), (2, 3)

    def load(term: str = "2022 Fall"):
        folder = tmp_path / term.replace(" ", "-")
        texts = {
            "code": CODE,
            "notes": _written("notes", "summary", "homework", 2, alone),
            "plan": _written("plan", "milestone", "project", 2, teams),
            "report": _written("report", "project", "project", 3, teams),
            "participation": PEOPLE,
            "exam": EXAM,
            "registers": REGISTERS,
            "talk": TALK,
            "mates": MATES,
        }
        for name, text in texts.items():
            (folder / name).mkdir(parents=True)
            (folder / name / "assignment.toml").write_text(text)
            (folder / name / "README.md").write_text(f"# {name}\n")
            if "rubric.toml" in text:
                (folder / name / "rubric.toml").write_text(RUBRIC)
        (folder / "code" / "judge.py").write_text("judge = None\n")
        (folder / "course.toml").write_text(COURSE.format(term=term))
        return _sync(load_course(folder))

    return load


def _written(slug, kind, category, due, sizes):
    least, most = sizes
    return WRITTEN.format(
        slug=slug, kind=kind, category=category, due=due, least=least, most=most
    )


def _sync(spec):
    course = sync_course(spec, actor=None, now=LOADED).course
    sync_categories(course, spec, actor=None, now=LOADED)
    for number, item in enumerate(spec.assignments):
        change = sync_assignment(
            course,
            item,
            position=number,
            unproven_reason="A test.",
            actor=None,
            now=LOADED,
        )
        sync_slots(change.assignment, actor=None, now=LOADED)
    return course
