"""One page asks once; everybody else asks anew."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from portal.lib.once import OncePerPage, once, one_page


@pytest.fixture
def asked():
    """Return a list of what was looked up, and a read that looks it up."""
    looked_up = []

    @once
    def read(number, *, word=""):
        looked_up.append((number, word))
        return f"{number}{word}"

    return looked_up, read


def test_outside_a_page_every_call_asks(asked):
    looked_up, read = asked
    assert [read(1), read(1)] == ["1", "1"]
    assert len(looked_up) == 2


def test_a_page_asks_once_for_each_set_of_arguments(asked):
    looked_up, read = asked
    with one_page():
        assert [read(1), read(1), read(2), read(1, word="a")] == ["1", "1", "2", "1a"]
        assert looked_up == [(1, ""), (2, ""), (1, "a")]
    read(1)
    assert len(looked_up) == 4


def test_the_next_page_asks_again_even_after_one_that_failed(asked):
    looked_up, read = asked
    with pytest.raises(ZeroDivisionError), one_page():
        1 / (len(read(0)) - 1)
    with one_page():
        read(0)
    assert len(looked_up) == 2


@pytest.mark.parametrize(
    ("method", "path", "times"),
    [("get", "/courses/", 1), ("post", "/courses/", 2), ("get", "/api/v1/me/", 2)],
)
def test_only_a_page_that_is_read_remembers(asked, method, path, times):
    looked_up, read = asked

    def view(request):
        read(1)
        read(1)
        return HttpResponse()

    OncePerPage(view)(getattr(RequestFactory(), method)(path))
    assert len(looked_up) == times
