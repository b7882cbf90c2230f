"""Tries a late rule on the class as it is; nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from portal.courses.models import Course
from portal.gradebook.policy.trial import Move, outcome_of
from portal.gradebook.selectors.rules import rules_of
from portal.gradebook.selectors.trial import Trial, try_late_rule
from portal.grading.lateness import Lateness
from portal.web.charts.bars import MOST_BARS, binned, paired_histogram
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.staff import rule_words
from portal.web.staff.doors import course_of_staff

RULES = (
    ("zero", "Late work counts 0"),
    ("gate", "Late work is not taken"),
    ("per_day", "Every day costs a share"),
    ("slip_days", "Slip days, spent where they earn most"),
)
# What each rule needs, and what else it takes; see docs/course-files.md.
TAKES = {
    "zero": (),
    "gate": (),
    "per_day": ("percent", "max_days"),
    "slip_days": ("days", "most_each", "percent", "max_days"),
}
WHOLE = 100  # percent; a total above it is in the last bar
MOST_SHOWN = 50  # students whose total changes
SMALL = {"inputmode": "numeric", "size": 4}


@dataclass(frozen=True)
class Spread:
    """The totals of a class in tenths: a picture, and (percent, now, then) in words."""

    chart: SafeString
    rows: tuple[tuple[str, int, int], ...]


def days_field(label: str) -> forms.IntegerField:
    """Return a field for a number of days that may be left out."""
    widget = forms.TextInput(SMALL)
    return forms.IntegerField(
        label=label, required=False, min_value=1, max_value=365, widget=widget
    )


class RuleForm(forms.Form):
    """A row of [[late]], as it would stand in course.toml."""

    rule = forms.ChoiceField(choices=RULES, label="Rule")
    category = forms.ChoiceField(label="For", required=False)
    grace_minutes = forms.IntegerField(
        label="Minutes that are not late yet",
        required=False,
        min_value=0,
        max_value=100_000,
        widget=forms.TextInput(SMALL),
    )
    percent = forms.FloatField(
        label="Percent of the points, each day",
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.TextInput(SMALL),
    )
    max_days = days_field("Days until it counts 0")
    days = days_field("Slip days in the term")
    most_each = days_field("Slip days for one assignment, at most")

    def __init__(self, categories: Sequence[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["category"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "the whole course"), *categories]

    def clean(self) -> dict[str, Any]:
        """Ask for what the rule can't do without; forget what it does not take."""
        said = dict(super().clean() or {})
        rule = said.get("rule", "")
        needed = TAKES.get(rule, ())[:1]
        for name in needed:
            if said.get(name) is None and name not in self.errors:
                self.add_error(name, "This rule needs it.")
        if said.get("max_days") and said.get("percent") is None:
            said["max_days"] = None
        others = {"percent", "max_days", "days", "most_each"} - set(TAKES.get(rule, ()))
        return {**said, **dict.fromkeys(others)}

    def lateness(self) -> Lateness:
        """Return the rule as the policy wants it."""
        said = self.cleaned_data
        return Lateness(
            rule=said["rule"],
            grace=timedelta(minutes=said["grace_minutes"] or 0),
            percent=said["percent"],
            max_days=said["max_days"],
            days=said["days"] or 0,
            most_each=said["most_each"],
        )

    def toml(self) -> str:
        """Return the row that would switch it on."""
        said = self.cleaned_data
        lines = ["[[late]]", f'rule = "{said["rule"]}"']
        if said["category"]:
            lines.append(f'categories = ["{said["category"]}"]')
        for name in ("grace_minutes", *TAKES[said["rule"]]):
            if said[name]:
                lines.append(f"{name} = {said[name]:g}")
        return "\n".join(lines)


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the form, and what the rule in the query would do."""
    course = course_of_staff(request.user, public_id)
    categories = rules_of(course).course.categories
    names = [(one.slug, one.title or one.slug) for one in categories]
    form = RuleForm(names, request.GET or None)
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Gradebook"),
        "course": course,
        "form": form,
        "has_gate": any(r["rule"] == "gate" for r in course.policy.get("late", ())),
        **(_found(course, form) if form.is_bound and form.is_valid() else {}),
    }
    return render(request, "staff/late_trial.html", context)


def _found(course: Course, form: RuleForm) -> dict[str, Any]:
    trials = try_late_rule(
        course,
        form.lateness(),
        category=form.cleaned_data["category"],
        now=timezone.now(),
    )
    changed = [trial for trial in trials if trial.move.is_change]
    return {
        "outcome": outcome_of(trial.move for trial in trials),
        "changed": sorted(changed, key=_largest_first)[:MOST_SHOWN],
        "left_out": max(0, len(changed) - MOST_SHOWN),
        "spread": _spread([trial.move for trial in trials]),
        "words": rule_words.late_words(form.cleaned_data),
        "toml": form.toml(),
        "has_slip_days": any(trial.slip_days for trial in changed),
        "has_letters": bool(course.policy.get("final", {}).get("letters")),
    }


def _spread(moves: Sequence[Move]) -> Spread | None:
    """Return how totals lie now and then, as a picture and in tenths."""
    before = [move.before for move in moves if move.before is not None]
    after = [move.after for move in moves if move.after is not None]
    if not before and not after:
        return None
    counts = zip(binned(before, 0, WHOLE), binned(after, 0, WHOLE), strict=True)
    step = WHOLE // MOST_BARS
    rows = tuple(
        (f"{n * step} to {(n + 1) * step}", now, then)
        for n, (now, then) in enumerate(counts)
        if now or then
    )
    chart = paired_histogram(
        before,
        after,
        low=0,
        high=WHOLE,
        what="Totals now and under the tried rule",
        says=f"{len(before)} totals now, {len(after)} then; the table has the counts.",
        key="trial",
    )
    return Spread(chart, rows)


def _largest_first(trial: Trial) -> float:
    return -abs(trial.move.change)
