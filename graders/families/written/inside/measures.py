"""What a check of this family may measure: a value, and why it is no better."""

import re
from dataclasses import dataclass
from typing import Any, Callable, Dict, FrozenSet, List, Mapping, Tuple

from graders.protocol import Evidence

from .answers import label
from .likeness import FEWEST, alike, runs_of, share_of
from .marking import share
from .words import different, words_of
from .written import Document, Written

Options = Mapping[str, Any]
SAME = 0.5  # from here on two answers say the same
SHARES = ("answered", "right", "distinct", "headings")  # what is less may still earn
NO_LIMIT = 1_000_000  # what a bound is that nobody set
REPEATED = 2  # so many times as many words as different ones, at most
NUMBERED = re.compile(r"^[#\s]*(?:\d+(?:\.\d+)*\.?|[IVX]+\.)?\s*")


@dataclass(frozen=True)
class Found:
    """A value for a curve; it passed where nothing is missing."""

    value: float
    passed: bool
    evidence: Tuple[Evidence, ...] = ()


def answered(work: Written, options: Options, section: str) -> Found:
    """The share of what must be answered that is, at the length asked for."""
    asked = [one for one in _asked(work, section) if not one["is_optional"]]
    missing = [(one, why) for one in asked for why in [_lacking(work, one)] if why]
    return _share(work, len(asked), missing)


def right(work: Written, options: Options, section: str) -> Found:
    """The share of the points that the key gives."""
    key = options.get("key", {})
    asked = [one for one in _asked(work, section) if one["name"] in key]
    total = got = 0.0
    lines = []
    for one in asked:
        part = share(one, key[one["name"]], work.answers.get(one["name"]))
        total, got = total + one["points"], got + part * one["points"]
        if part < 1.0:
            many = "point" if one["points"] == 1 else "points"
            said = f"{part * one['points']:.3g} of {one['points']:g} {many}."
            wanted = f"The right answer to “{label(one, work.form)}”"
            lines.append(Evidence(expected=wanted, got=said))
    value = round(got / total, 9) if total else 0.0
    return Found(value, value >= 1.0, tuple(lines))


def distinct(work: Written, options: Options, section: str) -> Found:
    """The share of the longer answers that are no copy of an earlier one."""
    names = {one["name"]: one for one in work.questions}
    texts = {n: w for n, w in work.texts().items() if n in names and len(w) >= FEWEST}
    seen: List[FrozenSet[int]] = []
    copies = []
    for name, words in texts.items():
        runs = runs_of(words)
        if any(alike(runs, other) >= SAME for other in seen):
            copies.append((names[name], "It says what another answer says"))
        seen.append(runs)
    return _share(work, len(texts), copies)


def pages(work: Written, options: Options, section: str) -> Found:
    """How many pages the document has."""
    count = _document(work).pages
    return _within(count, options["min_pages"], options["max_pages"], "pages")


def words(work: Written, options: Options, section: str) -> Found:
    """How many words; one that says the same words over and over has fewer."""
    found = words_of(_document(work).text)
    count = min(len(found), len(different(found)) * 12)
    return _within(count, options["min_words"], options["max_words"], "words")


def headings(work: Written, options: Options, section: str) -> Found:
    """The share of the headings asked for that are there."""
    wanted = list(options.get("headings", ()))
    there = {_heading(line) for line in _document(work).lines if len(line) < 120}
    missing = [one for one in wanted if _heading(one) not in there]
    lines = tuple(
        Evidence(
            expected=f"The heading “{one}”",
            got="No line with it alone.",
            hint="Put it on a line of its own.",
        )
        for one in missing
    )
    value = 1.0 - len(missing) / len(wanted) if wanted else 1.0
    return Found(value, not missing, lines)


def _asked(work: Written, section: str) -> List[Mapping[str, Any]]:
    return [one for one in work.questions if section in ("", one["section"])]


def _lacking(work: Written, question: Mapping[str, Any]) -> str:
    """Why a question is not answered yet, or nothing."""
    answer = work.answers.get(question["name"])
    if answer is None:
        return "No answer"
    if question["kind"] != "text":
        return ""
    found = words_of(str(answer))
    least, most = question["least_words"], question["most_words"]
    if len(found) < least:
        return f"{len(found)} words; at least {least} are asked for"
    if most and len(found) > most:
        return f"{len(found)} words; at most {most} are asked for"
    if len(different(found)) * REPEATED < min(least, len(found)):
        return "The same few words over and over"
    asked = runs_of(words_of(f"{question['ask']} {question['help']}"))
    if share_of(runs_of(found), asked) >= SAME:
        return "The question itself"
    return ""


def _share(
    work: Written, total: int, bad: List[Tuple[Mapping[str, Any], str]]
) -> Found:
    lines = tuple(
        Evidence(expected=f"An answer to “{label(one, work.form)}”", got=f"{why}.")
        for one, why in bad
    )
    if not total:
        nothing = Evidence(
            expected=f"Answers of {FEWEST} words or more.",
            got="None is long enough to look at.",
            hint="Write them out; whether one repeats another is looked at then.",
        )
        return Found(0.0, passed=False, evidence=(nothing,))
    return Found(round(1 - len(bad) / total, 9), not bad, lines)


def _within(count: int, least: int, most: int, what: str) -> Found:
    if least <= count <= most:
        return Found(float(count), passed=True)
    wanted = f"{least:,} to {most:,} {what}."
    if most >= NO_LIMIT:
        wanted = f"At least {least:,} {what}."
    got = f"{count:,} {what if count != 1 else what[:-1]}."
    line = Evidence(expected=wanted, got=got)
    return Found(float(count), passed=False, evidence=(line,))


def _document(work: Written) -> Document:
    if work.document is None:
        raise ValueError("the assignment names no documents, but measures one")
    return work.document


def _heading(line: str) -> str:
    return NUMBERED.sub("", line, count=1).strip(" #*_:.").casefold()


MEASURES: Dict[str, Callable[[Written, Options, str], Found]] = {
    "answered": answered,
    "right": right,
    "distinct": distinct,
    "pages": pages,
    "words": words,
    "headings": headings,
}
