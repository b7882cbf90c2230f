"""The gradebook's page and the final grades behind it, at 50 to 5,000 students.

    python -m benchmarks.gradebook [--sqlite] [--rounds 7] [--sizes 50,200,500,5000]

Brings its own PostgreSQL, or a SQLite file with --sqlite. In every round the arms run
in random order on the same rows; read the ratios.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests import services

ITEMS = 15
BASELINE = "two queries + Django template"
PAGE = "the page"
LIVE = "final grades, worked out"


@contextmanager
def database(is_sqlite: bool) -> Iterator[None]:
    """Point Django at a throwaway database with every table, and set it up."""
    import django

    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"ASSAY_VAR": folder, "DJANGO_SETTINGS_MODULE": "portal.settings"}
        os.environ["ASSAY_LOG_LEVEL"] = "ERROR"
        if is_sqlite:
            os.environ["DATABASE_URL"] = f"sqlite://{folder}/bench.sqlite3"
            django.setup()
            _migrate()
            yield
            return
        with services.private_postgres() as url:
            os.environ["DATABASE_URL"] = url
            django.setup()
            _migrate()
            yield
            from django.db import connection

            connection.close()


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def measured(arms: dict[str, Callable[[], object]], rounds: int) -> dict[str, list]:
    """Return the seconds of each arm, in rounds of random order after one warm-up."""
    seconds: dict[str, list[float]] = {name: [] for name in arms}
    for arm in arms.values():
        arm()
    for _ in range(rounds):
        for name in random.sample(sorted(arms), len(arms)):
            began = time.perf_counter()
            arms[name]()
            seconds[name].append(time.perf_counter() - began)
    return seconds


def peak_mib(arm: Callable[[], object]) -> float:
    """Return the most memory that Python held because of ``arm``."""
    tracemalloc.start()
    arm()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def show(size: int, seconds: dict[str, list[float]]) -> None:
    """Print a row for each arm, with its ratio to the baseline."""
    base = statistics.median(seconds[BASELINE])
    for name, values in seconds.items():
        middle, worst = statistics.median(values), sorted(values)[-1]
        ratio = middle / base
        print(
            f"| {size} × {ITEMS} | {name} | {1000 * middle:.0f} | {1000 * worst:.0f} "
            f"| {ratio:.2f} |",
            flush=True,
        )


def main() -> None:
    """Measure every size, then what grows with it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--sizes", default="50,200,500,5000")
    asked = parser.parse_args()
    with database(asked.sqlite):
        from benchmarks.gradebook_class import Class

        print(f"database: {'SQLite' if asked.sqlite else 'PostgreSQL'}")
        print("| size | arm | p50, ms | worst, ms | by the baseline |")
        print("|---|---|--:|--:|--:|")
        middles, peaks, queries = {}, {}, {}
        for size in map(int, asked.sizes.split(",")):
            one = Class(size, ITEMS)
            seconds = measured(one.arms(BASELINE, PAGE, LIVE), asked.rounds)
            show(size, seconds)
            middles[size] = {n: statistics.median(v) for n, v in seconds.items()}
            arms = one.arms(BASELINE, PAGE, LIVE)
            peaks[size] = {name: peak_mib(arms[name]) for name in (PAGE, LIVE)}
            queries[size] = one.count_queries()
        print(f"queries of the page: {queries}")
        if {500, 5000} <= set(middles):
            for name in (PAGE, LIVE):
                grown = middles[5000][name] / middles[500][name]
                more = peaks[5000][name] / peaks[500][name]
                print(f"500 to 5,000, {name}: {grown:.1f} x time, {more:.1f} x memory")
                print(
                    f"  peaks: {peaks[500][name]:.1f} and {peaks[5000][name]:.1f} MiB"
                )


if __name__ == "__main__":
    main()
