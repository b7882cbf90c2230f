"""Archives as they come: unpacked elsewhere, or refused with a reason."""

import io
import os
import struct
import tarfile
import zipfile

import pytest

from portal.lib.errors import InvalidError
from portal.submissions.intake import Upload, receive
from portal.submissions.rules import Rules

TWO = {"train.py": b"a = 1\n", "predict.py": b"b = 2\n"}


def refused(upload, rules) -> InvalidError:
    with pytest.raises(InvalidError) as caught:
        receive([upload], rules)
    return caught.value


def paths(upload, rules) -> list[str]:
    return [file.path for file in receive([upload], rules).files]


def zipped(*entries) -> Upload:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, content in entries:
            archive.writestr(info, content)
    return Upload("work.zip", [buffer.getvalue()])


@pytest.mark.parametrize("name", ["work.zip", "WORK.ZIP"])
def test_a_zip_is_unpacked(name, rules, pack):
    assert paths(pack(TWO, name), rules) == ["predict.py", "train.py"]


def test_a_tar_is_unpacked(rules, pack_tar):
    assert paths(pack_tar(TWO), rules) == ["predict.py", "train.py"]


def test_one_folder_around_everything_is_taken_off(rules, pack):
    wrapped = {f"hw05/me/{path}": content for path, content in TWO.items()}
    assert paths(pack(wrapped), rules) == ["predict.py", "train.py"]


def test_a_folder_that_is_asked_for_stays(pack):
    rules = Rules(("src/train.py",), (), 2**20)
    assert paths(pack({"src/train.py": b"x"}), rules) == ["src/train.py"]


def test_junk_is_dropped_whatever_is_in_it_and_listed(rules, pack):
    junk = {"__MACOSX/._train.py": b"\0", ".DS_Store": b"\0", "a/._b.py": b"\xff"}
    received = receive([pack({**TWO, **junk})], rules)
    assert len(received.files) == 2
    assert sorted(received.dropped) == sorted(junk)


def test_junk_beside_a_wrapping_folder_does_not_hide_it(rules, pack):
    work = {f"hw05/{path}": content for path, content in TWO.items()}
    junk = {"__MACOSX/hw05/._train.py": b"\0"}
    assert paths(pack({**work, **junk}), rules) == ["predict.py", "train.py"]


@pytest.mark.parametrize(
    "name",
    ["../train.py", "/train.py", "a/../../b.py", "..\\b.py", "C:\\b.py", "a\x07.py"],
)
def test_a_path_that_leaves_the_folder_is_refused(name, rules, pack, pack_tar):
    for upload in (pack({**TWO, name: b"x"}), pack_tar({**TWO, name: b"x"})):
        error = refused(upload, rules)
        assert error.code == "bad_name"
        assert "can't be taken" in error.sentence


@pytest.mark.parametrize("name", ["tr\nain.py", "tr\u202eyp.exe.py", "\u2067a.py"])
def test_a_name_that_is_not_what_it_looks_like_is_refused(name, rules, pack, pack_tar):
    for upload in (pack({**TWO, name: b"x"}), pack_tar({**TWO, name: b"x"})):
        error = refused(upload, rules)
        assert error.code == "bad_name"
        assert error.sentence.isprintable()


@pytest.mark.parametrize("name", ["it's.py", 'a "b".py', "$(id) `id`; &.py", "-rf.py"])
def test_quotes_and_signs_of_shells_are_letters_like_others(
    name, rules, pack, pack_tar
):
    for upload in (pack({**TWO, name: b"x"}), pack_tar({**TWO, name: b"x"})):
        assert name in paths(upload, rules)


def test_an_archives_own_name_is_told_as_far_as_it_can_be_printed(rules):
    for content in (b"no zip", bytes(2**21)):
        error = refused(Upload("a\u202e\n'\".zip", [content]), rules)
        assert error.sentence.isprintable()
        assert all(each["path"].isprintable() for each in error.extra["files"])


def test_a_link_in_a_zip_is_refused(rules):
    info = zipfile.ZipInfo("train.py")
    info.external_attr = 0o120777 << 16
    error = refused(zipped((info, "/etc/passwd")), rules)
    assert error.code == "link"
    assert "train.py in work.zip" in error.sentence


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (tarfile.SYMTYPE, "link"),
        (tarfile.LNKTYPE, "link"),
        (tarfile.FIFOTYPE, "not_a_file"),
        (tarfile.CHRTYPE, "not_a_file"),
    ],
)
def test_what_is_no_plain_file_in_a_tar_is_refused(kind, code, rules, pack_tar):
    info = tarfile.TarInfo("train.py")
    info.type, info.linkname = kind, "/etc/passwd"
    assert refused(pack_tar([(info, b"")]), rules).code == code


def test_a_million_entries_are_refused_by_their_count(rules):
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 46, 0, 0)
    error = refused(Upload("work.zip", [b"PK\3\4" + end]), rules)
    assert error.code == "too_many_files"
    assert "5,000 entries" in error.sentence


