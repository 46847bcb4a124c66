"""The form of one feature of an agency's layer: a field for each column, and its place."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSException, GEOSGeometry, Point
from django.utils.translation import gettext_lazy as _

from layers.datasets.columns import Column, attribute
from layers.datasets.tables import GEOMETRY
from layers.fields import FieldType
from layers.geometry_types import GeometryType
from layers.reading.spatial.columns import MAX_TEXT

# A text of more than this has lines of its own.
_ONE_LINE = 80
_MAX_SHAPE = 2_000_000
_MOST_VERTICES = 5_000
_UNREADABLE = (GEOSException, GDALException, ValueError, RecursionError)
# The columns are called so in the form, since one may be called as a field of its own.
PREFIX = "columna-"


class RowForm(forms.Form):
    """What a feature holds; ``row`` is the one that is changed, None of a new one."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        columns: tuple[Column, ...],
        geometry: GeometryType,
        row: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._columns, self._geometry = columns, geometry
        self._shape: GEOSGeometry | None = None
        self.initial["version"] = row.row_version if row else None
        for position, column in enumerate(columns):
            value = getattr(row, attribute(position)) if row else None
            name = f"{PREFIX}{column.name}"
            self.fields[name] = _field_of(column, value)
            self.initial[name] = value
        if geometry:
            self._ask_for_place(getattr(row, GEOMETRY) if row else None)

    def _ask_for_place(self, shape: GEOSGeometry | None) -> None:
        if self._geometry is GeometryType.POINT:
            for name, label in (
                ("longitude", _("Longitud (grados)")),
                ("latitude", _("Latitud (grados)")),
            ):
                self.fields[name] = forms.FloatField(label=label, required=False)
                self.fields[name].widget.attrs["step"] = "any"
            if isinstance(shape, Point):
                self.initial.update({"longitude": shape.x, "latitude": shape.y})
            return
        if shape is not None and shape.num_coords > _MOST_VERTICES:
            return  # nobody writes so many: a file brings them
        self.fields["shape"] = forms.CharField(
            label=_("Forma, como GeoJSON o WKT en grados (longitud y latitud)"),
            required=False,
            max_length=_MAX_SHAPE,
            widget=forms.Textarea(attrs={"rows": 4}),
        )
        self.initial["shape"] = shape.wkt if shape else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        places = [cleaned.get(name) for name in ("longitude", "latitude") if name in self.fields]
        if places and (places[0] is None) != (places[1] is None):
            self.add_error("longitude", _("La longitud y la latitud van juntas."))
        return cleaned

    def clean_shape(self) -> str:
        text: str = self.cleaned_data["shape"].strip()
        try:
            self._shape = _shape_of(text) if text else None
        except _UNREADABLE as error:
            raise forms.ValidationError(
                _(
                    "No es WKT ni GeoJSON: por ejemplo "
                    "POLYGON ((-72 -13, -71 -13, -71 -14, -72 -13))."
                )
            ) from error
        return text

    @property
    def values(self) -> dict[str, Any]:
        """What was changed, by column."""
        given = self.cleaned_data
        return {
            column.name: given[f"{PREFIX}{column.name}"]
            for column in self._columns
            if f"{PREFIX}{column.name}" in self.changed_data
        }

    @property
    def moves(self) -> bool:
        """Whether the place is another than before, or none any more."""
        return not {"longitude", "latitude", "shape"}.isdisjoint(self.changed_data)

    @property
    def place(self) -> GEOSGeometry | None:
        """The place as the form has it; None where it has none."""
        given = self.cleaned_data
        if "shape" in self.fields:
            return self._shape
        if given.get("longitude") is None:
            return None
        return Point(given["longitude"], given["latitude"], srid=4326)

    def refuse(self, parameter: str | None, message: str) -> None:
        """Say it at the field that the parameter names, or of the form as a whole."""
        name = f"{PREFIX}{parameter}"
        if parameter == "geometry":
            name = "shape" if "shape" in self.fields else "longitude"
        self.add_error(name if name in self.fields else None, message)


def _shape_of(text: str) -> GEOSGeometry:
    """Of GeoJSON, a Feature of it too, or of WKT; raises one of ``_UNREADABLE``."""
    if not text.startswith("{"):
        return GEOSGeometry(f"SRID=4326;{text}")
    given = json.loads(text)
    if given.get("type") == "Feature":
        given = given.get("geometry")
    if not isinstance(given, dict) or "crs" in given:
        raise ValueError(text)
    return GEOSGeometry(json.dumps(given), srid=4326)


def _field_of(column: Column, value: Any) -> forms.Field:
    title = f"{column.title} ({column.unit})" if column.unit else column.title
    said: dict[str, Any] = {
        "label": title,
        "required": False,
        "help_text": column.description,
    }
    match column.type:
        case FieldType.INTEGER:
            return forms.IntegerField(**said, min_value=-(2**63), max_value=2**63 - 1)
        case FieldType.NUMBER:
            field = forms.FloatField(**said)
            field.widget.attrs["step"] = "any"
            return field
        case FieldType.BOOLEAN:
            choices = [("", "—"), ("True", _("Sí")), ("False", _("No"))]
            return forms.TypedChoiceField(
                **said, choices=choices, coerce=lambda text: text == "True", empty_value=None
            )
        case FieldType.DATE:
            day = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            return forms.DateField(**said, widget=day)
        case FieldType.DATETIME:
            instant = forms.DateTimeInput(
                format="%Y-%m-%dT%H:%M:%S", attrs={"type": "datetime-local", "step": "1"}
            )
            return forms.DateTimeField(**said, widget=instant)
    text = str(value or "")
    is_long = len(text) > _ONE_LINE or "\n" in text
    widget = forms.Textarea(attrs={"rows": 4}) if is_long else forms.TextInput()
    return forms.CharField(**said, max_length=MAX_TEXT, widget=widget)
