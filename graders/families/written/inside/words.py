"""What a reader of Markdown or plain text would see of it, and how many words."""

import re
from typing import List, Set

WORD = re.compile(r"[^\W\d_][\w'’-]*[^\W_]", re.UNICODE)  # two letters or more
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
FENCE = re.compile(r"^(```|~~~).*?(?:^\1|\Z)", re.S | re.M)
# No bracket inside: so a million opening ones are read once, not each to its end.
LINK = re.compile(r"!?\[([^\[\]\n]{0,500})\]\([^()\[\]\n]{0,1000}\)")
TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,500}>")
ADDRESS = re.compile(r"\bhttps?://\S+")


def seen(text: str) -> str:
    """Markdown without what nobody reads: comments, tags, addresses, blocks of code."""
    for pattern, by in ((COMMENT, " "), (FENCE, " "), (LINK, r"\1"), (TAG, " ")):
        text = pattern.sub(by, text)
    return ADDRESS.sub(" ", text)


def words_of(text: str) -> List[str]:
    """The words, in lower case and in order; numbers are none."""
    return [word.lower() for word in WORD.findall(seen(text))]


def different(words: List[str]) -> Set[str]:
    """Each word once."""
    return set(words)