def test_many_entries_are_refused_where_the_count_lies(rules):
    whole = b"".join(zipped(*((f"{n}.py", b"") for n in range(5_001))).chunks)
    at = whole.rindex(b"PK\5\6")
    lying = whole[: at + 8] + struct.pack("<2H", 1, 1) + whole[at + 12 :]
    assert refused(Upload("work.zip", [lying]), rules).code == "too_many_files"


def test_many_entries_in_a_tar_are_refused(rules, pack_tar):
    many = {f"{number}.py": b"" for number in range(5_001)}
    assert refused(pack_tar(many), rules).code == "too_many_files"


@pytest.mark.parametrize("name", ["work.zip", "work.tar.gz", "work.tar"])
def test_bytes_that_are_no_archive_are_refused(name, rules):
    error = refused(Upload(name, [os.urandom(5_000)]), rules)
    assert error.code == "bad_archive"
    assert "damaged" in error.sentence


def test_an_archive_that_was_cut_off_is_refused(rules, pack, pack_tar):
    big = {**TWO, "notes.md": os.urandom(20_000)}
    for upload in (pack(big), pack_tar(big)):
        whole = b"".join(upload.chunks)
        cut = Upload(upload.path, [whole[: len(whole) // 2]])
        assert refused(cut, rules).code == "bad_archive"


def test_a_wrong_checksum_is_refused(rules, pack):
    whole = bytearray(b"".join(pack({**TWO, "notes.md": b"n" * 50}).chunks))
    at = whole.index(b"notes.md") + len(b"notes.md")
    whole[at + 1] ^= 0xFF
    assert refused(Upload("work.zip", [bytes(whole)]), rules).code == "bad_archive"


def test_an_encrypted_zip_is_refused(rules, pack):
    whole = bytearray(b"".join(pack(TWO).chunks))
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        whole[whole.index(mark) + offset] |= 1
    error = refused(Upload("work.zip", [bytes(whole)]), rules)
    assert error.code == "encrypted"
    assert "without a password" in error.sentence


def test_a_bomb_is_refused_by_what_comes_out(rules, pack, pack_tar):
    bomb = {**TWO, "notes.md": bytes(50 * 2**20)}
    for upload in (pack(bomb), pack_tar(bomb)):
        error = refused(upload, rules)
        assert error.code == "too_large"
        assert "unpacks to more than 1 MiB" in error.sentence


def test_a_bomb_whose_header_lies_is_refused(rules, pack):
    whole = bytearray(b"".join(pack({"train.py": bytes(5 * 2**20)}).chunks))
    for mark, offset in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        at = whole.index(mark) + offset
        whole[at : at + 4] = struct.pack("<I", 100)
    error = refused(Upload("work.zip", [bytes(whole)]), rules)
    assert error.code in ("bad_archive", "too_large")


def test_a_bomb_hidden_in_junk_is_refused(rules, pack_tar):
    bomb = {"__MACOSX/._a": bytes(40 * 2**20), **TWO}
    assert refused(pack_tar(bomb), rules).code == "too_large"


def test_two_entries_of_one_name_are_refused(rules):
    with pytest.warns(UserWarning, match="Duplicate"):
        upload = zipped(("train.py", "1"), ("train.py", "2"), ("predict.py", "3"))
    assert refused(upload, rules).code == "same_name"


def test_an_old_mac_zip_keeps_its_umlauts(pack):
    whole = b"".join(pack({"übung.py": b"x"}).chunks)
    unflagged = bytearray(whole)
    for mark, offset in ((b"PK\3\4", 7), (b"PK\1\2", 9)):
        unflagged[unflagged.index(mark) + offset] &= ~0x08 & 0xFF
    rules = Rules((), ("*.py",), 2**20)
    assert paths(Upload("work.zip", [bytes(unflagged)]), rules) == ["übung.py"]


def test_a_name_that_is_not_utf8_is_refused(rules, pack_tar, pack):
    unflagged = bytearray(b"".join(pack({"abcd.py": b"x"}).chunks))
    latin = Upload("work.zip", [bytes(unflagged).replace(b"abcd", b"ab\xe4\xff")])
    assert refused(latin, rules).code == "bad_name"
    assert refused(pack_tar({"\udce4.py": b"x"}), rules).code == "bad_name"


def test_an_archive_without_a_file_is_refused(rules, pack):
    assert refused(pack({"folder/": b""}), rules).code == "empty_file"


def test_an_archive_beside_other_files_is_refused(rules, pack, upload):
    with pytest.raises(InvalidError) as caught:
        receive([pack(TWO), upload("train.py"), upload("predict.py")], rules)
    assert "An archive must be handed in alone" in caught.value.sentence


def test_an_archive_that_is_asked_for_is_kept_as_it_is(pack):
    rules = Rules(("work.zip",), (), 2**20)
    assert paths(pack(TWO), rules) == ["work.zip"]
