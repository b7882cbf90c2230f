"""What is drawn from a seed: people, their attempts, what a runner could find."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from graders.scoring import score
from graders.spec.model import Check, Curve
from portal.commands.simulate.attempts import attempts_of
from portal.commands.simulate.findings import findings_of, value_at
from portal.commands.simulate.names import DOMAIN, address
from portal.commands.simulate.people import Character, Habit, a_class
from portal.commands.simulate.reading import chosen_of
from portal.commands.simulate.registers import mark_of

OPENS = datetime(2022, 9, 6, tzinfo=UTC)
DUE = OPENS + timedelta(days=7)


def test_a_class_is_the_same_again_and_another_with_another_seed():
    one = a_class(40, course="w251", rng=Random(1))
    assert one == a_class(40, course="w251", rng=Random(1))
    assert one != a_class(40, course="w251", rng=Random(2))


@pytest.mark.parametrize("size", [1, 40, 1000])
def test_nobody_has_the_name_or_the_address_of_another(size):
    people = a_class(size, course="w251-1", rng=Random(1))
    assert len({one.name for one in people}) == size
    assert len({one.email for one in people}) == size
    assert all(one.email.endswith(f"@{DOMAIN}") for one in people)
    sections = {one.section for one in people}
    assert len(sections) == max(1, round(size / 20))


def test_names_come_from_many_places_and_addresses_are_plain():
    people = a_class(200, course="w251-1", rng=Random(1))
    assert sum(not one.name.isascii() for one in people) > 30
    assert all(one.email.isascii() for one in people)
    assert address("Søren de la Cruz", "c") == f"soren.de.la.cruz.c@{DOMAIN}"
    assert address("Łukasz O’Neill", "c") == f"lukasz.oneill.c@{DOMAIN}"
    assert address("Nguyễn Thị Lan", "c") == f"nguyen.thi.lan.c@{DOMAIN}"


def test_a_class_has_people_of_every_habit():
    assert {one.habit for one in a_class(60, course="c", rng=Random(1))} == set(Habit)


def a_student(habit: Habit = Habit.STEADY) -> Character:
    return Character("Ada Dahl", "ada@simulated.example", "1", habit, 0.8)


def all_attempts(habit: Habit, *, progress: float = 0.2, seeds: int = 200):
    return [
        attempts_of(
            a_student(habit), opens=OPENS, due=DUE, progress=progress, rng=Random(seed)
        )
        for seed in range(seeds)
    ]


@pytest.mark.parametrize("habit", Habit)
def test_attempts_come_after_the_release_one_after_the_other(habit):
    for attempts in all_attempts(habit):
        times = [attempt.at for attempt in attempts]
        assert times == sorted(set(times))
        assert all(at >= OPENS for at in times)
        assert all(0 <= attempt.quality <= 1 for attempt in attempts)


def test_attempts_fit_into_a_window_of_minutes():
    for seed in range(100):
        due = OPENS + timedelta(minutes=20)
        attempts = attempts_of(
            a_student(), opens=OPENS, due=due, progress=0.0, rng=Random(seed)
        )
        assert [a.at for a in attempts] == sorted({a.at for a in attempts})


def test_those_of_the_last_hour_are_late_more_often_than_the_early_ones():
    def late(habit):
        found = [a for attempts in all_attempts(habit) for a in attempts]
        return sum(a.at > DUE for a in found) / len(found)

    assert late(Habit.EARLY) < late(Habit.STEADY) + 0.02 < late(Habit.LAST_HOUR)


def test_who_fades_does_hardly_anything_at_the_end():
    begun = all_attempts(Habit.FADING, progress=0.1)
    ended = all_attempts(Habit.FADING, progress=1.0)
    assert sum(not a for a in begun) < 40 < 100 < sum(not a for a in ended)


def test_who_fades_is_away_more_and_more_and_others_are_not():
    def away(habit, progress):
        marks = [mark_of(habit, progress, Random(seed)) for seed in range(200)]
        return marks.count("absent")

    assert away(Habit.FADING, 0.0) < 40 < 80 < away(Habit.FADING, 1.0)
    assert away(Habit.STEADY, 1.0) < 25


def test_somebody_leaves_and_somebody_comes_back():
    people = a_class(40, course="c", rng=Random(1))
    assert {one.returns for one in people if one.leaves} == {True, False}
    assert not any(one.returns for one in people if not one.leaves)


CURVES = [
    Curve("line", (0.6, 0.9)),
    Curve("line", (10, 1)),
    Curve("knots", (1.0, 0, 0.5, 50, 0.25, 100)),
    Curve("ratio", ()),
    Curve("ratio", (1.5, 8)),
    Curve("bonus", (20, 17)),
    Curve("bands", (10, 0, 5, 50, 3, 90, 2, 100)),
]


@pytest.mark.parametrize("curve", CURVES, ids=str)
@pytest.mark.parametrize("share", [0.0, 0.3, 0.5, 0.77, 1.0])
def test_a_value_gives_the_share_it_was_made_for(curve, share):
    check = Check("c", "C", curve, 100.0)
    result = findings_of([check], share, Random(1)).checks[0]
    assert result.name == "c"
    value = value_at(curve.kind, curve.numbers, share)
    got = score([check], [type(result)("c", True, value)]).points / 100
    if curve.kind == "bands":
        steps = (0.0, 0.5, 0.9, 1.0)
        assert got == pytest.approx(min(steps, key=lambda step: abs(step - share)))
    elif curve.kind == "ratio":
        full, none = curve.numbers or (1.2, 10)
        wanted = 1.0 if share >= 1 / full else share if share >= 1 / none else 0.0
        assert got == pytest.approx(wanted)
    else:
        assert got == pytest.approx(share)


def test_better_work_scores_more_and_people_keep_their_checks():
    checks = [
        Check("gate", "G", Curve("gate")),
        Check("right", "R", Curve("credit"), 40.0, requires=("gate",)),
        Check("fast", "F", Curve("line", (10, 1)), 60.0, measure="seconds"),
        Check("note", "N", Curve("rubric"), 20.0, rubric="rubric.toml"),
    ]

    def mean(quality):
        found = [findings_of(checks, quality, Random(seed)) for seed in range(100)]
        assert all("note" not in {c.name for c in one.checks} for one in found)
        assert all([m.name for m in one.measurements] == ["seconds"] for one in found)
        return sum(score(checks, one.checks).points for one in found) / 100

    assert mean(0.2) < mean(0.5) < mean(0.95)
    assert mean(0.95) > 80


CRITERION = {
    "name": "clear",
    "points": 10,
    "items": [
        {"name": "all", "points": 10},
        {"name": "half", "points": 5},
        {"name": "none", "points": 0},
    ],
}


@pytest.mark.parametrize(
    ("share", "name"), [(1.0, "all"), (0.8, "all"), (0.55, "half"), (0.1, "none")]
)
@pytest.mark.parametrize("kind", ["levels", "bands"])
def test_a_reader_chooses_the_nearest_level(kind, share, name):
    assert chosen_of({**CRITERION, "kind": kind}, share, Random(1)) == [name]


def test_a_reader_takes_nothing_off_perfect_work_and_adds_all_to_it():
    assert chosen_of({**CRITERION, "kind": "subtract"}, 1.0, Random(1)) == []
    assert len(chosen_of({**CRITERION, "kind": "add"}, 1.0, Random(1))) == 3
