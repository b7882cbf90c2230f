"""The course's autograder: asks, compares, and writes what it found."""

import json
import time
from pathlib import Path

import numpy as np
import solution
from asking import ALL_S, NoAnswerError, Student, finite

RESULTS = Path("/autograder/results/results.json")
RIGHT = 1e-9
random = np.random.default_rng()
student = Student()


class WrongError(Exception):
    """The student's value is not what it should be; the text says how."""


def same(name, args, wanted):
    got = student.call(name, *args)
    if not finite(got):
        raise WrongError(f"`{name}` gave something that is no array of finite numbers.")
    got = np.array(got, dtype=float)
    if got.shape != wanted.shape:
        raise WrongError(f"`{name}` gave {got.shape}, expected {wanted.shape}.")
    error = float(np.abs(got - wanted).max(initial=0.0))
    if not error <= RIGHT:
        raise WrongError(f"`{name}` is off by {error:.3g} somewhere.")


def image(rows=9, columns=12):
    return random.normal(size=(rows, columns))


def convolves(rows, columns, size):
    picture, kernel = image(rows, columns), random.normal(size=size)
    same("convolve", (picture, kernel), solution.convolve(picture, kernel))


def separates(kernel):
    pair = student.call("separate", kernel)
    if not (isinstance(pair, list) and len(pair) == 2 and finite(pair)):
        raise WrongError("`separate` gave no pair of vectors.")
    column, row = (np.array(part, dtype=float).ravel() for part in pair)
    made = np.outer(column, row)
    if made.shape != kernel.shape or not np.abs(made - kernel).max() <= RIGHT:
        raise WrongError("The outer product of the pair is not the kernel.")


def refuses(kernel):
    if student.call("separate", kernel) is not None:
        raise WrongError("`separate` gave a pair for a kernel that has none.")


def box():
    for size in (1, 3, 5):
        same("box", (size,), np.full((size, size), 1 / size**2))


def gaussian():
    for size, sigma in ((3, 0.8), (7, 1.5)):
        same("gaussian", (size, sigma), solution.gaussian(size, sigma))


def sharpen():
    amount = float(random.uniform(0.5, 2))
    same("sharpen", (amount,), solution.sharpen(amount))


def edges():
    picture = image()
    same("edges", (picture,), solution.edges(picture))


def gaussian_pair():
    separates(solution.gaussian(7, float(random.uniform(1, 2))))


LATER = "after_due_date"
TESTS = (
    ("1.1", "convolve, a 3 × 3 kernel", 8, "visible", lambda: convolves(9, 12, (3, 3))),
    ("1.2", "convolve, a 3 × 5 kernel", 6, "visible", lambda: convolves(9, 12, (3, 5))),
    ("2.1", "box sums to one", 4, "visible", box),
    ("2.2", "gaussian", 6, "visible", gaussian),
    ("2.3", "sharpen", 4, "visible", sharpen),
    ("3", "edges", 6, "visible", edges),
    ("4.1", "separate a Gaussian", 4, "visible", gaussian_pair),
    (
        "1.3",
        "an image smaller than its kernel",
        4,
        LATER,
        lambda: convolves(2, 3, (5, 5)),
    ),
    ("1.4", "a kernel of one number", 2, LATER, lambda: convolves(4, 4, (1, 1))),
    ("4.2", "no pair for sharpening", 4, LATER, lambda: refuses(solution.sharpen(1.0))),
    (
        "4.3",
        "a pair of any sign",
        2,
        LATER,
        lambda: separates(np.outer([-2, 3], [1, -4, 2.0])),
    ),
)


def tried(number, name, points, visibility, test, until):
    written = {
        "number": number,
        "name": name,
        "max_score": points,
        "visibility": visibility,
        "output_format": "md",
        "tags": [name.split(",")[0].split()[0]],
    }
    try:
        if time.monotonic() > until:
            raise NoAnswerError("all calls together took too long")
        test()
    except (WrongError, NoAnswerError) as error:
        return {**written, "score": 0, "output": str(error)}
    return {**written, "score": points}


def speed():
    """Seconds for ten convolutions, for the leaderboard; none where it fails."""
    picture, kernel = image(160, 160), random.normal(size=(7, 7))
    began = time.monotonic()
    try:
        for _ in range(10):
            same("convolve", (picture, kernel), solution.convolve(picture, kernel))
    except (WrongError, NoAnswerError):
        return []
    value = round(time.monotonic() - began, 3)
    return [{"name": "Ten convolutions, s", "value": value, "order": "asc"}]


def main():
    began = time.monotonic()
    tests = [tried(*test, began + ALL_S) for test in TESTS]
    is_right = all(test["score"] for test in tests[:2])
    results = {
        "execution_time": round(time.monotonic() - began, 2),
        "output": "Your `filters.py` was called with images drawn for this run.",
        "output_format": "md",
        "stdout_visibility": "hidden",
        "tests": tests,
        "leaderboard": speed() if is_right else [],
        "extra_data": {"numpy": np.__version__},
    }
    student.stop()
    RESULTS.write_text(json.dumps(results))


main()
