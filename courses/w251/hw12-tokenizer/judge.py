"""Checks for the byte-pair tokenizer; points and titles: assignment.toml."""

from graders.judge import Judge, Work, expect
from graders.measure.physics import least_seconds

from hidden import plain, texts

TIMED_BYTES = 100_000
TIMED_MERGES = 60

judge = Judge(call_s=8.0)


def pairs_of(got):
    """Merges as a list of pairs of whole numbers, or the check fails."""
    expect(type(got) in (list, tuple), "train_bpe did not return a list", kind="type")
    for pair in got:
        fits = type(pair) in (list, tuple) and len(pair) == 2
        fits = fits and all(type(token) is int for token in pair)
        expect(fits, f"{pair!r:.60} among the merges", expected="pairs of whole numbers", kind="type")
    return [list(pair) for pair in got]


def expect_merges(got, want, *_):
    """The same merges in the same order; says where they part."""
    found = pairs_of(got)
    for number, (one, other) in enumerate(zip(found, want), 1):
        expect(one == list(other), f"merge {number} is {one}", expected=f"{list(other)}")
    expect(len(found) == len(want), f"{len(found)} merges", expected=f"{len(want)}")


def expect_tokens(got, want):
    expect(type(got) is list and all(type(token) is int for token in got),
           "encode did not return a list of whole numbers", kind="type")
    parted = next((k for k, (a, b) in enumerate(zip(got, want)) if a != b), min(len(got), len(want)))
    expect(got == want, f"token {parted + 1} differs, or {len(got)} tokens", expected=f"{len(want)} tokens")


@judge.check("example")
def example(work: Work) -> None:
    text = b"low lower lowest low"
    merges = [[108, 111], [256, 119], [32, 257]]
    expect_merges(work.train_bpe(text, 3), merges)
    expect_tokens(work.encode(b"low lows", merges), [257, 258, 115])
    expect(work.decode([257, 258, 115], merges) == b"low lows", "decode gave other bytes")


@judge.check("merges")
def merges(work: Work) -> None:
    rng = work.rng
    for text, count in texts.small(rng):
        expect_merges(work.train_bpe(text, count), plain.train_bpe(text, count))


@judge.check("tokens")
def tokens(work: Work) -> None:
    rng = work.rng
    for text, count in texts.small(rng):
        learned = plain.train_bpe(text, count)
        fresh = texts.like(rng, text)
        expect_tokens(work.encode(fresh, learned), plain.encode(fresh, learned))


@judge.check("round-trip")
def round_trip(work: Work) -> None:
    rng = work.rng
    for text in texts.odd(rng):
        learned = pairs_of(work.train_bpe(text, 40))
        back = work.decode(work.encode(text, learned), learned)
        expect(type(back) is bytes and back == text, f"{len(text)} bytes did not come back")


@judge.check("speed")
def speed(work: Work) -> float:
    found = work.compare(
        "train_bpe",
        lambda rng: (texts.zipf(rng, TIMED_BYTES), TIMED_MERGES),
        check=expect_merges,
        rounds=9,
        calls=31,
        within_s=20.0,
        at_most=8,
        least_s=lambda text, merges: least_seconds(moved_bytes=len(text)),
    )
    return found.ratio
