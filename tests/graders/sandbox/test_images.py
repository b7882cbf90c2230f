"""An image is what its folder holds."""

import pytest

from graders.sandbox.commands import main
from graders.sandbox.images import DEFAULT_FOLDER, LabImages
from graders.sandbox.stage import ImageMissingError


@pytest.fixture
def images(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "Dockerfile").write_text("FROM scratch\n")
    (folder / "requirements.txt").write_text("numpy==2.4.6\n")
    return LabImages(tmp_path)


def test_the_digest_follows_every_name_and_byte(images):
    folder = images.source("mine")
    digests = [images.digest("mine")]
    (folder / "requirements.txt").write_text("numpy==2.4.5\n")
    digests.append(images.digest("mine"))
    (folder / "requirements.txt").rename(folder / "locked.txt")
    digests.append(images.digest("mine"))
    assert len(set(digests)) == 3
    assert images.digest("mine") == digests[-1]
    assert images.tag("mine") == f"assay/mine:{digests[-1][:12]}"


@pytest.mark.parametrize("name", ["nowhere", "..", "../mine", "", "Mine"])
def test_an_image_without_a_folder_is_missing(images, name):
    with pytest.raises(ImageMissingError):
        images.digest(name)


def test_a_folder_without_a_dockerfile_is_no_image(images):
    (images.folder / "notes").mkdir()
    assert images.names() == ("mine",)


def test_the_command_lists_what_is_and_is_not_built(images, tmp_path, capsys):
    words = ["--folder", str(images.folder), "--var", str(tmp_path / "var")]
    assert main([*words, "--sandbox", "process", "list"]) == 0
    assert "not built" in capsys.readouterr().out


def test_the_command_says_what_is_not_there(capsys):
    assert main(["--sandbox", "process", "build", "nowhere"]) == 1
    assert "nowhere" in capsys.readouterr().err


def test_ours_are_there():
    assert {"judge", "numpy", "torch"} <= set(LabImages(DEFAULT_FOLDER).names())
