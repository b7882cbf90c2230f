"""Files as they come: what is taken, and what each bad one is told."""

import hashlib

import pytest

from portal.lib import store
from portal.lib.errors import InvalidError
from portal.submissions import intake
from portal.submissions.intake import ReceivedFile, Upload, receive
from portal.submissions.rules import Rules

TWO = {"train.py": b"a = 1\n", "predict.py": b"b = 2\n"}


def refused(uploads, rules) -> InvalidError:
    with pytest.raises(InvalidError) as caught:
        receive(uploads, rules)
    return caught.value


def stored(settings) -> list:
    return [path for path in settings.STORE.rglob("*") if path.is_file()]


def verdict_on(error: InvalidError, path: str) -> dict:
    return next(file for file in error.extra["files"] if file["path"] == path)


def test_files_go_to_the_store_under_their_digest(rules, upload):
    received = receive([upload(p, c) for p, c in TWO.items()], rules)
    assert [file.path for file in received.files] == ["predict.py", "train.py"]
    assert store.read(received.files[1].sha256) == b"a = 1\n"
    assert received.size == 12


def test_the_digest_is_of_the_sorted_paths_sizes_and_digests():
    one = ReceivedFile("b.py", "22", 2)
    two = ReceivedFile("a.py", "11", 1)
    text = b"a.py\t1\t11\nb.py\t2\t22\n"
    assert intake.digest_of([one, two]) == hashlib.sha256(text).hexdigest()
    assert intake.digest_of([two, one]) == intake.digest_of([one, two])


def test_an_archive_and_the_same_files_have_the_same_digest(rules, upload, pack):
    loose = receive([upload(p, c) for p, c in TWO.items()], rules)
    assert receive([pack(TWO)], rules).digest == loose.digest


def test_nothing_at_all_is_told_what_to_hand_in(rules):
    error = refused([], rules)
    assert error.code == "no_files"
    assert "Hand in train.py and predict.py" in error.sentence


def test_a_missing_file_is_named(rules, upload, settings):
    error = refused([upload("train.py")], rules)
    assert error.code == "missing_file"
    assert "predict.py is missing" in error.sentence
    assert verdict_on(error, "predict.py")["verdict"] == "missing"
    assert verdict_on(error, "train.py")["verdict"] == "accepted"
    assert stored(settings) == []


def test_a_wrong_name_is_refused_before_a_byte_is_read(rules, upload):
    def unread():
        raise AssertionError("read")
        yield b""

    uploads = [Upload("model.pkl", unread()), upload("train.py"), upload("predict.py")]
    error = refused(uploads, rules)
    assert error.code == "wrong_name"
    assert verdict_on(error, "model.pkl")["verdict"] == "refused"


def test_wrong_case_is_told_the_right_name(rules, upload):
    error = refused(
        [upload("Train.py"), upload("predict.py")],
        Rules(rules.required, (), rules.max_bytes),
    )
    assert "Rename it to train.py" in verdict_on(error, "Train.py")["reason"]


def test_an_empty_file_is_refused_but_not_an_empty_init(rules, upload):
    files = [upload("train.py"), upload("predict.py"), upload("pkg/__init__.py", b"")]
    assert len(receive(files, rules).files) == 3
    error = refused([upload("train.py", b""), upload("predict.py")], rules)
    assert error.code == "empty_file"
    assert "train.py can't be taken: It is empty." in error.sentence


def test_too_large_is_refused_while_it_streams(rules, upload, settings):
    given = []

    def endless():
        while True:
            given.append(1)
            yield b"#" * 2**16

    error = refused([Upload("train.py", endless()), upload("predict.py")], rules)
    assert error.code == "too_large"
    assert "1 MiB" in error.sentence
    assert len(given) == 17
    assert stored(settings) == []


def test_the_limit_counts_all_files_together(rules, upload):
    half = b"#" * (600 * 1024)
    assert (
        refused([upload("train.py", half), upload("predict.py", half)], rules).code
        == "too_large"
    )


def test_the_same_name_twice_is_refused(rules, upload):
    error = refused(
        [upload("train.py"), upload("train.py"), upload("predict.py")], rules
    )
    assert error.code == "same_name"


def test_names_that_differ_only_in_case_are_refused(rules, upload):
    names = ["train.py", "predict.py", "a.py", "A.py"]
    assert refused([upload(name) for name in names], rules).code == "same_name"


