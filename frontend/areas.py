"""An area as people give it in a form: drawn on the map, or a polygon of GeoJSON pasted."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSException, GEOSGeometry
from django.utils.translation import gettext_lazy as _

from layers.errors import InvalidGeometry
from layers.sanitation_studies.kinds import area

MOST_GEOJSON = 1_000_000
# The levels of a MultiPolygon, with a Feature or a collection around it.
_NESTED = 12


class AreaField(forms.CharField):
    """A MultiPolygon in EPSG:4326, or None where nothing was drawn."""

    @staticmethod
    def area() -> forms.Textarea:
        """The text beside which a map is put."""
        return forms.Textarea(attrs={"rows": 3, "data-draw-footprint": ""})

    def to_python(self, value: Any) -> Any:
        """Raises ValidationError where it is no area."""
        text = str(super().to_python(value) or "").strip()
        if not text:
            return None
        if len(text) > MOST_GEOJSON:
            raise forms.ValidationError(_("Es demasiado largo."))
        try:
            return area(_read(text))
        except InvalidGeometry as error:
            raise forms.ValidationError(error.message) from error

    def validate(self, value: Any) -> None:
        """An area is no text to be asked about its length."""

    def run_validators(self, value: Any) -> None:
        """Nor this."""


def _read(text: str) -> GEOSGeometry:
    wrong = InvalidGeometry("No se entiende: se espera un polígono GeoJSON.")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise wrong from None
    if isinstance(found, dict) and found.get("type") == "Feature":
        found = found.get("geometry")
    if not isinstance(found, dict) or found.get("type") not in ("Polygon", "MultiPolygon"):
        raise wrong
    if "crs" in found or _depth(found.get("coordinates"), _NESTED) > _NESTED:
        raise wrong
    plain = {"type": found["type"], "coordinates": found.get("coordinates")}
    try:
        return GEOSGeometry(json.dumps(plain, allow_nan=False), srid=4326)
    except (GEOSException, GDALException, ValueError, TypeError):
        raise wrong from None


def _depth(value: Any, most: int) -> int:
    """How deep lists lie in one another, no further than ``most`` and one."""
    depth = 0
    while isinstance(value, list) and value and depth <= most:
        depth, value = depth + 1, value[0]
    return depth
