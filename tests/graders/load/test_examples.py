"""Public requests: what may stand in their file, and when an answer is right."""

import json

import pytest

from graders.load.examples import FILE, Example, alike, read_examples
from graders.load.http import Answer
from graders.load.trying import unready


def written(folder, said):
    (folder / FILE).write_text(said if isinstance(said, str) else json.dumps(said))
    return read_examples(folder, "/health")


def answered(status, body):
    answer = Answer()
    head = f"HTTP/1.1 {status} Fine\r\nContent-Length: {len(body)}\r\n\r\n"
    assert answer.feed(head.encode() + body.encode())
    return answer


def test_without_a_file_the_ready_path_is_asked(tmp_path):
    assert read_examples(tmp_path, "/health") == [Example("GET", "/health")]


def test_a_request_is_as_its_file_says(tmp_path):
    get, post, raw = written(
        tmp_path,
        [
            {"path": "/hello?name=Ada", "answer": {"message": "Hello Ada"}},
            {"path": "/predict", "body": {"x": 1.5}},
            {"path": "/predict", "body": "{no JSON", "status": 422},
        ],
    )
    assert get.data(80).startswith(
        b"GET /hello?name=Ada HTTP/1.1\r\nHost: 127.0.0.1:80"
    )
    assert post.method == "POST"
    assert post.data(80).endswith(b'Content-Length: 10\r\n\r\n{"x": 1.5}')
    assert raw.data(80).endswith(b"{no JSON") and raw.status == 422


@pytest.mark.parametrize(
    "said",
    [
        "{",
        "{}",
        "[]",
        [{"path": "/"}] * 201,
        [{"body": 1}],
        [{"path": "health"}],
        [{"path": "/", "points": 5}],
        [7],
    ],
)
def test_a_file_that_is_none_is_said_in_words(tmp_path, said):
    with pytest.raises(ValueError) as caught:
        written(tmp_path, said)
    assert str(caught.value)


@pytest.mark.parametrize(
    ("got", "want", "is_alike"),
    [
        ({"p": 1.0000001}, {"p": 1.0}, True),
        ({"p": 1.1}, {"p": 1.0}, False),
        ({"p": 1, "q": 2}, {"p": 1}, False),
        ([1, 2], [1, 2], True),
        ([1], [1, 2], False),
        (True, 1, False),
        ("1", 1, False),
        (None, None, True),
        ("a", "a", True),
    ],
)
def test_numbers_may_differ_by_one_part_in_a_million(got, want, is_alike):
    assert alike(got, want) is is_alike


def test_an_answer_is_complained_of_in_words():
    example = Example("GET", "/", answer={"p": 1})
    assert example.complaint(answered(200, '{"p": 1}')) == ""
    assert "500 instead of 200: oh no" in example.complaint(answered(500, "oh\nno"))
    assert "instead of" in example.complaint(answered(200, "not JSON"))
    assert Example("GET", "/").complaint(answered(200, "anything")) == ""


@pytest.mark.parametrize(
    ("state", "ports", "said"),
    [
        ("absent", [], "never began"),
        ("ended", [], "ended before it was ready"),
        ("slow", [8000], "the last: 503"),
        ("slow", [80, 9000], "listens on 80 and 9000"),
        ("slow", [], "Nothing listened on port 8000 within 2 seconds"),
    ],
)
def test_a_server_that_is_not_ready_hears_why(state, ports, said):
    assert said in unready({"state": state, "ports": ports, "last": "503"}, 8000, 2)
