import hashlib
import tomllib
from pathlib import Path

import pytest

VENDOR = Path(__file__).resolve().parents[3] / "frontend/static/vendor"
FILES = tomllib.loads((VENDOR / "vendor.toml").read_text())["file"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file["name"])
def test_what_others_wrote_is_served_as_it_came(file):
    content = (VENDOR / file["name"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == file["sha256"]
    assert file["licence"] and file["version"]


def test_every_vendored_file_is_listed():
    there = {path.name for path in VENDOR.iterdir()} - {"vendor.toml"}
    assert there <= {file["name"] for file in FILES}
