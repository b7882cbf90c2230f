"""Zips as people make them, and as nobody should."""

import stat
import zipfile

import pytest

from graders.families.archive.unpacking import ArchiveError, read_archive

WHOLE = {"setup.sh": "", "run_autograder": "#!/bin/sh\n"}


def packed(tmp_path, entries):
    place = tmp_path / "autograder.zip"
    with zipfile.ZipFile(place, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return place


def refused(place):
    with pytest.raises(ArchiveError) as caught:
        read_archive(place)
    return str(caught.value)


def test_scripts_may_be_run_and_litter_is_left_out(tmp_path):
    litter = {"__MACOSX/._setup.sh": "x", ".DS_Store": "x", "tests/a.txt": "1"}
    members = read_archive(packed(tmp_path, {**WHOLE, **litter}))
    assert [(m.path, m.mode) for m in members] == [
        ("setup.sh", 0o644),
        ("run_autograder", 0o755),
        ("tests/a.txt", 0o644),
    ]


def test_a_folder_inside_the_zip_is_named(tmp_path):
    place = packed(tmp_path, {f"hw1/{name}": text for name, text in WHOLE.items()})
    assert "zip what is in that folder" in refused(place)


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "a\nb"])
def test_a_name_that_leads_out_is_refused(tmp_path, name):
    assert "leads out" in refused(packed(tmp_path, {**WHOLE, name: "x"}))


def test_links_are_refused(tmp_path):
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "is a link" in refused(packed(tmp_path, {**WHOLE, link: "/etc/passwd"}))


def test_a_zip_without_its_scripts_and_no_zip_at_all(tmp_path):
    assert "no run_autograder" in refused(packed(tmp_path, {"setup.sh": ""}))
    (tmp_path / "autograder.zip").write_bytes(b"PK\x03\x04 not really")
    assert "no whole zip" in refused(tmp_path / "autograder.zip")
