"""The forms of milestones and reports: the columns of the one form, as fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from layers.reading.cells import CellError
from layers.tracking.cells import MAX_TEXT, MAX_TITLE, read_code
from layers.tracking.columns import MILESTONE, OFFICE, Column, columns_of
from layers.tracking.table import texts_of
from layers.tracking.values import known, read_values
from territory.models import Agency, Progress, RatingScale, RatingValue

_UNKNOWN = ("", _("no se conoce"))
_LONGEST = {"titulo": MAX_TITLE, "texto": MAX_TEXT, "proximos_pasos": MAX_TEXT}


def _field(column: Column, kind: str) -> forms.Field:
    shared: dict[str, Any] = {
        "label": column.title,
        "help_text": column.meaning,
        "required": kind in column.required,
    }
    if column.name == OFFICE.name:
        acronyms = Agency.objects.values_list("acronym", "name")
        choices = [_UNKNOWN, *((acronym, f"{acronym} · {name}") for acronym, name in acronyms)]
        return forms.ChoiceField(choices=choices, **shared)
    if column.widget == "select":
        labels = [(str(choice.label), choice.label) for choice in Progress]
        return forms.ChoiceField(choices=[_UNKNOWN, *labels], **shared)
    if column.widget == "textarea":
        longest = _LONGEST[column.name]
        area = forms.Textarea(attrs={"rows": 3 if longest == MAX_TITLE else 6})
        return forms.CharField(widget=area, max_length=longest, **shared)
    attributes = {"type": column.widget}
    if column.widget == "number":
        attributes |= {"min": "0", "max": "100"}
    return forms.CharField(widget=forms.TextInput(attributes), **shared)


class RecordForm(forms.Form):
    """A milestone's or a report's columns; ``values`` are what they say, once it is valid."""

    def __init__(self, kind: str, data: Any = None, record: Any = None, *, new: bool = False):
        initial = texts_of(kind, record) if record is not None else {}
        super().__init__(data, initial=initial)
        self.kind, self.values = kind, dict[str, Any]()
        if new and kind == MILESTONE:
            self.fields["codigo"] = forms.CharField(
                label=_("Código"),
                help_text=_("Nombra el hito dentro de su compromiso, por ejemplo 1.2; no cambia."),
                max_length=20,
            )
        for column in columns_of(kind):
            self.fields[column.name] = _field(column, kind)

    def clean_codigo(self) -> str:
        """As the file's column is read."""
        try:
            return read_code(self.cleaned_data["codigo"])
        except CellError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """The cells by the rules that the file's have."""
        texts = {name: self.data.get(name, "") for name in self.fields}
        checked = read_values(self.kind, texts, known())
        for name, why in checked.errors.items():
            if name not in self.errors:
                self.add_error(name, why)
        self.values = checked.values
        return self.cleaned_data


class EvidenceForm(forms.Form):
    """What supports a report."""

    title = forms.CharField(label=_("Qué es"), max_length=200)
    address = forms.CharField(
        label=_("Dirección, si está publicada"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"type": "url"}),
    )
    file = forms.FileField(
        label=_("O un archivo: PDF, imagen, hoja de cálculo o CSV, hasta 20 MB"),
        required=False,
        widget=forms.ClearableFileInput({"data-upload": ""}),
    )


class RatingForm(forms.Form):
    """How the agency rates its own commitment."""

    scale = forms.ChoiceField(label=_("Escala"), choices=RatingScale.choices)
    value = forms.ChoiceField(label=_("Valor"), choices=RatingValue.choices)
    document = forms.CharField(label=_("Documento que lo dice"), max_length=200)
    source_url = forms.URLField(
        label=_("Dirección de la fuente"), max_length=200, assume_scheme="https"
    )
    read_on = forms.DateField(label=_("Fecha de lectura"), widget=forms.DateInput({"type": "date"}))
