"""The checks that people grade, for each version of an assignment."""

from collections.abc import Mapping
from typing import Any

from portal.assessments.selectors import RubricCheck, rubric_checks
from portal.assignments.models import Assignment
from portal.marking.selectors.head import head_of
from portal.submissions.models import Submission


class RubricChecks:
    """The rubric checks of every version of an assignment; see ``head_of`` for queries.

    ``instead`` are rubrics by file that take the place of those that hold, to see what
    they would do; None there means what the version's file says.
    """

    def __init__(
        self, assignment: Assignment, instead: Mapping[str, Any] | None = None
    ) -> None:
        assignment, head = head_of(assignment)
        editions = {**head.editions, **(instead or {})}
        known = {file: content for file, content in editions.items() if content}
        self._by_version = {
            pk: tuple(rubric_checks(spec, known)) for pk, spec in head.versions.items()
        }
        self.published = self._by_version.get(assignment.published_version_id or 0, ())

    def of(self, submission: Submission) -> tuple[RubricCheck, ...]:
        """Return those whose points count for a submission that has a score."""
        job = submission.score.job
        return self._by_version[job.scored_under_id or job.version_id]
