"""What a comparison finds: copies in disguise, and nothing in honest work.

Every one of these runs the real script in its process with limits.
"""

from portal.similarity.models import RunState
from tests.factories import alike
from tests.factories.grading import an_assignment, an_enrollment
from tests.factories.teams import a_project, a_team

DISGUISES = {
    "as it is": lambda text: text,
    "renamed": alike.renamed,
    "commented": alike.commented,
    "reordered": alike.reordered,
    "notebook": lambda text: {"work.ipynb": alike.as_notebook(text)},
    "split in two files": lambda text: {
        "first.py": "".join(text.splitlines(keepends=True)[:100]),
        "second.py": "".join(text.splitlines(keepends=True)[100:]),
    },
    "no longer parses": lambda text: text + "def f(:\n((((\n'" + "'" * 2 + "x",
    "all at once": lambda text: {
        "w.ipynb": alike.as_notebook(
            alike.reordered(alike.renamed(alike.commented(text)))
        )
    },
}


def test_every_disguise_of_a_copy_is_found_and_honest_work_is_not(lab, ines):
    names = {}
    for name, text in (("other", alike.OTHER), ("third", alike.THIRD)):
        names[alike.handed_in(lab, name, text).pk] = name
    for name, disguise in DISGUISES.items():
        files = disguise(alike.SOLUTION)
        names[alike.handed_in(lab, name, files).pk] = name

    done = alike.compared(lab, ines)

    assert done.state == RunState.DONE
    copies = set()
    for pair in done.pairs.all():
        sides = {names[pair.first.submission_id], names[pair.second.submission_id]}
        if sides & {"other", "third"}:
            assert pair.most < 0.35, sides
            continue
        if "as it is" in sides:
            copies |= sides - {"as it is"}
            assert min(pair.first_share, pair.second_share) > 0.75, sides
    assert copies == set(DISGUISES) - {"as it is"}
    assert done.pairs_in_all == 10 * 9 // 2

    again = alike.compared(lab, ines)
    assert told(again) == told(done)


def told(comparison):
    rows = comparison.pairs.values_list("first_share", "second_share", "stretches")
    return list(rows)


def test_stretches_say_which_lines_are_which(lab, ines):
    text = alike.SOLUTION
    lines = text.splitlines()
    half = "\n".join(["# mine", *lines[60:120]]) + "\n"
    alike.handed_in(lab, "alice", alike.OTHER + text)
    alike.handed_in(lab, "bob", half)

    (pair,) = alike.compared(lab, ines).pairs.all()

    before = len(alike.OTHER.splitlines())
    for mine, first, last, theirs, begins, ends, _ in pair.stretches:
        assert (mine, theirs) == (0, 0)
        # Line n of the copied part stands at n - 59 in Bob's file.
        assert first - before == begins + 59 and last - before == ends + 59
    assert pair.second_share > 0.9 > pair.first_share
    assert pair.second_lines > 30


def test_what_the_starter_says_is_nobodys(lab, ines):
    alike.give_starter(lab, alike.SOLUTION)
    alike.handed_in(lab, "alice", alike.SOLUTION)
    alike.handed_in(lab, "bob", alike.SOLUTION + alike.OTHER)
    alike.handed_in(lab, "carol", alike.renamed(alike.SOLUTION) + alike.THIRD)

    done = alike.compared(lab, ines)

    assert list(done.pairs.all()) == []
    assert done.pairs_in_all == 1  # of Bob and Carol
    alice = done.entries.get(submission__enrollment__user__name="alice")
    assert alice.left_out == "nothing of its own beside the starter"


def test_what_everybody_wrote_is_nobodys(lab, ines):
    for number in range(23):
        own = alike.made_up(number, 60)
        alike.handed_in(lab, f"p{number}", alike.THIRD + own)

    assert list(alike.compared(lab, ines).pairs.filter(most__gt=0.3)) == []


def test_teammates_are_not_compared_and_a_team_is_one(lab, ines):
    from portal.assignments.teams import party_of

    project = a_project(lab.course, due=None)
    alice, bob = (an_enrollment(lab.course, n) for n in ("alice", "bob"))
    alike.handed_in(project, bob, alike.SOLUTION)
    a_team(project, alice, bob)
    party = party_of(project, alice)
    alike.handed_in(project, alice, alike.SOLUTION, party=party)
    carol = alike.handed_in(project, "carol", alike.renamed(alike.SOLUTION))

    done = alike.compared(project, ines)

    assert done.entries.count() == 2  # what counts for Bob is the team's
    (pair,) = done.pairs.all()
    assert carol.pk in (pair.first.submission_id, pair.second.submission_id)


def test_earlier_terms_are_compared_with_but_not_among_each_other(lab, ines):
    from portal.courses.models import Course, Enrollment

    before = Course.objects.create(
        slug="w251",
        term="2025 Fall",
        title="Deep Learning",
        timezone="UTC",
        loaded_at=lab.course.loaded_at,
    )
    earlier = an_assignment(before)
    for name in ("old", "older"):
        alike.handed_in(earlier, name, alike.SOLUTION)
    alike.handed_in(lab, "alice", alike.renamed(alike.SOLUTION))
    alike.handed_in(lab, "bob", alike.OTHER)

    assert alike.compared(lab, ines, with_earlier=True).entries.count() == 2
    Enrollment.objects.create(
        course=before, user=ines, role="instructor", enrolled_at=lab.course.loaded_at
    )
    done = alike.compared(lab, ines, with_earlier=True)

    assert done.entries.filter(is_earlier=True).count() == 2
    assert done.pairs.count() == 2
    assert all(not pair.second.is_earlier for pair in done.pairs.all()) or all(
        pair.first.is_earlier != pair.second.is_earlier for pair in done.pairs.all()
    )


HOSTILE = {
    "20 MB": (b"x = 1\n" * 3_500_000, "too large: 20.0 MiB"),
    "binary": (b"\x7fELF\0\0" + bytes(range(256)) * 40, "not text"),
    "latin-1 noise": (bytes(range(128, 255)) * 100, "not text"),
    "empty": (b"\n \n", "empty"),
    "many tokens": (b"x=1;" * 200_000, "too large: more than 60,000 tokens in all"),
}


def test_hostile_files_are_left_out_with_a_reason_and_cost_nobody_else(lab, ines):
    nested = b'{"cells": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"
    for name, (content, _) in HOSTILE.items():
        alike.handed_in(lab, name, {"a.py": content})
    alike.handed_in(lab, "nested", {"a.ipynb": nested})
    alike.handed_in(lab, "no code", {"a.csv": b"1,2\n"})
    alike.handed_in(lab, "alice", alike.SOLUTION)
    bad = alike.renamed(alike.SOLUTION).encode().replace(b"#", b"# \xe9\xff", 3)
    alike.handed_in(lab, "bad bytes", {"a.py": bad, "big.py": HOSTILE["20 MB"][0]})

    done = alike.compared(lab, ines)

    reasons = {e.submission.enrollment.user.name: e for e in done.entries.all()}
    for name, (_, reason) in HOSTILE.items():
        assert reasons[name].left_out == reason
    assert reasons["nested"].left_out == "no notebook that can be read"
    assert reasons["no code"].left_out == "no code among its files"
    assert reasons["bad bytes"].notes == [["big.py", "too large: 20.0 MiB"]]
    (pair,) = done.pairs.all()
    assert pair.most > 0.9
