"""What a course does in class, by files and commands: papers, slots, registers."""

from django.utils import timezone

from graders.scoring.rubric import NUMBER
from portal.assignments.selectors import current_spec
from portal.gradebook.selectors import seen_cell
from portal.marking.access import get_rubric_check
from portal.meetings.models import Place

TALKS = "Presents a paper"


def is_on_paper(assignment):
    """Whether people grade it question by question, or by the rubric of a talk."""
    spec = current_spec(assignment)
    is_exam = not spec.is_handed_in and len(spec.checks) > 1
    return is_exam or (spec.kind == "presentation" and not spec.is_handed_in)


def papers(office, assignment, points):
    """Begin the papers, and take in what each student has for each question."""
    slug, teacher = assignment.slug, office.teacher.email
    where = ["--course", office.key, "--by", teacher]
    said = office.say("papers", "begin", slug, *where)
    assert not said.startswith("0 papers")
    names = [check.name for check in current_spec(assignment).checks]
    checks = [get_rubric_check(assignment, name) for name in names]
    rows = [{"email": email, **_marked(checks, n)} for email, n in points.items()]
    take = ["papers", "import", slug, office.file(f"{slug}.csv", rows), *where]
    assert "say --yes" in office.say(*take)
    take.append("--yes")
    assert f"{len(rows) * len(checks)} answers saved" in office.say(*take)
    assert "0 answers differ" in office.say(*take)


def _marked(checks, points):
    """Return what stands in each column for somebody with so many points in all.

    Typed questions are filled one after the other; of a rubric the best is chosen, and
    the rest is taken off.
    """
    row = {}
    for check in checks:
        typed = [c for c in check.rubric["criteria"] if c["kind"] == NUMBER]
        got = min(points, check.points)
        points -= got
        if typed:
            row[check.name] = f"{got:g}"
            continue
        for one in check.rubric["criteria"]:
            best = max(one["items"], key=lambda item: item["points"])
            row[f"{check.name}/{one['name']}"] = best["name"]
        row[f"{check.name} adjustment"] = f"{got - check.points:g}"
        row[f"{check.name} comment"] = "From the notes of the talk."
    return row


def slots(office, students):
    """Give the places of a file, then take one out and seat somebody else."""
    where = ["--course", office.key, "--by", office.teacher.email]
    ada, ben, cleo, *_ = (office.email(one) for one in students)
    rows = [{"email": one, "session": "12", "role": TALKS} for one in (ada, ben)]
    file = office.file("places.csv", rows)
    take = ["slots", "import", "presentation", file, *where, "--yes"]
    assert "2 places given" in office.say(*take)
    assert "2 are the same" in office.say(*take)
    office.say("slots", "remove", "presentation", ben, *where)
    at = ["--session", "12", "--role", TALKS]
    office.say("slots", "assign", "presentation", cleo, *at, *where)
    said = office.say("slots", "list", "presentation", "--course", office.key)
    assert f"session 12, {TALKS}: {ada}, {cleo}, 0 of 2 free\n" in said
    assert Place.objects.filter(left_at=None).count() == 2


def registers(office, students):
    """Fourteen sessions: present, once late, once excused, half of them absent."""
    ada, ben, cleo, dan, *_ = (office.email(one) for one in students)
    rows = [
        {"email": ada, **dict.fromkeys(_units(14), "present")},
        {"email": ben, **dict.fromkeys(_units(13), "present"), "session 14": "late"},
        {"email": cleo, **dict.fromkeys(_units(13), "present"), "session 14": WHY},
        {"email": dan, **dict.fromkeys(_units(14), "absent")}
        | dict.fromkeys(_units(7), "present"),
    ]
    file = office.file("registers.csv", rows)
    where = ["--course", office.key, "--by", office.teacher.email, "--yes"]
    take = ["attendance", "import", "attendance", file, *where]
    assert "56 marks written" in office.say(*take)
    assert "0 marks differ, 56 are the same" in office.say(*take)
    # of 14 points: 14 of 14, 13.5 of 14, 13 of 13, 7 of 14
    assert _points(office, "attendance", (ada, ben, cleo, dan)) == [14, 13.5, 14, 7]


WHY = "excused: a conference"


def _units(last):
    return [f"session {unit}" for unit in range(1, last + 1)]


def ratings(office, students):
    """Four in a team rate each other on paper; everybody gives Dan 2, all others 4."""
    team = [office.email(one) for one in students[:4]]
    where = ["--course", office.key, "--by", office.teacher.email]
    file = office.file("teams.csv", [{"team": "Whales", "email": one} for one in team])
    office.say("team", "import", "team-rating", file, *where, "--yes")
    rows = [
        {
            "rater": one,
            "rated": other,
            "points": "2" if other == team[3] else "4",
            "sentence": "On paper.",
        }
        for one in team
        for other in team
        if one != other
    ]
    file = office.file("ratings.csv", rows)
    take = ["ratings", "import", "team-rating", file, *where, "--yes"]
    assert "12 ratings kept" in office.say(*take)
    assert "12 are there already" in office.say(*take)
    office.say("ratings", "enter", "team-rating", *where)
    # 4 of 5 and 2 of 5, of 100 points
    assert _points(office, "team-rating", team) == [80, 80, 80, 40]


def _points(office, slug, emails):
    assignment = office.course.assignments.get(slug=slug)
    people = {one.user.email: one for one in office.course.enrollments.all()}
    now = timezone.now()
    return [seen_cell(assignment, people[one], now=now).points for one in emails]
