"""Compares the code of a class, away from the portal and its secrets.

Run as a script by portal.submissions.limited: reads ``request.json``, writes a sheet
of lines for each submission and ``answer.json``. Each submission is read in a process
of its own, so that one that is made to be heavy costs nobody but itself.
"""

import json
import os
import resource
import signal
import sys
import types
from importlib.metadata import version
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # nothing here multiplies matrices
sys.path.insert(0, str(Path(__file__).resolve().parent))
# copydetect imports it for a picture that we never make: a second, and a font cache.
sys.modules["matplotlib"] = types.ModuleType("matplotlib")
sys.modules["matplotlib.pyplot"] = types.ModuleType("matplotlib.pyplot")

import matching  # noqa: E402
import numpy as np  # noqa: E402
import reading  # noqa: E402

CPU_S = 5
WALL_S = 120  # a busy machine is slow, not hostile
TOO_HARD = "too large: it could not be read in the time and memory of one submission"
BINS = 100


def reads(number, submission, asked, starter):
    """Read one submission in a process of its own; return what is said of it."""
    pid = os.fork()
    if pid:
        _, status = os.waitpid(pid, 0)
        said = Path(f"said-{number}.json")
        if status or not said.is_file():
            return {"left_out": TOO_HARD, "notes": []}
        return json.loads(said.read_bytes())
    code = 1
    try:
        signal.alarm(WALL_S)
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
        read(number, submission, asked, starter)
        code = 0
    except MemoryError:
        pass
    finally:
        os._exit(code)


def read(number, submission, asked, starter):
    """Write what one submission comes to."""
    codes, notes = [], []
    room = reading.MOST_TOKENS
    for file in submission["files"]:
        if reading.language_of(file["path"]) is None:
            continue
        try:
            code = reading.read_file(file["path"], file["stored"], file["size"], room)
        except reading.LeftOutError as error:
            notes.append([file["path"], str(error)])
            continue
        room -= len(code.tokens)
        codes.append(code)
    row, hashes, places, given = matching.fingerprint(
        [code.tokens for code in codes], asked["k"], asked["window"], starter
    )
    gap = [0] * (asked["k"] + 1)
    lines = [n for code in codes for n in (*code.numbers, *gap)]
    files = [n for n, code in enumerate(codes) for _ in (*code.numbers, *gap)]
    np.savez(
        f"prints-{number}.npz",
        row=row,
        hashes=hashes,
        places=places,
        lines=np.array(lines, dtype=np.int64),
        files=np.array(files, dtype=np.int64),
    )
    sheet = {"files": [reading.shown(code) for code in codes]}
    Path(f"sheet-{number}.json").write_text(json.dumps(sheet))
    count = sum(len(code.tokens) for code in codes)
    said = {
        "left_out": why_left_out(codes, notes, count - given, asked),
        "notes": notes,
        "tokens": count,
        "given": given,
        "lines": sum(len(code.lines) for code in codes),
    }
    Path(f"said-{number}.json").write_text(json.dumps(said))


def why_left_out(codes, notes, own, asked):
    """Return why a submission is not compared, or nothing."""
    if not codes:
        return notes[0][1] if notes else "no code among its files"
    if own < asked["own"]:
        return "nothing of its own beside the starter"
    return ""


def starter_grams(asked):
    """Return every run of tokens of the starter's files, read as submissions are."""
    codes = []
    for file in asked["starter"]:
        if reading.language_of(file["path"]) is None:
            continue
        try:
            codes.append(reading.read_file(file["path"], file["stored"], file["size"]))
        except reading.LeftOutError:
            continue
    found = [matching.grams(code.tokens, asked["k"]) for code in codes]
    return np.unique(np.concatenate([*found, np.array([], dtype=np.int64)]))


def loaded(number, k):
    """Return a submission's fingerprints, and where its tokens stand."""
    with np.load(f"prints-{number}.npz", allow_pickle=False) as kept:
        prints = matching.Prints(kept["row"], kept["hashes"], kept["places"], k)
        return prints, kept["lines"], kept["files"]


def compare(asked):
    """Return the whole answer."""
    starter = starter_grams(asked)
    entries = [
        reads(number, one, asked, starter)
        for number, one in enumerate(asked["submissions"])
    ]
    inside = [n for n, entry in enumerate(entries) if not entry["left_out"]]
    prints = {n: loaded(n, asked["k"]) for n in inside}
    most = max(asked["many"], len(inside) // 2)
    everywhere = matching.common((one[0] for one in prints.values()), most)
    for one, _, _ in prints.values():
        one.drop(everywhere)
    bins, ranked = ranking(asked, inside, prints)
    told = [pair(found, prints) for found in ranked[: asked["most_pairs"]]]
    return {
        "version": ", ".join(f"{n} {version(n)}" for n in ("copydetect", "pygments")),
        "entries": entries,
        "bins": bins,
        "above": len(ranked),
        "pairs": told,
    }


def ranking(asked, inside, prints):
    """Return how all pairs are spread, and those worth telling, most alike first."""
    bins, ranked = [0] * BINS, []
    people = [set(one["people"]) for one in asked["submissions"]]
    earlier = [one["is_earlier"] for one in asked["submissions"]]
    for at, one in enumerate(inside):
        for other in inside[at + 1 :]:
            if people[one] & people[other] or (earlier[one] and earlier[other]):
                continue
            found = matching.shares(prints[one][0], prints[other][0])
            most = max(found[:2])
            bins[min(BINS - 1, int(most * BINS))] += 1
            if most >= asked["least"]:
                ranked.append((-most, -min(found[:2]), one, other, *found))
    ranked.sort()
    return bins, ranked


def pair(found, prints):
    """Return one pair with its stretches, by files and lines."""
    _, _, one, other, *figures = found
    (mine, lines, files), (theirs, far_lines, far_files) = prints[one], prints[other]
    told = [
        [
            *spot(files, lines, place, end),
            *spot(far_files, far_lines, far, far_end),
            tokens,
        ]
        for place, far, end, far_end, tokens in matching.stretches(mine, theirs)
    ]
    return {"one": one, "other": other, "figures": figures, "stretches": told}


def spot(files, lines, place, end):
    """Return the file of a run of tokens, its first line and its last."""
    return int(files[place]), int(lines[place]), int(lines[end - 1])


if __name__ == "__main__":
    answer = compare(json.loads(Path("request.json").read_bytes()))
    Path("answer.part").write_text(json.dumps(answer))
    Path("answer.part").replace("answer.json")
