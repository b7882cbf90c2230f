"""Who grades without names finds none: not in pages, addresses, files or the API."""

import json

import pytest
from django.urls import reverse

from portal.gradebook.services import release
from portal.marking.services import open_request, set_plan
from portal.marking.services.legible import gather_waiting, prepare_waiting
from tests.factories.grading import NOON, an_enrollment
from tests.factories.marking import a_graded
from tests.factories.pdf import pdf_of

pytestmark = pytest.mark.django_db
NOTEBOOK = {
    "cells": [
        {
            "cell_type": "code",
            "source": "# by Zoë Quintanilla",
            "outputs": [{"output_type": "stream", "text": "zoe.q@example.edu\n"}],
        }
    ]
}
FILES = {
    "zoe_quintanilla_report.pdf": pdf_of("Report by Zoe Quintanilla"),
    "ZoeQuintanilla.ipynb": json.dumps(NOTEBOOK).encode(),
    "src/zquintanilla.py": "# Zoë Quintanilla <zoe.q@example.edu>\nx = 1\n".encode(),
    "quintanilla.zip": b"PK\0\0 Zoe Quintanilla",
}
ALL = sorted([*FILES, "train.py"])  # which a_submission hands in, too
TELLING = ("zoë", "zoe", "quintanilla")


@pytest.fixture
def zoe(klass):
    """Zoë's paper, in an assignment that is graded without names."""
    enrollment = an_enrollment(klass.assignment.course, "Zoë Quintanilla")
    enrollment.user.email = "zoe.q@example.edu"
    enrollment.user.save()
    submission = a_graded(klass.assignment, enrollment, files=FILES)
    set_plan(
        klass.assignment, is_blind=True, regrade_days=7, actor=klass.ines, now=NOON
    )
    gather_waiting(now=NOON)
    prepare_waiting()
    return klass.paper(submission)


def address(klass, zoe, name="paper", *more):
    key = [klass.assignment.public_id, zoe.id]
    return reverse(f"marking:{name}", args=[*key, *more])


def telling(content, zoe):
    """Return what of Zoë is in some bytes."""
    said = content.decode("utf-8", "replace").lower()
    person = zoe.submission.enrollment
    ids = [
        zoe.submission.public_id,
        person.public_id,
        person.user.public_id,
        zoe.submission.digest,
    ]
    return [one for one in (*TELLING, *map(str, ids)) if one in said]


def test_no_page_of_the_paper_tells_whose_it_is(klass, zoe, signed_in):
    tara = signed_in(klass.tara)
    plain = address(klass, zoe)
    for query in ("", "?file=1", "?file=2", "?file=3", "?at=line:1:4", "?check=note"):
        answer = tara.get(plain + query)
        assert answer.status_code == 200
        assert telling(answer.content, zoe) == []
        assert telling(str(answer.headers).encode(), zoe) == []
    desk = reverse("marking:desk", args=[klass.assignment.public_id])
    for other in (desk, desk + "agreement/", desk + "?only=open"):
        assert telling(tara.get(other).content, zoe) == []


def test_what_is_kept_and_told_back_tells_nothing(klass, zoe, signed_in):
    tara = signed_in(klass.tara)
    for sent in (
        {"do": "draft", "note:base": 0, "note:comment": "Hm."},
        {"do": "remark", "remark-file": 4, "remark-place": 1, "remark-text": "Why?"},
        {"do": "remark", "remark-file": 9, "remark-place": 1, "remark-text": "Why?"},
        {"do": "flag"},
    ):
        answer = tara.post(address(klass, zoe), sent, follow=True)
        assert telling(answer.content, zoe) == []
        assert telling(str(answer.redirect_chain).encode(), zoe) == []


def test_files_are_sent_as_text_without_names_or_not_at_all(klass, zoe, signed_in):
    tara = signed_in(klass.tara)
    for number, name in enumerate(ALL, 1):
        answer = tara.get(address(klass, zoe, "file", number))
        if name.endswith((".pdf", ".zip")):
            assert answer.status_code == 403
            continue
        assert answer.status_code == 200
        assert telling(answer.getvalue(), zoe) == []
        assert telling(str(answer.headers).encode(), zoe) == []


def test_pages_are_sent_locked_and_with_names_covered(klass, zoe, signed_in):
    number = ALL.index("zoe_quintanilla_report.pdf") + 1
    page = address(klass, zoe, "page", number, 1)
    covered = signed_in(klass.tara).get(page)
    content = covered.getvalue()
    assert content.startswith(b"\x89PNG") and covered["Content-Type"] == "image/png"
    assert covered["Content-Security-Policy"] == (
        "default-src 'none'; sandbox; frame-ancestors 'none'"
    )
    assert covered["X-Content-Type-Options"] == "nosniff"
    set_plan(
        klass.assignment, is_blind=False, regrade_days=7, actor=klass.ines, now=NOON
    )
    tara = signed_in(klass.tara)
    assert tara.get(page).status_code == 404  # not drawn yet without a cover
    prepare_waiting()
    assert tara.get(page).getvalue() != content
    student = signed_in(zoe.submission.enrollment.user)
    assert student.get(page).status_code == 404


def test_a_request_does_not_tell_who_asked(klass, zoe, signed_in):
    release(klass.assignment, reason="Done.", actor=klass.ines, now=NOON)
    author = zoe.submission.enrollment.user
    said = "Zoë Quintanilla here: line 3 says why. zoe.q@example.edu"
    asked = open_request(zoe.submission, text=said, actor=author, now=NOON)
    tara = signed_in(klass.tara)
    course = klass.assignment.course.public_id
    for page in (
        reverse("marking:request", args=[asked.public_id]),
        reverse("marking:requests", args=[course]),
    ):
        assert telling(tara.get(page).content, zoe) == []
    own = signed_in(author).get(reverse("marking:request", args=[asked.public_id]))
    assert "Zoë Quintanilla here" in own.content.decode()
