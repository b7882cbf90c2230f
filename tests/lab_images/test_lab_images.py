"""Every lab image keeps the promises of lab_images/README.md."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "lab_images"
IMAGES = sorted(path.parent for path in FOLDER.glob("*/Dockerfile"))


@pytest.mark.parametrize("image", IMAGES, ids=lambda path: path.name)
def test_an_image_has_its_three_files(image):
    for name in ("Dockerfile", "requirements.txt", "README.md"):
        assert (image / name).is_file()
    assert len((image / "README.md").read_text().splitlines()) <= 20


@pytest.mark.parametrize("image", IMAGES, ids=lambda path: path.name)
def test_every_package_is_locked(image):
    text = (image / "requirements.txt").read_text()
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    packages = [line for line in lines if line]
    assert packages or text.startswith("# None:")
    assert all(re.fullmatch(r"[\w.-]+==[\w.+]+", line) for line in packages)


@pytest.mark.parametrize("image", IMAGES, ids=lambda path: path.name)
def test_a_site_can_choose_its_own_base(image):
    text = (image / "Dockerfile").read_text()
    assert text.startswith("ARG BASE=")
    sources = re.findall(r"^(?:FROM) (\S+)", text, re.MULTILINE)
    assert set(sources) == {"${BASE}"}


@pytest.mark.parametrize("image", IMAGES, ids=lambda path: path.name)
def test_an_image_holds_nothing_of_ours(image):
    copies = re.findall(r"^COPY (.*)", (image / "Dockerfile").read_text(), re.M)
    assert all("requirements.txt" in c or "--from=" in c for c in copies)
