"""python -m container reading ORDERS FILES OUT: parses everything, holds no secret."""

import json
from pathlib import Path
from typing import Dict, Optional

from graders.protocol.orders import read_orders

from .findings import UnreadableError
from .handed_in import HandedIn, parse_everything
from .texts import FILE_KIB

ANSWER = "read.json"


def refusal(folder: Path, file_kib: int) -> Optional[Dict[str, str]]:
    """Why the files cannot be graded at all, or None; prints what was seen."""
    try:
        for line in parse_everything(HandedIn(folder, file_kib=file_kib)):
            print(line)  # noqa: T201 - the stage's public log
    except UnreadableError as error:
        print(error.sentence, error.hint)  # noqa: T201
        return {"sentence": error.sentence, "hint": error.hint}
    return None


def main(orders: str, files: str, out: str) -> None:
    """Say whether every file can be read."""
    options = read_orders(Path(orders)).options
    found = refusal(Path(files), int(options.get("max_file_kib", FILE_KIB)))
    answer = json.dumps({"refused": found})
    (Path(out) / ANSWER).write_text(answer, encoding="utf-8")
