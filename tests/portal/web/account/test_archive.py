import io
import json
import zipfile
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from portal.assessments.services import write_remark
from portal.assignments.services import give_extension, set_override
from portal.gradebook.services import release
from portal.grading.models import StageLog
from portal.marking.models import RegradeRequest
from portal.notifications.models import Notice
from tests.factories.grading import DUE, NOON, a_submission, an_assignment
from tests.factories.teams import a_project, a_team
from tests.factories.term import a_term
from tests.portal.marking.conftest import klass
from tests.portal.marking.test_blanks import exam

__all__ = ["exam", "klass"]
PLACE = "courses/course-2026-Fall"


def archive(browser):
    answer = browser.get(reverse("account:archive"))
    assert answer["Content-Disposition"] == 'attachment; filename="my-data.zip"'
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_it_holds_all_of_one_s_own_and_nothing_of_others(book, signed_in):
    book.release("hw1")
    a_submission(book.items["final"], book.ada)
    a_submission(book.items["final"], book.bo)
    found = archive(signed_in(book.ada.user))
    assert found.testzip() is None
    names = found.namelist()
    place = "courses/course-2026-Fall"
    assert f"{place}/final/1/files/train.py" in names
    assert found.read(f"{place}/final/1/files/train.py") == b"print('hello')\n"
    assert json.loads(found.read("profile.json"))["email"] == book.ada.user.email
    grades = json.loads(found.read(f"{place}/grades.json"))
    assert [one["points"] for one in grades["assignments"]] == [92.5]
    assert grades["not_released"] == 2
    everything = b"".join(found.read(name) for name in names).decode()
    assert book.bo.user.email not in everything and "71.5" not in everything


def test_it_holds_extensions_teams_and_notices_of_what_one_may_know(book, signed_in):
    who = {"actor": book.tara, "now": NOON}
    secret = an_assignment(book.course, slug="surprise")
    until = DUE + timedelta(days=2)
    for item in (book.items["hw1"], secret):
        give_extension(item, book.ada, until=until, reason="Ill, she said.", **who)
        give_extension(item, book.bo, until=until, reason="A letter.", **who)
    later = timezone.now() + timedelta(days=1)
    set_override(secret, "release", later, reason="Not yet.", **who)
    project = a_project(book.course)
    a_team(project, book.ada, book.bo, name="Blue")
    for item in (book.items["hw1"], secret, book.items["hw2"]):
        Notice.objects.create(
            person=book.ada.user,
            course=book.course,
            assignment=item,
            kind="extension",
            channel="portal",
            key=f"extension {item.slug}",
            detail={"until": until.isoformat()},
            at=NOON,
            told_at=NOON,
        )

    found = archive(signed_in(book.ada.user))

    own = json.loads(found.read(f"{PLACE}/teams.json"))
    assert [one["assignment"] for one in own["extensions"]] == ["hw1"]
    assert own["extensions"][0]["reason"] == "Ill, she said."
    assert [(one["assignment"], one["team"]) for one in own["teams"]] == [
        ("project", "Blue")
    ]
    told = json.loads(found.read("notices.json"))
    assert len(told["notices"]) == 2 and told["wishes"]
    everything = b"".join(found.read(name) for name in found.namelist()).decode()
    assert "A letter." not in everything and "surprise" not in everything


def test_what_graders_wrote_is_in_it_once_it_is_released(klass, signed_in):
    one = klass.submissions[0]
    klass.assess(one, comment="Well argued.")
    place = {"path": "answer.md", "kind": "line", "place": 1}
    who = {"actor": klass.tara, "now": NOON}
    write_remark(one, **place, text="Say which page.", **who)

    def written():
        found = archive(signed_in(one.enrollment.user))
        return b"".join(
            found.read(name)
            for name in found.namelist()
            if name.endswith("people.json")
        ).decode()

    assert written() == ""
    release(klass.assignment, reason="Done.", actor=klass.ines, now=NOON)
    for words in ("Well argued.", "Say which page.", "Each with a reason"):
        assert words in written()
    request = RegradeRequest.objects.create(submission=one, opened_at=NOON)
    request.messages.create(author=one.enrollment.user, text="Look again?", at=NOON)
    assert "Look again?" in written()


def test_what_was_printed_is_in_it_as_far_as_students_read_it(db, signed_in):
    term = a_term(timezone.now())
    best = term.jobs["best"]
    for name, is_public in (("train-1", True), ("score", False)):
        log = StageLog.objects.get_or_create(
            job=best, attempt=best.attempt, stage=name, defaults={"is_public": False}
        )[0]
        assert log.is_public == is_public
    found = archive(signed_in(term.alice))
    number = term.submissions["best"].number
    here = f"/{term.homework.slug}/{number}/logs/"
    logs = {name.partition(here)[2] for name in found.namelist() if here in name}
    assert "train-1.log" in logs and "score.log" not in logs
    [name] = [one for one in found.namelist() if one.endswith(f"{here}train-1.log")]
    assert b"epoch  1" in found.read(name)


def test_what_was_found_on_a_paper_that_nobody_handed_in_is_in_it(exam, signed_in):
    exam.begin()
    paper = next(one for one in exam.papers() if one.name == "Alice")
    question = paper.stations[0].check.name
    exam.give(paper, question, 3, comment="Nearly.")
    release(exam.assignment, reason="Done.", actor=exam.tara, now=NOON)
    found = archive(signed_in(paper.submission.enrollment.user))
    [name] = [one for one in found.namelist() if exam.assignment.slug in one]
    assert name.endswith(f"/{exam.assignment.slug}/people.json")
    assert "Nearly." in found.read(name).decode()


def test_a_student_takes_their_grades_as_tables(book, signed_in):
    book.release("hw1")
    browser = signed_in(book.ada.user)

    def get(shape):
        args = [book.course.public_id, shape]
        return browser.get(reverse("student:grades-file", args=args))

    text = get("csv").content.decode("utf-8-sig")
    assert "hw1,hw1,Homework,92.5,100,graded" in text and "80" not in text
    assert get("xlsx").content[:2] == b"PK"
    assert get("pdf").status_code == 404
