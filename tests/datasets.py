"""Datasets made by code, for tests of what is done with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import shapely

from layers.datasets.columns import Column
from layers.datasets.creation import Contents, Description, create
from layers.fields import FieldType
from layers.geometry_types import GeometryType
from layers.models import Dataset
from layers.styles.model import Fill, Marker, Rule, Stroke, Style
from territory.models import Agency
from tests.publishers import MINAM

COLUMNS = (
    Column("nombre", "NOMBRE", "Nombre"),
    Column("poblacion", "POBLACION", "Población", FieldType.INTEGER, "hab."),
    Column("indice", "INDICE", "Índice", FieldType.NUMBER),
    Column("activo", "ACTIVO", "Activo", FieldType.BOOLEAN),
    Column("desde", "DESDE", "Desde", FieldType.DATE),
    Column("visto", "VISTO", "Visto", FieldType.DATETIME),
)
# Three places near Cusco; the last has neither position nor values.
VALUES: tuple[tuple[Any, ...], ...] = (
    ("Plaza «A» & <b>", 120, 1.5, True, "2024-02-29", "2024-02-29 12:00:00+00"),
    ("Otro", 7, -2.25, False, "2023-01-01", None),
    (None, None, None, None, None, None),
)
PLACES = ("POINT (-71.9 -13.5)", "POINT (-71.8 -13.6)", None)
DOTS = Style(
    "default",
    "Lugares",
    (
        Rule(
            "many",
            "100 o más",
            filter={"op": ">=", "args": [{"property": "poblacion"}, 100]},
            marker=Marker(Fill("#cc0000"), Stroke("#ffffff", 1.0), size_px=14),
        ),
        Rule("other", "Los demás", marker=Marker(Fill("#0044cc"), size_px=10)),
    ),
)
DESCRIBED = {
    "abstract": "Lugares de prueba.",
    "theme": "environment",
    "keywords": ["prueba"],
    "commitments": [1],
    "source": "MINAM, registro de prueba",
    "source_url": "https://example.org/registro",
    "cutoff_date": "2024-03-31",
    "licence": "CC-BY-4.0",
    "attribution": "MINAM",
}


def ewkb(wkt: str | None) -> str | None:
    """The geometry as tables take it, EPSG:4326."""
    if wkt is None:
        return None
    shape = shapely.set_srid(shapely.from_wkt(wkt), 4326)
    return str(shapely.to_wkb(shape, hex=True, include_srid=True))


def contents(
    places: Sequence[str | None] = PLACES, geometry: GeometryType = GeometryType.POINT
) -> Contents:
    """The three rows, at these places (WKT), or without any."""
    if not geometry:
        return Contents(geometry, COLUMNS, VALUES)
    rows = [(ewkb(place), *values) for place, values in zip(places, VALUES, strict=True)]
    return Contents(geometry, COLUMNS, rows)


def dataset(
    title: str = "Lugares",
    agency: str = MINAM,
    *,
    state: str = "private",
    made_of: Contents | None = None,
    style: Style | None = DOTS,
    **values: Any,
) -> Dataset:
    """A dataset of the agency, wholly described, with its table."""
    said = Description(title, style, "nombre", {**DESCRIBED, "state": state, **values})
    made = create(Agency.objects.get(acronym=agency), None, made_of or contents(), said)
    made.refresh_from_db()
    return made
