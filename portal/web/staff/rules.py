"""A course's rules as its file has them, with what its authors decided, for staff."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.gradebook.policy import CategoryRules
from portal.gradebook.selectors.rules import rules_of
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.staff import rule_words
from portal.web.staff.doors import course_of_staff

KINDS = (
    ("contradiction", "Sources disagree", "triangle-alert", "warn"),
    ("override", "One source replaces another", "pencil", "busy"),
    ("default", "Not stated: our default", "info", "quiet"),
    ("stated", "Stated, and kept by the portal", "circle-check", "quiet"),
    ("policy", "People keep this, not the portal", "user-check", "quiet"),
)


@dataclass(frozen=True)
class CategoryLine:
    """One category with how it is worked out."""

    rules: CategoryRules
    words: str


@dataclass(frozen=True)
class LateLine:
    """One late rule: for what, and what it does."""

    scope: str
    words: str


@dataclass(frozen=True)
class NoteGroup:
    """The notes of one kind, with the word and sign for it."""

    word: str
    icon: str
    tone: str
    notes: tuple[Mapping[str, Any], ...]


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the rules of the course as its file has them."""
    course = course_of_staff(request.user, public_id)
    policy = course.policy
    categories = rules_of(course).course.categories
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Gradebook"),
        "course": course,
        "categories": [
            CategoryLine(one, rule_words.category_words(one)) for one in categories
        ],
        "late": list(_late(policy.get("late", ()), categories)),
        "caps": rule_words.cap_words(policy.get("caps", ())),
        "final": rule_words.final_words(policy),
        "groups": list(_groups(policy.get("notes", ()))),
        "count": len(policy.get("notes", ())),
    }
    return render(request, "staff/rules.html", context)


def _late(
    rules: Sequence[Mapping[str, Any]], categories: Iterable[CategoryRules]
) -> Iterable[LateLine]:
    titles = {one.slug: one.title or one.slug for one in categories}
    for rule in rules:
        scope = rule_words.late_scope(rule, titles, is_only=len(rules) == 1)
        yield LateLine(scope, rule_words.late_words(rule))


def _groups(notes: Iterable[Mapping[str, Any]]) -> Iterable[NoteGroup]:
    listed = tuple(notes)
    for kind, word, icon, tone in KINDS:
        found = tuple(note for note in listed if note["kind"] == kind)
        if found:
            yield NoteGroup(word, icon, tone, found)
