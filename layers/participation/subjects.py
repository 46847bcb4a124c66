"""The feature that a contribution is about: of any layer that everybody sees."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import GEOSGeometry

from layers import registry
from layers.encodings.geojson import GeoJSONEncoding
from layers.errors import InvalidParameter, LayerNotFound
from layers.features import select
from layers.layer import Layer
from layers.participation.contributions import NAME
from layers.query import FeatureQuery
from territory.addresses import on_site
from territory.models.contribution_subjects import FID_LETTERS, NAME_LETTERS
from territory.models.placed import SAMPLE_PREFIX

_FIELD_IN_PATH = re.compile(r"\{([a-z_]+)\}")
# The fields in which layers say the unit that a feature is of, the feature's own first.
_UNIT_FIELDS = ("ubigeo", "declared_ubigeo")


@dataclass(frozen=True)
class Subject:
    """A published feature; ``geom`` is EPSG:4326, None where the feature has none.

    ``unit`` is the ubigeo that its row says, empty where it says none. ``commitments`` are those
    that the row serves or, where rows don't say, the layer.
    """

    layer: Layer
    fid: str
    name: str
    commitments: tuple[int, ...]
    unit: str
    geom: GEOSGeometry | None
    sheet: str

    @property
    def address(self) -> str:
        """The path of the page that says what it is: its own, else that of every feature."""
        return self.sheet or on_site(f"/ogc/collections/{self.layer.name}/items/{self.fid}?f=html")


def subject(layer: str, fid: str) -> Subject:
    """The feature; raises InvalidParameter where everybody sees none of that layer and key."""
    found = find(layer, fid)
    if found is None:
        raise InvalidParameter(
            "El elemento del que trata no está publicado: puede haberse retirado.",
            parameter="feature",
        )
    return found


def find(name: str, fid: str) -> Subject | None:
    """The same, None where there is none.

    Contributions are about no other contribution: who withdraws one takes its words back.
    """
    everybody = AnonymousUser()
    if name == NAME or not 0 < len(fid) <= FID_LETTERS:
        return None
    try:
        layer = registry.get(name, everybody)
    except LayerNotFound:
        return None
    query = FeatureQuery(layer, everybody, fids=(fid,), with_geometry=layer.has_geometry)
    row = GeoJSONEncoding().row(query)
    text = select(query).order_by().annotate(_row=row).values_list("_row", flat=True).first()
    return None if text is None else _subject(layer, fid, json.loads(text))


def _subject(layer: Layer, fid: str, feature: dict[str, Any]) -> Subject:
    values = feature["properties"]
    name = str(values.get(layer.title_field) or fid)
    if values.get("is_sample"):
        name = SAMPLE_PREFIX + name.removeprefix(SAMPLE_PREFIX)
    shape = feature["geometry"]
    return Subject(
        layer=layer,
        fid=fid,
        name=" ".join(name.split())[:NAME_LETTERS],
        commitments=tuple(values.get("commitments") or layer.commitments),
        unit=next((str(values[field]) for field in _UNIT_FIELDS if values.get(field)), ""),
        geom=GEOSGeometry(json.dumps(shape), srid=4326) if shape else None,
        sheet=_sheet(layer, {**values, "fid": fid}),
    )


def _sheet(layer: Layer, values: dict[str, Any]) -> str:
    """The layer's path with the feature's values in it; empty where it lacks one of them."""
    names = _FIELD_IN_PATH.findall(layer.sheet)
    if not names or any(values.get(name) in (None, "") for name in names):
        return ""
    path = _FIELD_IN_PATH.sub(lambda name: quote(str(values[name[1]]), safe=""), layer.sheet)
    return on_site(path)
