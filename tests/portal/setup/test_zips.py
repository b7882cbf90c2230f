import io
import json
import stat
import zipfile

import pytest

from graders.spec import load_assignment
from portal.assignments.models import Assignment
from portal.courses.models import Course
from portal.lib.errors import InvalidError
from portal.setup.folder import Wishes, load
from portal.setup.words import lines_of
from portal.setup.zips import laid_out
from tests.factories.accounts import NOON
from tests.factories.folders import write_course
from tests.factories.proofs import a_proof
from tests.factories.zips import kept, zipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    return write_course(tmp_path / "w251")


def refused(content):
    with pytest.raises(InvalidError) as caught, laid_out(kept(content)):
        raise AssertionError("it was taken")
    return caught.value.sentence


@pytest.mark.parametrize("top", ["", "w251/", "a/b/"])
def test_a_zip_is_the_folder_it_was_made_of(folder, top):
    content = zipped(folder, top=top, **{"__MACOSX/._x": b"junk"})
    wishes = Wishes(unproven_reason="first week", trusts_folder=False)
    if top == "a/b/":
        assert "no course.toml" in refused(content)
        return
    with laid_out(kept(content)) as place:
        loaded = load(place, wishes, now=NOON)
    assert not place.exists()
    assert [(one.slug, one.word, one.is_published) for one in lines_of(loaded)] == [
        ("hw05", "added", True)
    ]


def test_a_dry_run_writes_nothing(folder):
    with laid_out(kept(zipped(folder))) as place:
        loaded = load(place, Wishes(is_dry_run=True, trusts_folder=False), now=NOON)
    assert lines_of(loaded)[0].standing == "not published: no proof"
    assert not Course.objects.exists()


def test_a_proof_inside_a_zip_does_not_count(folder):
    digest = load_assignment(folder / "hw05-image-classifier").digest
    (folder / "proofs").mkdir()
    (folder / "proofs" / f"{digest}.json").write_text(json.dumps(a_proof(digest)))
    with laid_out(kept(zipped(folder))) as place:
        load(place, Wishes(trusts_folder=False), now=NOON)
    assert Assignment.objects.get().published_version is None


def test_a_folder_of_another_course_is_refused(folder):
    load(folder, Wishes(), now=NOON)
    other = Course.objects.create(
        slug="w255", term="2022 Fall", title="O", timezone="UTC", loaded_at=NOON
    )
    with pytest.raises(InvalidError, match="the folder of w251:2022 Fall"):
        load(folder, Wishes(only=other), now=NOON)
    with pytest.raises(InvalidError, match="There is a course w251:2022 Fall here"):
        load(folder, Wishes(is_new=True), now=NOON)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("../outside.toml", r"leaves the folder"),
        ("/etc/passwd", "absolute path"),
        ("w251/COURSE.toml", "upper and lower case"),
        ("w251/a\x07b", "control character"),
    ],
)
def test_names_that_no_file_should_have_are_refused(folder, path, said):
    assert said in refused(zipped(folder, top="w251/", **{path: b"x"}))


def test_a_link_is_refused(folder):
    out = io.BytesIO(zipped(folder))
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo("hw05-image-classifier/hidden")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert "It is a link" in refused(out.getvalue())


def test_what_is_no_zip_is_refused():
    assert "damaged" in refused(b"PK not really")
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    assert "no file in it" in refused(empty.getvalue())


def test_nothing_in_a_zip_is_executed(folder, tmp_path):
    trap = tmp_path / "sprung"
    code = f"open({str(trap)!r}, 'w').close()\n".encode()
    names = ("sitecustomize.py", "conftest.py", "hw05-image-classifier/judge.py")
    for name in names:
        (folder / name).write_bytes(code)
    with laid_out(kept(zipped(folder))) as place:
        wishes = Wishes(unproven_reason="for a test", trusts_folder=False)
        load(place, wishes, now=NOON)
    assert not trap.exists()