def test_a_file_that_is_also_a_folder_is_refused(rules, upload):
    names = ["train.py", "predict.py", "a.py", "a.py/b.py"]
    assert refused([upload(name) for name in names], rules).code == "same_name"


@pytest.mark.parametrize(
    "name",
    [
        "../train.py",
        "a/../../train.py",
        "..\\train.py",
        "/etc/train.py",
        "C:\\train.py",
        "a//b.py",
        "tr\x00ain.py",
        "tr\nain.py",
        "tr\u202eain.py",
        "tr\u200fain.py",
        "tr\u2029ain.py",
        "a" * 300 + ".py",
        "\udcff.py",
        "",
    ],
)
def test_a_name_that_can_not_be_is_refused(name, rules, upload):
    error = refused([upload("train.py"), upload("predict.py"), upload(name)], rules)
    assert error.code == "bad_name"
    error.sentence.encode()


def test_junk_beside_the_files_is_dropped_and_listed(rules, upload):
    uploads = [*map(upload, TWO), upload(".DS_Store"), upload("._train.py", b"\0")]
    assert receive(uploads, rules).dropped == (".DS_Store", "._train.py")


def test_source_that_is_not_utf8_is_refused_with_the_byte(rules, upload, settings):
    error = refused([upload("train.py", b"x = '\xe4'\n"), upload("predict.py")], rules)
    assert error.code == "bad_source"
    assert "not UTF-8 at byte 5; save it as UTF-8" in error.sentence
    assert stored(settings) == []


def test_the_byte_is_right_across_chunks(rules, upload):
    content = b"#" * (64 * 1024 - 1) + b"\xc3\x28"
    error = refused([upload("train.py", content), upload("predict.py")], rules)
    assert "at byte 65535;" in error.sentence


def test_a_syntax_error_is_a_warning(rules, upload):
    received = receive([upload("train.py", b"def f(:\n"), upload("predict.py")], rules)
    (warning,) = received.warnings
    assert warning.path == "train.py"
    assert "Syntax error in line 1" in warning.reason


def test_source_that_crashes_the_parser_is_taken_all_the_same(rules, upload):
    deep = b"(" * 50_000 + b")" * 50_000
    received = receive([upload("train.py", deep), upload("predict.py")], rules)
    assert len(received.files) == 2


def test_notes_in_another_encoding_are_fine(rules, upload):
    uploads = [*map(upload, TWO), upload("notes.md", b"\xe4\xff")]
    assert len(receive(uploads, rules).files) == 3


def test_too_many_files_are_refused(upload):
    rules = Rules((), ("*.py",), 2**20)
    error = refused([upload(f"{n}.py") for n in range(501)], rules)
    assert error.code == "too_many_files"


@pytest.mark.parametrize("name", ["work (1).ipynb", "work-Copy1.ipynb", "mine.ipynb"])
def test_a_renamed_notebook_is_told_its_name(name, upload):
    rules = Rules(("work.ipynb",), (), 2**20)
    with pytest.raises(InvalidError) as refused:
        receive([upload(name, b"{}")], rules)
    assert "Rename it to work.ipynb" in str(refused.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"nbformat": 4, "cells": []', "Jupyter can't open it"),
        (b'{"cells": ' + b"[" * 100_000, "Jupyter can't open it"),
        (b"[1]", "no nbformat"),
        (b'{"nbformat": 3, "worksheets": []}', "not in format 4"),
        (b" " * 17 * 2**20, "larger than 16 MiB: clear all outputs"),
    ],
)
def test_a_broken_notebook_is_taken_with_a_warning(content, said, upload):
    rules = Rules(("work.ipynb",), (), 20 * 2**20)
    (warning,) = receive([upload("work.ipynb", content)], rules).warnings
    assert said in warning.reason


def test_a_notebook_that_is_no_text_is_refused(upload):
    rules = Rules(("work.ipynb",), (), 2**20)
    with pytest.raises(InvalidError, match="not UTF-8"):
        receive([upload("work.ipynb", b"PK\xff\xfe")], rules)


def test_a_notebook_is_taken_without_a_word(upload):
    rules = Rules(("work.ipynb",), (), 2**20)
    good = b'{"nbformat": 4, "cells": []}'
    assert receive([upload("work.ipynb", good)], rules).warnings == ()
