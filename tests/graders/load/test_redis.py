"""Redis's own words."""

import io

import pytest

from graders.load.redis import RedisError, ask, command, read


@pytest.mark.parametrize(
    ("said", "value"),
    [
        (b"+OK\r\n", "OK"),
        (b":12\r\n", 12),
        (b"$5\r\nhello\r\n", "hello"),
        (b"$-1\r\n", None),
        (b"*2\r\n$1\r\na\r\n:3\r\n", ["a", 3]),
    ],
)
def test_it_reads_every_kind_of_value(said, value):
    assert read(io.BytesIO(said)) == value


@pytest.mark.parametrize("said", [b"", b"+O", b"-ERR no\r\n"])
def test_it_says_what_went_wrong(said):
    with pytest.raises(RedisError):
        read(io.BytesIO(said))


@pytest.mark.parametrize("said", [b"?\r\n", b"$99999999\r\n", b":x\r\n"])
def test_it_refuses_what_is_no_value(said):
    with pytest.raises(ValueError, match=r".+"):
        read(io.BytesIO(said))


def test_nobody_there_is_an_error_of_its_own():
    with pytest.raises(RedisError, match="no answer"):
        ask(["PING"], port=1)


def test_a_command_is_counted_out():
    assert command(["GET", "ü"]) == b"*2\r\n$3\r\nGET\r\n$2\r\n\xc3\xbc\r\n"
