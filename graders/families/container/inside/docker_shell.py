"""What a RUN installs, read from its words and never run."""

import re
from typing import Iterator, List, Tuple

SEPARATOR = re.compile(r"&&|\|\||;|\n|\|")
MANAGERS = ("apt", "apt-get", "apk", "pip", "pip3", "dnf", "yum")
TAKES_VALUE = ("-r", "-c", "-i", "-f", "-t", "--index-url", "--target", "--prefix")
WRAPPERS = ("sudo", "env", "exec", "-m", "python", "python3")


def commands(text: str) -> List[str]:
    """The simple commands of a shell line."""
    return [part.strip() for part in SEPARATOR.split(text) if part.strip()]


def installs(text: str, managers: Tuple[str, ...] = MANAGERS) -> Iterator[str]:
    """The packages that a shell line installs, as they are written."""
    for command in commands(text):
        words = command.replace('"', "").replace("'", "").split()
        while words and (words[0] in WRAPPERS or "=" in words[0]):
            words = words[1:]
        if len(words) < 2 or words[0].rsplit("/", 1)[-1] not in managers:
            continue
        verbs = [i for i, w in enumerate(words) if w in ("install", "add")]
        if verbs:
            yield from _packages(words[verbs[0] + 1 :])


def _packages(words: List[str]) -> Iterator[str]:
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word.startswith("-"):
            skip = word in TAKES_VALUE
        else:
            yield word
