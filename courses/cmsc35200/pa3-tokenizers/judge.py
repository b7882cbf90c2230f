"""Checks for tokenizers by kind of text; points, titles and visibility: assignment.toml."""

from graders.judge import Judge, Work, expect

from hidden.texts import KINDS, odd_texts

SIZE, TRAINING, FRESH = 512, 60_000, 20_000

judge = Judge(call_s=15.0)


def vocabulary_of(work: Work, text: bytes):
    """What train returns: at most SIZE different byte strings, or the check fails."""
    got = work.train(text, SIZE)
    is_list = type(got) is list and all(type(one) is bytes and one for one in got)
    expect(is_list, "train did not return a list of byte strings", kind="type")
    expect(len(got) <= SIZE, f"a vocabulary of {len(got)}", expected=f"at most {SIZE}")
    expect(
        len(set(got)) == len(got), "the same token twice", expected="different tokens"
    )
    return got


def encoded(work: Work, text: bytes, vocabulary) -> int:
    """How many tokens stand for ``text``, once they are known to."""
    got = work.encode(text, vocabulary)
    is_list = type(got) is list and all(type(one) is int for one in got)
    expect(is_list, "encode did not return a list of whole numbers", kind="type")
    expect(
        all(0 <= one < len(vocabulary) for one in got),
        "a token that is not in the vocabulary",
    )
    back = b"".join(vocabulary[one] for one in got)
    expect(
        back == text, f"{len(text)} bytes did not come back", expected="the same bytes"
    )
    return len(got)


def bytes_a_token(work: Work, kind: str) -> float:
    """How much of new text one token stands for."""
    texts = KINDS[kind](work.rng)
    vocabulary = vocabulary_of(work, texts.draw(TRAINING))
    fresh = texts.draw(FRESH)
    return len(fresh) / encoded(work, fresh, vocabulary)


@judge.check("whole")
def whole(work: Work) -> None:
    for text, fresh in odd_texts(work.rng):
        encoded(work, fresh, vocabulary_of(work, text))


@judge.check("prose")
def prose(work: Work) -> float:
    return bytes_a_token(work, "prose")


@judge.check("code")
def code(work: Work) -> float:
    return bytes_a_token(work, "code")


@judge.check("genes")
def genes(work: Work) -> float:
    return bytes_a_token(work, "genes")
