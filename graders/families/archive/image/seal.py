"""Puts away what an autograder's container finds in the places that it may write.

Those places are memory when it runs. Small things are kept as a seed and copied there;
large ones stay in the image, read-only, and are reached by a link. Only root can read
either: an autograder that hides its folder from the student's user hides these too.
"""

import os
import shutil
from pathlib import Path

SEED = Path("/opt/assay/seed")
KEPT = Path("/opt/assay/kept")
SEEDED = ("/autograder", "/root")
ALSO_INSIDE = ("/autograder/source",)  # its entries are weighed one by one
LARGE_BYTES = 8 * 2**20


def main() -> None:
    """Seal this image."""
    for folder in (SEED, KEPT):
        folder.mkdir(parents=True)
        folder.chmod(0o700)
    for place in (*ALSO_INSIDE, *SEEDED):
        for entry in sorted(Path(place).iterdir()):
            if str(entry) not in ALSO_INSIDE and weight(entry) > LARGE_BYTES:
                keep(entry)
    for place in SEEDED:
        target = SEED / place.strip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(place, str(target))
        Path(place).mkdir()


def weight(entry: Path) -> int:
    """Bytes of all that is in it, links not followed."""
    if entry.is_symlink() or not entry.is_dir():
        return entry.lstat().st_size
    return sum(
        (Path(folder) / name).lstat().st_size
        for folder, _, names in os.walk(str(entry))
        for name in names
    )


def keep(entry: Path) -> None:
    """Move it where it stays, and leave a link."""
    target = KEPT / str(entry).strip("/")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(str(entry), str(target))
    entry.symlink_to(target)


if __name__ == "__main__":
    main()
