"""Work for people who grade, and what they say beside a grade."""

from collections import Counter
from collections.abc import Iterable

from portal.assessments.models import SECOND
from portal.assignments.models import Assignment
from portal.audit.models import Event
from portal.gradebook.models import LedgerEntry
from portal.gradebook.selectors import is_released
from portal.marking.models import Allotment
from portal.notifications.drafts import Draft, staff_of, users_of
from portal.notifications.hearing.reading import Hearer, actor_of, key_of, named
from portal.submissions.models import Submission


def dealt(event: Event) -> Iterable[Draft]:
    """Tell each grader how many papers came to them; not who dealt to themselves."""
    assignment = named(Assignment.objects.select_related("course"), event)
    if assignment is None:
        return
    rows = Allotment.objects.filter(
        assignment=assignment,
        at=event.at,
        reading=event.data["reading"],
        author__public_id=actor_of(event),
        grader__is_active=True,
    ).exclude(grader__public_id=actor_of(event))
    is_second = event.data["reading"] == SECOND
    for grader, papers in Counter(rows.values_list("grader", flat=True)).items():
        yield Draft(
            "to_grade",
            key_of(event),
            (grader,),
            event.at,
            course=assignment.course,
            assignment=assignment,
            detail={"papers": papers, "is_second": is_second},
        )


def flagged(event: Event) -> Iterable[Draft]:
    """Tell the other staff that a second reader is wanted; once a day."""
    rows = Submission.objects.select_related("assignment__course")
    submission = named(rows, event)
    if submission is None:
        return
    assignment = submission.assignment
    yield Draft(
        "second",
        f"second:{assignment.pk}:{event.at:%Y-%m-%d}",
        staff_of(assignment.course, but=actor_of(event)),
        event.at,
        course=assignment.course,
        assignment=assignment,
    )


def commented(event: Event) -> Iterable[Draft]:
    """Tell of a comment on a grade that is out; one before comes with the grade."""
    rows = LedgerEntry.objects.select_related("assignment__course", "enrollment__user")
    line = named(rows, event)
    if line is None or line.assignment is None or line.enrollment is None:
        return
    if is_released(line.assignment, line.enrollment):
        yield Draft(
            "commented",
            key_of(event),
            users_of([line.enrollment]),
            event.at,
            course=line.assignment.course,
            assignment=line.assignment,
        )


HEARERS: dict[str, Hearer] = {
    "marking.dealt": dealt,
    "marking.flagged": flagged,
    "ledger.comment": commented,
}
