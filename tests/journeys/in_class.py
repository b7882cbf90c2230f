"""What a course does in class, clicked through on days of its own term."""

from contextlib import contextmanager
from datetime import timedelta

from django.utils import timezone

from portal.accounts.models import User
from portal.meetings.models import Place
from tests.courses.finals.handed_in import address_of
from tests.journeys.person import Person

PRESENTS = "Presents a paper at session 12"
ARGUES = "Argues against a paper at session 12"
STANDS_IN = "Writes down, and stands in"
TALK, RATING = "Present a paper", "How your team worked"


class InClass:
    """Teacher and class, and a clock that stands where the term is."""

    def __init__(self, browser, live_server, school, monkeypatch):
        self.school, self._clock = school, monkeypatch
        self._site = browser, live_server
        self.course = school.course

    def starts(self, unit):
        return self.course.sessions.get(unit=unit).starts_at

    def at(self, moment):
        """Let it be this moment for everybody at the site."""
        self._clock.setattr(timezone, "now", lambda: moment)

    @contextmanager
    def student(self, one, assignment):
        """Let somebody of the class come to an assignment, and leave again."""
        user = User.objects.get(email=address_of(one))
        person = Person(*self._site, user)
        person.go(self.course.title, assignment)
        yield person
        person.leaves()


def talks(klass, teacher):
    """Two take places, one waits and moves up; staff take out and assign."""
    ada, ben, cleo, dan, eve = klass.school.table.CLASS[:5]
    klass.at(klass.starts(1) + timedelta(days=1))
    for one in (ada, ben):
        with klass.student(one, TALK) as person:
            person.press(f"Take a place for {PRESENTS}")
            person.says("You have a place: Presents a paper.")
    with klass.student(cleo, TALK) as person:
        person.press(f"Wait in line for {PRESENTS}")
        person.says("You are number 1 in line.")
    with klass.student(dan, TALK) as person:
        person.press(f"Take a place for {ARGUES}")
    with klass.student(ben, TALK) as person:
        person.press(f"Leave {PRESENTS}")
        person.says("You left Presents a paper.")
    with klass.student(cleo, TALK) as person:
        person.page.get_by_role("button", name=f"Leave {PRESENTS}").wait_for()
        assert person.page.get_by_text("You are number").count() == 0
    teacher.go("Assignments", TALK)
    teacher.press("Take out Dan")
    teacher.says("Dan is out of Argues against a paper.")
    teacher.page.locator("summary", has_text=f"{STANDS_IN}, session 12").click()
    at = f"Student’s e-mail for {STANDS_IN}, session 12"
    teacher.page.get_by_label(at).fill(address_of(eve))
    teacher.press("Assign")
    teacher.says(f"Eve has a place: {STANDS_IN}.")
    assert seated(12) == {
        (PRESENTS.split(" at")[0], "Ada"),
        (PRESENTS.split(" at")[0], "Cleo"),
        (STANDS_IN, "Eve"),
    }


def seated(unit):
    """Return who has which role at a session."""
    places = Place.objects.filter(
        slot__session__unit=unit, left_at=None, is_waiting=False
    )
    return set(places.values_list("slot__role", "enrollment__user__name"))


def ratings(klass, teacher):
    """A team is formed, two of it rate the others, and the means become grades."""
    team = klass.school.table.CLASS[:4]
    klass.at(klass.starts(14) + timedelta(hours=1))
    teacher.go("Assignments", RATING, "Teams")
    teacher.fill(name="Blue Whales")
    for one in team:
        teacher.page.get_by_role("checkbox", name=one.name).check()
    teacher.press("Form the team")
    for rater, word in zip(team, ("5: carried", "3: did what"), strict=False):
        with klass.student(rater, RATING) as person:
            person.go("Rate your team")
            for other in (one for one in team if one != rater):
                box = person.page.get_by_role("group", name=other.name)
                box.get_by_label(word).check()
                box.get_by_label("Why, in a sentence").fill("As I saw it.")
            person.press("Save")
            person.says("You have rated everybody in Blue Whales.")
    klass.at(klass.starts(14) + timedelta(days=6))
    teacher.go("Assignments", RATING, "Read the ratings")
    teacher.press("Enter the grades")
    teacher.says("The grades are entered")


def rated(klass):
    """Whoever was rated reads the mean after the release, and nobody's words."""
    _, _, cleo, *_ = klass.school.table.CLASS
    with klass.student(cleo, RATING) as person:
        person.go("Rate your team")
        person.says("Your team gave you 4.00 of 5 on average.")
        assert "As I saw it." not in person.page.content()
