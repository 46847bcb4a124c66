"""The forms of a raster: the file and what it doesn't say, and the description."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from frontend.views.datasets.file_forms import CRS_CHOICES
from layers.errors import InvalidParameter
from layers.models import Coverage, CoverageKind, DatasetTheme, Licence
from layers.rasters.ramps import RAMPS
from layers.rasters.registering import MAX_UNIT
from layers.rasters.units import check_unit
from territory.models import Agency

_UNIT = _("Unidad de los valores: m, mm, personas… De clases, ninguna")


class Unread(forms.Form):
    """What a GeoTIFF may not say, or say wrongly."""

    crs = forms.ChoiceField(label=_("Sistema de coordenadas"), choices=CRS_CHOICES, required=False)
    nodata = forms.CharField(
        label=_("Valor que es «sin dato», si el archivo no lo dice"), max_length=40, required=False
    )

    def __init__(self, *args: Any, asked: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asked == "crs":
            self.fields["crs"].required = True

    def clean_nodata(self) -> str:
        text: str = self.cleaned_data["nodata"].strip()
        if text and text.lower() != "nan":
            try:
                float(text.replace(",", "."))
            except ValueError as error:
                raise forms.ValidationError(_("Escriba un número.")) from error
        return text

    @property
    def reading(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("crs", "nodata")}


class NewRaster(Unread):
    """A GeoTIFF, and what its numbers are."""

    title = forms.CharField(label=_("Título del ráster"), max_length=200)
    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Entidad"), empty_label=None)
    kind = forms.ChoiceField(label=_("Qué dicen sus números"), choices=CoverageKind.choices)
    unit = forms.CharField(label=_UNIT, max_length=MAX_UNIT, required=False)
    source = forms.CharField(label=_("Fuente"), max_length=300)
    field_order = ("title", "agency", "kind", "unit", "source", "crs", "nodata")

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = agencies

    def clean(self) -> dict[str, Any]:
        return _with_unit(self, super().clean() or {})

    @property
    def said(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("title", "kind", "unit", "source")}


class Described(forms.ModelForm):  # type: ignore[type-arg]
    """The description of a raster."""

    field_order = ("title", "abstract", "kind", "unit", "theme")
    kind = forms.ChoiceField(label=_("Qué dicen sus números"), choices=CoverageKind.choices)
    unit = forms.CharField(label=_UNIT, max_length=MAX_UNIT, required=False)
    keywords = forms.CharField(
        label=_("Palabras clave, separadas por comas"), required=False, max_length=500
    )
    theme = forms.ChoiceField(label=_("Tema"), choices=DatasetTheme.choices)
    source_url = forms.URLField(
        label=_("Dirección de la fuente"), required=False, max_length=200, assume_scheme="https"
    )
    licence = forms.ChoiceField(label=_("Licencia"), required=False)
    ramp = forms.ChoiceField(
        label=_("Colores"),
        choices=[("", _("Los que corresponden")), *((ramp.name, ramp.title) for ramp in RAMPS)],
        required=False,
    )

    class Meta:
        model = Coverage
        fields = (
            *("title", "abstract", "kind", "theme", "keywords", "source", "source_url"),
            *("cutoff_date", "licence", "attribution", "accuracy", "ramp"),
        )
        labels = {"accuracy": _("Hasta dónde se puede confiar en él")}
        widgets = {
            "abstract": forms.Textarea(attrs={"rows": 4}),
            "accuracy": forms.Textarea(attrs={"rows": 2}),
            "cutoff_date": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dict(Licence.choices)
        own = self.instance.licence
        others = [(own, own)] if own and own not in known else []
        licence = self.fields["licence"]
        assert isinstance(licence, forms.ChoiceField)
        licence.choices = [("", "—"), *known.items(), *others]
        self.initial["keywords"] = ", ".join(self.instance.keywords)
        self.initial["unit"] = self.instance.bands[0].get("unit", "")

    def clean_keywords(self) -> list[str]:
        words = [word.strip()[:60] for word in self.cleaned_data["keywords"].split(",")]
        return [word for word in dict.fromkeys(words) if word][:20]

    def clean(self) -> dict[str, Any]:
        return _with_unit(self, super().clean() or {})


def _with_unit(form: forms.BaseForm, cleaned: dict[str, Any]) -> dict[str, Any]:
    """A measure has a unit, a friction one of time a length, a code has none."""
    kind = cleaned.get("kind")
    unit = str(cleaned.get("unit") or "").strip()
    if "unit" in cleaned:
        try:
            check_unit(kind or "", unit)
        except InvalidParameter as error:
            form.add_error("unit", error.message)
    return cleaned | {"unit": "" if kind == CoverageKind.CLASSES else unit}
