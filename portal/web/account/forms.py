"""What people say about themselves and their programs."""

from zoneinfo import available_timezones

from django import forms

LIFETIMES = ((30, "30 days"), (120, "a term (120 days)"), (365, "a year"))
SCOPES = (
    ("read", "read: courses, assignments, reports"),
    ("submit", "submit: hand in for me"),
    ("staff", "staff: what I may do as staff"),
)


class ProfileForm(forms.Form):
    """Name and zone; the address is what the roster says."""

    name = forms.CharField(max_length=200, label="Name")
    timezone = forms.ChoiceField(
        required=False,
        label="Your time zone",
        help_text="Shown beside course time wherever the two differ.",
        choices=[
            ("", "only course time"),
            *((zone, zone) for zone in sorted(available_timezones()) if "/" in zone),
        ],
    )


class TokenForm(forms.Form):
    """One key for one program."""

    name = forms.CharField(
        max_length=100, label="What is it for", initial="assay on my laptop"
    )
    scopes = forms.MultipleChoiceField(
        choices=SCOPES,
        initial=["read", "submit"],
        widget=forms.CheckboxSelectMultiple,
        label="It may",
    )
    days = forms.TypedChoiceField(
        choices=LIFETIMES, coerce=int, initial=120, label="It ends after"
    )
