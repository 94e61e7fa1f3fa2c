"""Django's form fields in the designer's markup: what `components/form.html` asks of each."""

from __future__ import annotations

from typing import Final

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

register = template.Library()

SHORT: Final = 12
MIDDLE: Final = 48
"""Up to so many characters an answer stands in a short field, or in one of middle width."""


@register.filter
def control(field: BoundField) -> str:
    """What the field looks like: a switch, radio buttons, a select, or a line to write on."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "switch"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    return "select" if isinstance(widget, forms.Select) else "line"


@register.filter
def drawn(field: BoundField) -> SafeString:
    """The field's own widget, with all its attributes, in the classes of the style sheet."""
    if control(field) == "switch":
        return field.as_widget(attrs={"class": "switch__input", "role": "switch"})
    return field.as_widget(attrs={"class": f"input input--{_width(field)}"})


@register.filter
def first(field: BoundField) -> str:
    """The id of the control that a link in the error summary leads to."""
    return f"{field.auto_id}_0" if control(field) == "radios" else str(field.auto_id)


@register.filter
def optional(field: BoundField) -> bool:
    """Whether the label says that it may be left empty; a switch and a choice say so themselves."""
    return not field.field.required and control(field) in ("line", "select")


def _width(field: BoundField) -> str:
    """A field is about as wide as the answer that it expects."""
    if control(field) == "select":
        return "select"
    if isinstance(field.field, forms.IntegerField):
        return "short input--figures"
    most = getattr(field.field, "max_length", None) or MIDDLE + 1
    return "short" if most <= SHORT else "middle" if most <= MIDDLE else "full"
