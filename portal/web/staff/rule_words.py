"""A course's rules in words: categories, late work, caps, how the total is finished."""

from collections.abc import Iterable, Mapping
from typing import Any

from portal.gradebook.policy import CategoryRules
from portal.web import formats

Policy = Mapping[str, Any]
MARKS = {
    "credit": "all or nothing, from the pass mark on",
    "bands": "the highest of 0, 50, 90 and 100 % that is reached",
}
ROUNDINGS = {
    "half_up": "to the nearest, a half up",
    "half_even": "to the nearest, a half to the even one",
    "down": "down",
}


def category_words(rules: CategoryRules) -> str:
    """Say how a category comes to its percent."""
    parts = ["by points" if rules.split == "points" else "each alike"]
    if rules.drop_lowest:
        many = f"{rules.drop_lowest} grades" if rules.drop_lowest > 1 else "grade"
        parts.append(f"the lowest {many} dropped")
    if rules.marks in MARKS:
        parts.append(MARKS[rules.marks])
    if rules.cap is not None:
        parts.append(f"at most {formats.maximum(rules.cap)} %")
    if rules.required is not None:
        parts.append(f"{formats.maximum(rules.required)} % needed to pass the course")
    if rules.is_extra:
        parts.append("on top of the others")
    return "; ".join(parts)


def late_words(rule: Mapping[str, Any]) -> str:
    """Say what one late rule does, without what it is for."""
    said = {**rule, **rule.get("options", {})}
    words = _OF_RULE[rule["rule"]](said)
    if said.get("grace_minutes"):
        words += f" {_count(said['grace_minutes'], 'minute')} are not late yet."
    if said.get("day") == "elapsed":
        words += " A day is 24 hours."
    return words


def late_scope(
    rule: Mapping[str, Any], titles: Mapping[str, str], *, is_only: bool
) -> str:
    """Say what a late rule is for; ``titles`` are those of categories, by slug."""
    options = rule.get("options", {})
    named = [titles.get(slug, slug) for slug in options.get("categories") or ()]
    named += options.get("assignments") or ()
    return ", ".join(named) or ("all work" if is_only else "everything else")


def final_words(policy: Policy) -> list[str]:
    """Say how the course's percentage is finished, a sentence each."""
    final = policy.get("final", {})
    lines = ["On an absolute scale: nobody's grade depends on another's."]
    if final.get("missing") == "zero":
        lines.append("What was not handed in counts 0 once it is late.")
        lines.append(
            "What nobody hands in, such as an exam or a talk, leaves its weight to the"
            " rest until staff enter a grade."
        )
    else:
        lines.append("What was not handed in leaves its weight to the rest.")
    if final.get("cap") is not None:
        lines.append(f"The course gives at most {formats.maximum(final['cap'])} %.")
    if final.get("rounding", "none") in ROUNDINGS:
        digits = final.get("decimals", 0)
        to = _count(digits, "decimal") if digits else "a whole percent"
        lines.append(f"Rounded to {to}, {ROUNDINGS[final['rounding']]}.")
    else:
        lines.append("It is not rounded before a letter is looked up.")
    letters = sorted(final.get("letters", {}).items(), key=lambda pair: -pair[1])
    cuts = ", ".join(f"{name} from {formats.maximum(cut)} %" for name, cut in letters)
    lines.append(f"Letters: {cuts}." if cuts else "There are no letters.")
    return lines


def cap_words(caps: Iterable[Mapping[str, Any]]) -> list[str]:
    """Say which check caps which assignment."""
    return [
        f"{cap['assignment']}: at most {formats.maximum(cap['percent'])} % where "
        f"“{cap['check']}” failed."
        for cap in caps
    ]


def _zero(said: Mapping[str, Any]) -> str:
    return "Late work is taken and counts 0."


def _gate(said: Mapping[str, Any]) -> str:
    return "Late work is not taken."


def _per_day(said: Mapping[str, Any]) -> str:
    return f"Every day begun costs {_percent(said)}{_until(said)}."


def _slip_days(said: Mapping[str, Any]) -> str:
    words = f"{_count(said.get('days', 0), 'slip day')} in the term"
    if said.get("most_each"):
        words += f", at most {said['most_each']} for one assignment"
    words += ", used where they earn most."
    if said.get("percent") is None:
        return f"{words} Beyond them late work counts 0."
    return f"{words} Beyond them every day costs {_percent(said)}{_until(said)}."


def _percent(said: Mapping[str, Any]) -> str:
    return f"{formats.maximum(said['percent'])} % of the points"


def _until(said: Mapping[str, Any]) -> str:
    if not said.get("max_days"):
        return ""
    return f"; after {_count(said['max_days'], 'day')} it counts 0"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


_OF_RULE = {
    "zero": _zero,
    "gate": _gate,
    "per_day": _per_day,
    "slip_days": _slip_days,
}
