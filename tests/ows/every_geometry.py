"""A committed layer of each geometry type, two rows each and one without shape."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.gis.db import models
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection
from django.db.models import QuerySet
from pytest_django import DjangoDbBlocker

from layers import registry, versions
from layers.geometry_types import GeometryType, without_geometry
from layers.layer import AnyUser, Layer
from layers.model_fields import fields_of
from layers.styles.model import Fill, Marker, Rule, Stroke, Style

# Near Cusco, some hundred metres to kilometres wide; x before y.
POINT, LINE = "POINT(-71.9 -13.5)", "LINESTRING(-72 -13.5, -71.9 -13.4)"
POLYGON = "POLYGON((-72 -13.6, -71.8 -13.6, -71.8 -13.4, -72 -13.4, -72 -13.6))"
FARTHER = "POLYGON((-71 -13.6, -70.8 -13.6, -70.8 -13.4, -71 -13.4, -71 -13.6))"


@dataclass(frozen=True)
class Kind:
    """A type, two geometries of it, and how they are called elsewhere.

    ``gml`` is the property's type (OGC 07-036, table D.2), ``json`` the format in a JSON Schema
    (OGC 23-058r2), ``in_tile`` the types that a tile has of the first one (MVT 2.1, 4.3.4).
    """

    name: GeometryType
    field: type[Any]
    gml: str
    json: str
    wkt: tuple[str, str]
    in_tile: set[str]
    dimension: int | None


KINDS = [
    Kind(
        GeometryType.POINT,
        models.PointField,
        "gml:PointPropertyType",
        "geometry-point",
        (POINT, "POINT(-71 -13)"),
        {"Point"},
        0,
    ),
    Kind(
        GeometryType.LINE_STRING,
        models.LineStringField,
        "gml:CurvePropertyType",
        "geometry-linestring",
        (LINE, "LINESTRING(-71 -13, -70 -13)"),
        {"LineString"},
        1,
    ),
    Kind(
        GeometryType.POLYGON,
        models.PolygonField,
        "gml:SurfacePropertyType",
        "geometry-polygon",
        (POLYGON, FARTHER),
        {"Polygon"},
        2,
    ),
    Kind(
        GeometryType.MULTI_POINT,
        models.MultiPointField,
        "gml:MultiPointPropertyType",
        "geometry-multipoint",
        ("MULTIPOINT((-71.9 -13.5), (-71.8 -13.5))", "MULTIPOINT((-71 -13))"),
        {"MultiPoint"},
        0,
    ),
    Kind(
        GeometryType.MULTI_LINE_STRING,
        models.MultiLineStringField,
        "gml:MultiCurvePropertyType",
        "geometry-multilinestring",
        (
            "MULTILINESTRING((-72 -13.5, -71.9 -13.4), (-72 -13.6, -71.8 -13.6))",
            "MULTILINESTRING((-71 -13, -70 -13))",
        ),
        {"MultiLineString"},
        1,
    ),
    Kind(
        GeometryType.MULTI_POLYGON,
        models.MultiPolygonField,
        "gml:MultiSurfacePropertyType",
        "geometry-multipolygon",
        (
            f"MULTIPOLYGON({POLYGON[7:]}, {FARTHER[7:]})",
            "MULTIPOLYGON(((-70 -13, -69 -13, -69 -12, -70 -13)))",
        ),
        {"MultiPolygon"},
        2,
    ),
    Kind(
        GeometryType.GEOMETRY_COLLECTION,
        models.GeometryCollectionField,
        "gml:MultiGeometryPropertyType",
        "geometry-geometrycollection",
        (
            f"GEOMETRYCOLLECTION({POINT}, {LINE}, {POLYGON})",
            "GEOMETRYCOLLECTION(LINESTRING(-71 -13, -70 -13))",
        ),
        {"Point", "LineString", "Polygon"},
        None,
    ),
    Kind(
        GeometryType.GEOMETRY,
        models.GeometryField,
        "gml:GeometryPropertyType",
        "geometry-any",
        (POLYGON, "LINESTRING(-71 -13, -70 -13)"),
        {"Polygon"},
        None,
    ),
]
RED_DOT = Marker(Fill("#cc0000"), size_px=10)
ANY_STYLE = Style(
    "default",
    "Todo",
    (
        Rule(
            "all",
            "Todo",
            fill=Fill("#2266aa", 0.5),
            stroke=Stroke("#112233", 2.0),
            marker=RED_DOT,
        ),
    ),
)
BY_DIMENSION = {
    0: Style("default", "Puntos", (Rule("p", "Punto", marker=RED_DOT),)),
    1: Style("default", "Líneas", (Rule("l", "Línea", stroke=Stroke("#112233", 2.0), line=True),)),
    2: Style("default", "Áreas", (Rule("a", "Área", fill=Fill("#2266aa")),)),
    None: ANY_STYLE,
}


def _model(name: str, field: Any | None) -> type[models.Model]:
    attributes: dict[str, Any] = {
        "__module__": __name__,
        "name": models.CharField("nombre", max_length=40),
        "Meta": type("Meta", (), {"app_label": "tests", "managed": False, "db_table": name}),
    }
    if field is not None:
        attributes["geom"] = field(srid=4326, null=True)
    return type(name, (models.Model,), attributes)


def _layer(name: str, geometry_type: str, style: Style, model: type[models.Model]) -> Layer:
    def rows(user: AnyUser) -> QuerySet[Any]:
        every = model._default_manager.all()
        return every if geometry_type else without_geometry(every)

    return Layer(
        name=name,
        title=f"Prueba de {geometry_type or 'tabla'}",
        abstract="Prueba.",
        theme="territory",
        rows=rows,
        geom="geom",
        geometry_type=geometry_type,
        fields=fields_of(model, "name"),
        style=style,
        title_field="name",
        source="prueba",
        source_path=None,
        cutoff_path=None,
    )


LAYERS = {
    kind.name: _layer(
        f"every_{kind.name.lower()}",
        kind.name,
        BY_DIMENSION[kind.dimension],
        _model(f"every_{kind.name.lower()}", kind.field),
    )
    for kind in KINDS
}
TABLE = _layer("every_table", "", Style("default", "", ()), _model("every_table", None))


@contextmanager
def published() -> Iterator[None]:
    """Made, filled, granted to Mapnik's role and published; then dropped."""
    every = [(LAYERS[kind.name], kind.wkt) for kind in KINDS] + [(TABLE, (None, None))]
    models_ = [(layer.rows(None).model, layer, wkt) for layer, wkt in every]  # type: ignore[arg-type]
    with connection.schema_editor() as editor:
        for model, *_ in models_:
            editor.create_model(model)
    for model, layer, wkt in models_:
        for number, text in enumerate((*wkt, None), 1):
            shape = {"geom": GEOSGeometry(text, 4326)} if text else {}
            model._default_manager.create(name=f"Elemento {number}", **shape)
        versions.bump(layer.name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "LAYERS", (*registry.LAYERS, *(layer for layer, _ in every)))
        yield
    with connection.schema_editor() as editor:
        for model, *_ in models_:
            editor.delete_model(model)


@pytest.fixture(scope="module", autouse=True)
def layers(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Committed, since Mapnik connects by itself."""
    with django_db_blocker.unblock(), published():
        yield


def every(function: Any) -> Any:
    """A decorator: the test is of each kind, under its name."""
    return pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.name))(function)
