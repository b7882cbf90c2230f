"""Words find a place that is free, on a phone and on a desk."""

from portal.web.charts.placing import LETTER, WIDTHS, Room, Spot
from portal.web.charts.svg import percent


def place(room, *spots, said="full at 30 s"):
    svg = room.put(said, spots)
    return next(n for n, s in enumerate(spots) if f' x="{percent(s.x)}"' in svg)


LEFT, MIDDLE, RIGHT = Spot(0.05, 50), Spot(0.4, 50), Spot(0.75, 50)


def test_the_first_free_place_is_taken():
    room = Room()
    assert place(room, LEFT, MIDDLE) == 0
    assert place(room, LEFT, MIDDLE, RIGHT) == 1
    assert place(room, LEFT, MIDDLE, RIGHT) == 2


def test_a_line_is_no_place_for_words():
    room = Room()
    room.walk([(0.0, 100.0), (0.3, 0.0)])
    assert place(room, LEFT, MIDDLE) == 1


def test_beside_a_line_there_is_room():
    room = Room()
    room.walk([(0.0, 60.0), (1.0, 60.0)])
    room.walk([(0.7, 0.0), (0.7, 100.0)])
    assert place(room, MIDDLE, LEFT) == 0


def test_what_is_free_on_a_desk_only_is_not_free():
    """A point at 0.6 of the width is far from the words on a desk, not on a phone."""
    room = Room()
    words = "x" * 15
    near = 0.4 + (len(words) * LETTER - 5) / WIDTHS[0]
    room.dot(near, 46.0, 3.0)
    assert place(room, MIDDLE, LEFT, said=words) == 1


def test_words_stay_in_the_picture():
    room = Room()
    assert place(room, Spot(0.95, 50), LEFT) == 1
    assert place(room, Spot(0.01, 90, "end"), Spot(0.4, 90)) == 1


def test_where_nothing_is_free_the_least_crowded_place_is_taken():
    room = Room()
    for height in (46.0, 48.0, 50.0):
        room.walk([(0.0, height), (0.3, height)])
    room.walk([(0.35, 48.0), (1.0, 48.0)])
    assert place(room, LEFT, MIDDLE) == 1
