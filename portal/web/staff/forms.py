"""What staff write to the ledger."""

from typing import Any

from django import forms

from portal.gradebook.models import LedgerEntry

Kind = LedgerEntry.Kind
KINDS = (
    (Kind.OVERRIDE, "Set the grade to"),
    (Kind.ADJUSTMENT, "Add or take off points"),
    (Kind.EXCUSE, "Excuse: it does not count"),
    (Kind.INCOMPLETE, "Incomplete: not counted yet"),
    (Kind.COMMENT, "Only say something"),
)
WITH_POINTS = (Kind.OVERRIDE, Kind.ADJUSTMENT)
LONGEST_REASON = 2000


class ReasonForm(forms.Form):
    """Why; those concerned read it."""

    reason = forms.CharField(
        max_length=LONGEST_REASON,
        label="Reason",
        widget=forms.Textarea({"rows": 2}),
    )


class CellForm(forms.Form):
    """One line about one grade; ``seen`` is the cell as it was when it was drawn."""

    kind = forms.ChoiceField(choices=KINDS, label="What", initial=Kind.OVERRIDE)
    points = forms.FloatField(
        required=False,
        label="Points",
        widget=forms.TextInput({"inputmode": "decimal", "size": 6}),
    )
    is_above_meant = forms.BooleanField(
        required=False, label="More than there is: a bonus is meant"
    )
    reason = forms.CharField(
        max_length=LONGEST_REASON,
        label="Reason, which the student reads",
        widget=forms.Textarea({"rows": 2}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=100)

    def __init__(self, *args: Any, most: float, **more: Any) -> None:
        super().__init__(*args, **more)
        self.most = most

    def clean(self) -> dict[str, Any]:
        """Ask for points where the kind needs them, and for no strange ones."""
        found = super().clean() or {}
        points = found.get("points")
        if found.get("kind") not in WITH_POINTS or "points" in self.errors:
            return found
        if points is None:
            self.add_error("points", "Say how many points.")
        elif found["kind"] == Kind.OVERRIDE and points < 0:
            self.add_error("points", "A grade is a number of points from 0 up.")
        elif self._is_above(found, points):
            self.add_error(
                "points",
                f"{points:g} is more than the {self.most:g} points there are. "
                "If a bonus is meant, tick it; else write what is meant.",
            )
        return found

    def _is_above(self, found: dict[str, Any], points: float) -> bool:
        is_override = found["kind"] == Kind.OVERRIDE
        return is_override and points > self.most and not found.get("is_above_meant")
