"""Names that nobody can trace, and that stay as they are."""

from portal.gradebook.pseudonyms import NAMES, pseudonyms

KEY = b"installation"
PEOPLE = [str(number) for number in range(60)]


def test_a_name_stays_when_others_join():
    few = pseudonyms(KEY, "board", PEOPLE[:20])
    many = pseudonyms(KEY, "board", PEOPLE)
    assert {who: many[who] for who in few} == few


def test_everybody_has_another_name():
    crowd = [str(number) for number in range(3 * len(NAMES))]
    names = pseudonyms(KEY, "board", crowd)
    assert len(set(names.values())) == len(crowd)


def test_the_same_person_has_another_name_on_another_board():
    here, there = (pseudonyms(KEY, board, PEOPLE) for board in ("hw06", "hw10"))
    assert sum(here[who] == there[who] for who in PEOPLE) < len(PEOPLE) / 4


def test_without_the_key_the_names_are_others():
    ours, theirs = (pseudonyms(key, "board", PEOPLE) for key in (KEY, b"guess"))
    assert sum(ours[who] == theirs[who] for who in PEOPLE) < len(PEOPLE) / 4


def test_the_names_are_plain_and_none_is_there_twice():
    assert len(set(NAMES)) == len(NAMES) > 100
    assert all(name.isalpha() and name.istitle() for name in NAMES)
