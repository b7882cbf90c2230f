from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from portal.assignments.services import set_override
from tests.factories.grading import a_submission
from tests.factories.proofs import a_proof


def address(term, page="assignment", *more):
    return reverse(f"student:{page}", args=[term.homework.public_id, *more])


def test_it_says_what_counts_what_to_hand_in_and_what_is_left(term, signed_in):
    page = signed_in(term.alice).get(address(term)).content.decode()
    assert "in a line from 0.9 (none) to 0.97 (all)" in page
    assert "100: 90 by checks, 10 by a person; 60 to pass" in page
    assert "of 20 gradings left" in page
    assert "Of several, the best submission counts." in page
    assert "<math" in page and "0 points after the due time" in page


def test_who_is_late_is_told_so_where_files_are_handed_in(term, signed_in):
    browser = signed_in(term.alice)
    said = "The due time has passed.</b> Late work here: 0 points after the due time."
    assert said not in browser.get(address(term)).content.decode()
    an_hour_ago = timezone.now() - timedelta(hours=1)
    set_override(
        term.homework,
        "due",
        an_hour_ago,
        reason="A test.",
        actor=term.tara,
        now=timezone.now(),
    )
    assert said in browser.get(address(term)).content.decode()


def test_readers_get_pages_and_public_files_but_never_the_judges(term, signed_in):
    version = term.homework.published_version
    version.files.create(path="judge.py", role="judge", sha256="0" * 64, size=1)
    browser = signed_in(term.alice)
    for path in ("starter/train.py", "starter/data/a.npz"):
        response = browser.get(address(term, "assignment-file", path))
        assert b"".join(response.streaming_content) == path.encode()
    assert browser.get(address(term, "assignment-file", "judge.py")).status_code == 404


def prove(term, **changes):
    version = term.homework.published_version
    version.proof = a_proof(version.digest, **changes)
    version.save()


def test_staff_read_when_and_on_what_it_was_proven(term, signed_in):
    prove(term)
    page = signed_in(term.tara).get(address(term)).content.decode()
    text = " ".join(page.split())
    assert "<b>Proven</b>" in text and "on image numpy" in text
    assert "reference 98.2 ± 0.4 in 3 runs; 7 mutants, none above 75." in text
    assert "Proven" not in signed_in(term.alice).get(address(term)).content.decode()


def test_staff_read_that_the_image_has_changed_since(term, signed_in):
    images = [{"name": "numpy", "digest": "b" * 64}]
    prove(term, images=images, warnings=[{"sentence": "x", "todo": "y"}])
    page = signed_in(term.tara).get(address(term)).content.decode()
    assert "; 1 warning." in page
    assert "the lab image numpy has changed: check it again" in page


def test_staff_read_that_nothing_proves_it_and_why_it_is_published(term, signed_in):
    version = term.homework.published_version
    version.proof, version.unproven_reason = None, "The term begins tomorrow."
    version.save()
    page = signed_in(term.tara).get(address(term)).content.decode()
    assert "<b>Not proven.</b> The term begins tomorrow." in page
    version.proof = {"version": "of an older kind"}
    version.save()
    page = signed_in(term.tara).get(address(term)).content.decode()
    assert "a proof that kept no figures" in page


def test_queries_do_not_grow_with_the_history(
    term, signed_in, django_assert_max_num_queries
):
    browser = signed_in(term.alice)
    enrollment = term.submissions["best"].enrollment
    counts = []
    for wanted in (5, 50):
        while enrollment.submissions.filter(assignment=term.homework).count() < wanted:
            a_submission(term.homework, enrollment)
        with django_assert_max_num_queries(40) as asked:
            assert browser.get(address(term)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_stranger_finds_nothing(term, signed_in):
    assert signed_in(term.omar).get(address(term)).status_code == 404
