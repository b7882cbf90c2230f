"""Form fields with label, help and error where readers expect them."""

from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, Select

register = template.Library()


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, label: str = "", no_help: bool = False) -> dict[str, Any]:
    """Draw one field; ``label`` replaces the form's own."""
    if label:
        bound.label = label
    if no_help:
        bound.help_text = ""
    attributes: dict[str, str | bool] = {"class": _class_of(bound), "placeholder": ""}
    return {"bound": bound, "widget": bound.as_widget(attrs=attributes)}


def _class_of(bound: BoundField) -> str:
    if isinstance(bound.field.widget, Select):
        return "form-select"
    if isinstance(bound.field.widget, CheckboxInput):
        return "form-check-input"
    return "form-control"
