"""What a YAML scalar means: the types of YAML 1.2, and octal numbers as in 1.1.

``yes``, ``no``, ``on``, ``off`` and dates stay texts.
"""

import re
from typing import Any, Optional

PREFIX = "tag:yaml.org,2002:"
NULLS = ("", "~", "null", "Null", "NULL")
BOOLEANS = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
OCTAL = re.compile(r"0o?([0-7]{1,18})")
HEXADECIMAL = re.compile(r"0x([0-9a-fA-F]{1,15})")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")


def scalar(text: str, tag: Optional[str], *, is_plain: bool) -> Any:
    """The value of a scalar; raise ValueError for a tag that makes objects."""
    if tag is None:
        return plain_scalar(text) if is_plain else text
    if tag in ("!", f"{PREFIX}str"):
        return text
    if tag.startswith(PREFIX) and tag[len(PREFIX) :] in (
        "int",
        "float",
        "bool",
        "null",
    ):
        return plain_scalar(text)
    raise ValueError(f"the tag {tag} is not taken")


def plain_scalar(text: str) -> Any:
    """The value of a word without quotes."""
    if text in NULLS:
        return None
    if text in BOOLEANS:
        return BOOLEANS[text]
    return _number(text)


def _number(text: str) -> Any:
    if match := OCTAL.fullmatch(text):
        return int(match.group(1), 8)
    if match := HEXADECIMAL.fullmatch(text):
        return int(match.group(1), 16)
    if INTEGER.fullmatch(text):
        return int(text)
    if FLOAT.fullmatch(text):
        number = float(text)
        return number if abs(number) < 1e300 else text
    return text
