"""A byte-pair tokenizer, still to be written; README.md has the definition."""

import re

# How text is cut before anything is counted; joined again, the chunks are the text.
CHUNK = re.compile(rb" ?\S+|\s")


def train_bpe(text: bytes, merges: int) -> list:
    """The first `merges` merges of `text`: a list of [left, right] token ids."""
    raise NotImplementedError


def encode(text: bytes, merges: list) -> list:
    """The token ids of `text`."""
    raise NotImplementedError


def decode(ids: list, merges: list) -> bytes:
    """The bytes that `ids` stand for."""
    raise NotImplementedError
