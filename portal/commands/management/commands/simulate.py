"""``manage.py simulate``: a made-up class plays a course's term."""

import statistics
import time
from argparse import ArgumentParser
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.commands.simulate.playing import Played, simulate
from portal.courses.models import Course
from portal.courses.selectors import course_by_key, course_keys
from portal.lib.errors import PortalError


class Command(BaseCommand):
    """For trying a course before it begins; refused on a production site."""

    help = "Fill a freshly loaded course with a made-up class and play its term."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("course", metavar="SLUG:TERM")
        parser.add_argument("--students", type=int, default=40)
        parser.add_argument(
            "--seed", type=int, default=1, help="another one, another class"
        )
        parser.add_argument(
            "--until",
            type=datetime.fromisoformat,
            metavar="DATE",
            help="stop in the middle of the term, for example at 2022-10-20T12:00",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        course = _course(options["course"])
        until = options["until"]
        if until is not None and until.tzinfo is None:
            until = until.replace(tzinfo=ZoneInfo(course.timezone))
        begun = time.perf_counter()
        try:
            played = simulate(
                course,
                students=options["students"],
                seed=options["seed"],
                until=until,
                now=timezone.now(),
                say=self.stdout.write,
            )
        except PortalError as error:
            raise CommandError(error.sentence) from error
        self._show(played, time.perf_counter() - begun)

    def _show(self, played: Played, seconds: float) -> None:
        for word, count in played.counts.items():
            if count:
                self.stdout.write(f"  {count:6,}  {word}")
        end = (
            "to its end" if played.is_whole else f"until {played.until:%Y-%m-%d %H:%M}"
        )
        self.stdout.write(f"The term was played {end}, in {seconds:.1f} s.")
        if played.totals:
            middle = statistics.median(played.totals)
            low, high = played.totals[0], played.totals[-1]
            self.stdout.write(
                f"Grades so far: {low:.1f} to {high:.1f} %, the median {middle:.1f} %."
            )
        self.stdout.write(
            f"Instructor: {played.instructor}. Nobody in the class has a password; "
            "manage.py roster import lets you in beside them."
        )


def _course(key: str) -> Course:
    slug, _, term = key.partition(":")
    course = course_by_key(slug, term)
    if course is None:
        known = ", ".join(course_keys()) or "none"
        raise CommandError(f"There is no course {key}; there is: {known}.")
    return course
