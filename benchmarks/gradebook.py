"""The gradebook's page and the final grades behind it, at 50 to 5,000 students.

    python -m benchmarks.gradebook [--sqlite] [--rounds 7] [--sizes 50,200,500,5000]

Brings its own PostgreSQL, or a SQLite file with --sqlite. In every round the arms run
in random order on the same rows; read the ratios. What counts is CPU time, of our own
process and of PostgreSQL's that answers it: by the clock a busy machine moves the same
run tenfold, by the CPU hardly.
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
from pathlib import Path

from tests import services

ITEMS = 15
BASELINE = "two queries + Django template"
PAGE = "the page"
LIVE = "final grades, worked out"
Seconds = dict[str, list[tuple[float, float]]]  # of all CPU, of the database's


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
            _prepare()
            yield
            return
        with services.private_postgres() as url:
            os.environ["DATABASE_URL"] = url
            django.setup()
            _prepare()
            from django.db import connection

            with connection.cursor() as cursor:
                # Helpers of a query come and go, and nobody could count their time.
                cursor.execute("SET max_parallel_workers_per_gather = 0")
            yield
            connection.close()


def _prepare() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def measured(arms: dict[str, Callable[[], object]], rounds: int) -> Seconds:
    """Return each arm's seconds of CPU, in rounds of random order after a warm-up."""
    seconds: Seconds = {name: [] for name in arms}
    for arm in arms.values():
        arm()
    for _ in range(rounds):
        for name in random.sample(sorted(arms), len(arms)):
            began, answered = time.process_time(), database_time()
            arms[name]()
            answered = database_time() - answered
            spent = time.process_time() - began + answered
            seconds[name].append((spent, answered))
    return seconds


def database_time() -> float:
    """Return the CPU seconds so far of the process that answers us; SQLite has none."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def peak_mib(arm: Callable[[], object]) -> float:
    """Return the most memory that Python held because of ``arm``."""
    tracemalloc.start()
    arm()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def middles_of(seconds: Seconds) -> dict[str, tuple[float, float]]:
    """Return each arm's medians: of all CPU, and of the database's."""
    return {
        name: tuple(statistics.median(column) for column in zip(*values, strict=True))
        for name, values in seconds.items()
    }


def show(size: int, seconds: Seconds) -> None:
    """Print a row for each arm, with its ratios to the baseline."""
    middles = middles_of(seconds)
    base = middles[BASELINE]
    for name, (spent, answered) in middles.items():
        print(
            f"| {size} × {ITEMS} | {name} | {1000 * spent:.1f} "
            f"| {spent / base[0]:.2f} | {1000 * answered:.1f} |",
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
        print("| size | arm | CPU p50, ms | ratio | of it the database |")
        print("|---|---|--:|--:|--:|", flush=True)
        middles, peaks, queries = {}, {}, {}
        for size in map(int, asked.sizes.split(",")):
            one = Class(size, ITEMS)
            seconds = measured(one.arms(BASELINE, PAGE, LIVE), asked.rounds)
            show(size, seconds)
            middles[size] = middles_of(seconds)
            arms = one.arms(BASELINE, PAGE, LIVE)
            peaks[size] = {name: peak_mib(arms[name]) for name in (PAGE, LIVE)}
            queries[size] = one.count_queries()
        print(f"queries of the page: {queries}")
        if {500, 5000} <= set(middles):
            for name in (PAGE, LIVE):
                grown = middles[5000][name][0] / middles[500][name][0]
                more = peaks[5000][name] / peaks[500][name]
                print(f"500 to 5,000, {name}: {grown:.1f} x CPU, {more:.1f} x memory")
                print(
                    f"  peaks: {peaks[500][name]:.1f} and {peaks[5000][name]:.1f} MiB"
                )


if __name__ == "__main__":
    main()
