import io
import json
import zipfile

from django.urls import reverse

from tests.factories.grading import a_submission


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
