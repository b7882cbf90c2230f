"""A class with scores, straight into the tables, and the arms that show it."""

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import JSONField, Sum
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.gradebook_copies import copy_work
from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.courses.models import Enrollment, Role
from portal.gradebook import services
from portal.gradebook.models import Category
from portal.gradebook.selectors import course_table
from portal.grading.models import GradingJob, Score
from portal.runners.models import Pool
from portal.submissions.models import Charge, Submission
from tests.factories.grading import a_check, a_course, an_assignment

NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)
AT_NOON = {"computed_at": NOON}
BATCH = 2000
DJANGO = """<table>{% for row in rows %}
<tr><th><a href="/enrollments/{{ row.key }}/">{{ row.name }}</a></th>
{% for cell in row.cells %}<td>{{ cell }}</td>{% endfor %}<td>{{ row.total }}</td></tr>
{% endfor %}</table>"""


class Class:
    """So many students, each with a graded submission of each assignment."""

    def __init__(self, students: int, items: int) -> None:
        late = [{"rule": "per_day", "grace_minutes": 0, "options": {"percent": 10.0}}]
        self.course = a_course(f"c{students}", policy={"late": late})
        for slug, weight in (("homework", 60), ("project", 40)):
            Category.objects.create(
                course=self.course, slug=slug, title=slug, weight=weight, drop_lowest=1
            )
        self.items = [
            an_assignment(
                self.course,
                [a_check("all", 100.0)],
                slug=f"hw{n:02}",
                category="homework" if n % 3 else "project",
            )
            for n in range(items)
        ]
        self.people = self._people(students)
        self._work()
        self.tara = User.objects.create(email=f"tara{students}@example.edu", name="T")
        Enrollment.objects.create(
            course=self.course, user=self.tara, role=Role.INSTRUCTOR, enrolled_at=NOON
        )
        self.browser = Client()
        backend = settings.AUTHENTICATION_BACKENDS[0]
        self.browser.force_login(self.tara, backend=backend)
        self.url = reverse("staff:gradebook", args=[self.course.public_id])
        self.template = engines["django"].from_string(DJANGO)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _people(self, count: int) -> list[Enrollment]:
        users = User.objects.bulk_create(
            [
                User(email=f"s{count}-{n}@example.edu", name=f"Student {n:04}")
                for n in range(count)
            ],
            BATCH,
        )
        return Enrollment.objects.bulk_create(
            [
                Enrollment(
                    course=self.course, user=one, role=Role.STUDENT, enrolled_at=NOON
                )
                for one in users
            ],
            BATCH,
        )

    def _work(self) -> None:
        """Make the first assignment's work, then copy it; two of fifteen are late."""
        first = self.items[0]
        self._first(first)
        for number, item in enumerate(self.items[1:], start=1):
            is_late = number % 7 == 0
            at = NOON + timedelta(days=8 if is_late else 1)
            copy_work(first, item, is_late=is_late, at=at)

    def _first(self, item: Assignment) -> None:
        pool, _ = Pool.objects.get_or_create(name="cpu")
        of = {"version": item.published_version}
        handed_in = Submission.objects.bulk_create(
            [
                Submission(
                    **of,
                    assignment=item,
                    enrollment=who,
                    author_id=who.user_id,
                    number=1,
                    digest="d" * 64,
                    size=1,
                    received_at=NOON,
                    charge=Charge.CHARGED,
                    source="web",
                )
                for who in self.people
            ],
            BATCH,
        )
        done = {"state": "done", "outcome": "graded", "finished_at": NOON}
        jobs = GradingJob.objects.bulk_create(
            [
                GradingJob(**of, **done, submission=one, pool=pool, created_at=NOON)
                for one in handed_in
            ],
            BATCH,
        )
        Score.objects.bulk_create(
            [
                Score(submission=one, job=job, points=80, max_points=100, **AT_NOON)
                for one, job in zip(handed_in, jobs, strict=True)
            ],
            BATCH,
        )

    def arms(self, baseline: str, page: str, live: str) -> dict[str, Callable]:
        """Return what is measured, by name."""
        return {
            baseline: self.two_queries,
            "an aggregate a student + Jinja2": self.aggregated,
            page: self.page,
            "the page, one grade changed before": self.changed_page,
            live: lambda: course_table(self.course),
        }

    def two_queries(self) -> str:
        """Return a bare table: people, scores, sums; no policy, no ledger, no door."""
        people = self.course.enrollments.filter(role=Role.STUDENT)
        cells: dict[int, dict[int, float]] = defaultdict(dict)
        scores = Score.objects.filter(submission__assignment__course=self.course)
        for who, what, points in scores.values_list(
            "submission__enrollment", "submission__assignment", "points"
        ):
            cells[who][what] = points
        keys = [item.pk for item in self.items]
        rows = [
            {
                "name": one.user.name,
                "key": one.public_id,
                "cells": [f"{cells[one.pk].get(key, 0):.1f}" for key in keys],
                "total": f"{sum(cells[one.pk].values()) / len(keys):.1f}",
            }
            for one in people.select_related("user").order_by("user__name")
        ]
        return self.template.render({"rows": rows})

    def aggregated(self) -> str:
        """Return the same bare table from one array of points a student."""
        points = "submissions__score__points"
        people = self.course.enrollments.filter(role=Role.STUDENT).order_by(
            "user__name"
        )
        found = people.annotate(total=Sum(points), points=_listed(points)).values(
            "user__name", "public_id", "points", "total"
        )
        return engines["jinja2"].from_string(JINJA).render({"rows": found})

    def page(self) -> None:
        """Ask for the page as a browser does."""
        assert self.browser.get(self.url).status_code == 200

    def changed_page(self) -> None:
        """Ask for it after somebody wrote to the ledger."""
        services.adjust(
            self.items[0],
            self.people[0],
            points=0.1,
            reason="A benchmark.",
            actor=self.tara,
            now=datetime.now(tz=UTC),
        )
        self.page()

    def count_queries(self) -> int:
        """Return how many queries the page takes when nothing changed."""
        self.page()
        with CaptureQueriesContext(connection) as asked:
            self.page()
        return len(asked)


JINJA = """<table>{% for row in rows %}
<tr><th><a href="/enrollments/{{ row.public_id }}/">{{ row.user__name }}</a></th>
{% for cell in row.points %}<td>{{ '%.1f' % cell }}</td>{% endfor %}
<td>{{ '%.1f' % (row.total / 15) }}</td></tr>
{% endfor %}</table>"""


def _listed(field: str):
    """Return all points of a student in one value, on either database."""
    if connection.vendor == "postgresql":
        from django.contrib.postgres.aggregates import ArrayAgg

        return ArrayAgg(field)
    from django.db.models import Aggregate

    class Listed(Aggregate):
        function = "json_group_array"
        output_field = JSONField()

    return Listed(field)
