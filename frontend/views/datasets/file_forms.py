"""The forms of a file that is to be a layer: the file, and what it doesn't say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from layers.reading.spatial.opening import Kind
from layers.reading.text_form import ENCODINGS, SEPARATOR_TITLES
from layers.reading.utm import Datum
from territory.models import Agency

CRS_CHOICES = (
    ("", _("El que dice el archivo")),
    ("EPSG:4326", _("Grados, WGS 84 (EPSG:4326)")),
    ("EPSG:32717", _("UTM 17 sur, WGS 84 (EPSG:32717)")),
    ("EPSG:32718", _("UTM 18 sur, WGS 84 (EPSG:32718)")),
    ("EPSG:32719", _("UTM 19 sur, WGS 84 (EPSG:32719)")),
    ("EPSG:24877", _("UTM 17 sur, PSAD56 (EPSG:24877)")),
    ("EPSG:24878", _("UTM 18 sur, PSAD56 (EPSG:24878)")),
    ("EPSG:24879", _("UTM 19 sur, PSAD56 (EPSG:24879)")),
    ("EPSG:3857", _("Web Mercator (EPSG:3857)")),
)
_DIMENSIONS = (("0", _("Los puntos")), ("1", _("Las líneas")), ("2", _("Las áreas")))


class NewDataset(forms.Form):
    """A file for a new layer."""

    title = forms.CharField(label=_("Título de la capa"), max_length=200)
    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Entidad"), empty_label=None)

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = agencies


class Choices(forms.Form):
    """What the file doesn't say: only what has to be asked is there.

    Made of the upload's ``description`` and ``question``.
    """

    def __init__(
        self,
        *args: Any,
        description: dict[str, Any],
        question: dict[str, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        asked = question.get("choice", "")
        layers, sheets = description.get("layers", []), description.get("sheets", [])
        filled = [layer for layer in layers if layer["features"]]
        if len(filled) > 1 or asked == "layer":
            self._choose("layer", _("Capa del archivo"), [layer["name"] for layer in filled])
        named = [sheet for sheet in sheets if sheet["name"]]
        if len(named) > 1:
            self._choose("sheet", _("Hoja"), [sheet["name"] for sheet in named])
        if asked == "dimension":
            offers = [pair for pair in _DIMENSIONS if pair[0] in question["offers"]]
            self.fields["dimension"] = forms.ChoiceField(label=_("Qué se toma"), choices=offers)
        if sheets:
            self._ask_for_places(sheets)
            self._ask_for_zones(sheets, is_asked=asked == "zone")
        unknown = any(not each["crs"] and not each["looks_like_degrees"] for each in layers)
        if sheets or unknown or asked in ("crs", "zone", "datum"):
            self.fields["crs"] = forms.ChoiceField(
                label=_("Sistema de coordenadas"), choices=CRS_CHOICES, required=asked == "crs"
            )
        self._ask_for_text(description.get("kind", ""))

    def _ask_for_text(self, kind: str) -> None:
        """How its texts are written, of a file that doesn't say so itself, or says it wrongly."""
        if kind in (Kind.CSV, Kind.SHAPEFILE):
            self.fields["encoding"] = forms.ChoiceField(
                label=_("Codificación, si las tildes y las eñes salen mal"),
                choices=[("", _("La que parece")), *ENCODINGS.items()],
                required=False,
            )
        if kind == Kind.CSV:
            self.fields["separator"] = forms.ChoiceField(
                label=_("Separador, si las columnas salen mal cortadas"),
                choices=[("", _("El que parece")), *SEPARATOR_TITLES.items()],
                required=False,
            )

    @property
    def text_form(self) -> dict[str, str]:
        """What was said of how the texts are written; empty where that is left to the file."""
        given = self.cleaned_data
        return {name: given[name] for name in ("encoding", "separator") if name in given}

    def _ask_for_places(self, sheets: list[dict[str, Any]]) -> None:
        names = list(dict.fromkeys(c["name"] for sheet in sheets for c in sheet["columns"]))
        candidates: dict[str, str] = next(
            (s["candidates"] for s in sheets if s.get("candidates")), {}
        )
        kinds = [
            ("xy", _("En dos columnas, como coordenadas")),
            ("ubigeo", _("Por el ubigeo: cada fila toma la forma de su unidad")),
            ("none", _("No tiene: queda como tabla")),
        ]
        found = "xy" if "x" in candidates else "ubigeo" if "ubigeo" in candidates else "xy"
        self.fields["place"] = forms.ChoiceField(
            label=_("Dónde está cada fila"), choices=kinds, initial=found, widget=forms.RadioSelect
        )
        for role, label in (
            ("x", _("Columna de la longitud o el este")),
            ("y", _("Columna de la latitud o el norte")),
            ("ubigeo", _("Columna del ubigeo")),
        ):
            self._choose(role, label, names, candidates.get(role, ""), required=False)

    def _ask_for_zones(self, sheets: list[dict[str, Any]], *, is_asked: bool) -> None:
        """Of rows in several UTM zones the column that says which."""
        names = list(dict.fromkeys(c["name"] for sheet in sheets for c in sheet["columns"]))
        found = next((s["candidates"].get("zone", "") for s in sheets if s.get("candidates")), "")
        label = _("Columna de la zona UTM (17, 18 o 19), si las filas están en varias")
        self._choose("zone_column", label, names, found if is_asked else "", required=False)
        self.fields["datum"] = forms.ChoiceField(
            label=_("Datum de esas coordenadas"),
            choices=[(Datum.WGS84.value, "WGS 84"), (Datum.PSAD56.value, "PSAD56")],
            initial=Datum.WGS84.value,
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("zone_column") and cleaned.get("crs"):
            self.add_error(
                "zone_column",
                _("Elija la columna de la zona o un sistema de coordenadas, no los dos."),
            )
        return cleaned

    def _choose(
        self, name: str, label: Any, offers: list[str], initial: str = "", *, required: bool = True
    ) -> None:
        choices = [(offer, offer) for offer in offers]
        if not required:
            choices = [("", "—"), *choices]
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, initial=initial, required=required
        )

    @property
    def chosen(self) -> dict[str, Any]:
        """The choices as ``layers.datasets.importing`` takes them."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        place = given.pop("place", None)
        in_zones = ("zone_column", "datum") if given.get("zone_column") else ()
        kept = {"xy": ("x", "y", *in_zones), "ubigeo": ("ubigeo",), "none": ()}.get(place or "", ())
        if place:
            for role in ("x", "y", "ubigeo", "zone_column", "datum"):
                if role not in kept:
                    given.pop(role, None)
        if place == "none":
            given["without_geometry"] = True
        return given
