"""From an answer and the key to a share of a question's points."""

import math
import re
import unicodedata
from typing import Any, Callable, Dict, List, Mapping, Optional

from .answers import Answer

Entry = Mapping[str, Any]
NOT_LETTERS = re.compile(r"[^\w]+", re.UNICODE)


def share(question: Mapping[str, Any], entry: Entry, answer: Optional[Answer]) -> float:
    """0 to 1; nothing said is 0."""
    if answer is None:
        return 0.0
    return MARKS[question["kind"]](question, entry, answer)


def plain(text: str) -> str:
    """A short answer without case, accents, spaces and punctuation."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(c for c in letters if not unicodedata.combining(c))
    return NOT_LETTERS.sub("", kept)


def _single(question: Mapping[str, Any], entry: Entry, answer: Answer) -> float:
    return float(answer == entry["right"])


def _multiple(question: Mapping[str, Any], entry: Entry, answer: Answer) -> float:
    """All or nothing; with ``partial = "each"`` every option decides for itself."""
    chosen, right = set(_list(answer)), set(entry["right"])
    if chosen == right:
        return 1.0
    if entry.get("partial", "none") == "none" or not right:
        return 0.0
    wrong = len(chosen - right)
    return max(0.0, (len(chosen & right) - wrong) / len(right))


def _number(question: Mapping[str, Any], entry: Entry, answer: Answer) -> float:
    right = float(entry["right"])
    by_share = abs(right) * float(entry.get("percent", 0.0)) / 100
    room = max(float(entry.get("tolerance", 0.0)), by_share)
    error = abs(float(str(answer)) - right)
    # A tolerance of 0.1 takes 0.3 for 0.2: what binary fractions add is not counted.
    return float(error <= room + 1e-9 * max(1.0, abs(right)) and math.isfinite(error))


def _short(question: Mapping[str, Any], entry: Entry, answer: Answer) -> float:
    right = entry["right"]
    taken = {plain(one) for one in (right if isinstance(right, list) else [right])}
    return float(plain(str(answer)) in taken)


def _list(answer: Answer) -> List[str]:
    return answer if isinstance(answer, list) else []


MARKS: Dict[str, Callable[[Mapping[str, Any], Entry, Answer], float]] = {
    "single": _single,
    "multiple": _multiple,
    "number": _number,
    "short": _short,
}
