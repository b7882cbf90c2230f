from portal.gradebook import stored
from portal.web.staff.widths import width_of


def test_a_column_of_plain_numbers_has_the_first_width():
    assert width_of("hw01", {0, stored.NOTHING, stored.EXCUSED}) == ""
    assert width_of("hw01", {0, stored.LATE}) == "w1"


def test_it_is_as_wide_as_the_cell_with_the_most_signs():
    both = stored.LATE | stored.OVERRIDE
    assert width_of("hw01", {stored.LATE, both}) == width_of("hw01", {both}) == "w2"
    assert width_of("hw01", {both | stored.EXCUSED}) == "w6"


def test_a_long_head_widens_it_up_to_a_point_and_wraps_then():
    assert width_of("reading-1", ()) == "w2"
    assert width_of("hw05-image-classifier", ()) == "w6"
