"""One whole answer, or the reason why it is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.load.http import Answer, HttpError, request_bytes

PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-One: a\r\n\r\nhello"
CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n"
)


def read(data, cap=1000):
    answer = Answer(cap)
    assert answer.feed(data)
    return answer


def kind_of(data, cap=1000):
    with pytest.raises(HttpError) as caught:
        Answer(cap).feed(data)
    return caught.value.kind


@given(st.lists(st.integers(1, 40)))
def test_an_answer_is_the_same_however_it_comes(cuts):
    for whole, body in ((PLAIN, b"hello"), (CHUNKED, b"hello world")):
        answer, at = Answer(), 0
        for cut in [*cuts, len(whole)]:
            piece, at = whole[at : at + cut], at + cut
            if piece and answer.feed(piece):
                break
        assert (answer.status, answer.body) == (200, body)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PLAIN + b"!", "unasked"),
        (CHUNKED + b"HTTP", "unasked"),
        (b"220 smtp ready\r\n\r\n", "malformed"),
        (b"HTTP/1.1 abc OK\r\n\r\n", "malformed"),
        (b"HTTP/1.1 100 Continue\r\n\r\n", "malformed"),
        (b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "malformed"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "malformed"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "malformed",
        ),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n" + CHUNKED[17:], "malformed"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "malformed"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "malformed"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", "encoded"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n", "too_large"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 1001, "too_large"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 20000, "too_large"),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n",
            "too_large",
        ),
    ],
)
def test_what_is_no_answer_says_why(data, kind):
    assert kind_of(data) == kind


def test_an_answer_may_end_with_its_connection():
    answer = Answer()
    assert not answer.feed(b"HTTP/1.0 200 OK\r\n\r\nhello")
    answer.end()
    assert (answer.body, answer.keeps_open) == (b"hello", False)


@pytest.mark.parametrize("data", [b"", b"HTTP/1.1 2", PLAIN[:-1], CHUNKED[:-3]])
def test_a_connection_that_ends_too_early_is_cut_off(data):
    answer = Answer()
    assert not answer.feed(data)
    with pytest.raises(HttpError) as caught:
        answer.end()
    assert caught.value.kind == "cut_off"


def test_no_content_has_none():
    assert read(b"HTTP/1.1 204 No Content\r\n\r\n").body == b""


@pytest.mark.parametrize(
    ("head", "keeps_open"),
    [
        (b"HTTP/1.1 200 OK\r\n", True),
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\n", False),
        (b"HTTP/1.0 200 OK\r\n", False),
        (b"HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\n", True),
    ],
)
def test_a_server_says_whether_it_goes_on(head, keeps_open):
    assert read(head + b"Content-Length: 0\r\n\r\n").keeps_open is keeps_open


def test_a_request_says_how_long_its_body_is():
    said = request_bytes("POST", "/a", [("Host", "b")], "ü".encode())
    assert said == b"POST /a HTTP/1.1\r\nHost: b\r\nContent-Length: 2\r\n\r\n\xc3\xbc"
