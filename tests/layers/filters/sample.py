"""A small layer with every type of field and with nulls, and its rows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db.models import BooleanField, Case, DateTimeField, F, FloatField, QuerySet, Value, When
from django.db.models.functions import Cast

from layers.fields import Field, FieldType
from layers.layer import AnyUser, Layer
from layers.styles.model import Style
from territory.models import AdminUnit

SOURCE = "prueba de filtros"


def rows(user: AnyUser) -> QuerySet[AdminUnit]:
    return AdminUnit.objects.filter(source=SOURCE).annotate(
        is_high=Case(
            When(altitude_m__gte=2000, then=Value(True)),
            When(altitude_m__lt=2000, then=Value(False)),
            output_field=BooleanField(null=True),
        ),
        density=Cast(F("population"), FloatField()) / 8.0,
        moment=Case(
            When(ubigeo="91", then=Value(datetime(2020, 1, 5, 4, 59, 59, tzinfo=UTC))),
            When(ubigeo="92", then=Value(datetime(2020, 1, 5, 5, 0, 0, tzinfo=UTC))),
            When(ubigeo="93", then=Value(datetime(2020, 1, 6, 4, 59, 59, tzinfo=UTC))),
            output_field=DateTimeField(null=True),
        ),
    )


LAYER = Layer(
    name="units",
    title="Unidades",
    abstract="",
    theme="territory",
    rows=rows,
    geom="geom",
    geometry_type="MultiPolygon",
    key_type=FieldType.STRING,
    title_field="name",
    fields=(
        Field("ubigeo", "Ubigeo"),
        Field("name", "Nombre"),
        Field("capital", "Capital"),
        Field("people", "Población", FieldType.INTEGER, source="population"),
        Field("altitude_m", "Altitud", FieldType.INTEGER),
        Field("density", "Densidad", FieldType.NUMBER),
        Field("is_high", "Alta", FieldType.BOOLEAN),
        Field("cutoff_date", "Corte", FieldType.DATE),
        Field("valid_from", "Desde", FieldType.DATE),
        Field("moment", "Momento", FieldType.DATETIME),
        Field("parent_name", "Superior", source="parent__name"),
    ),
    style=Style("default", "", ()),
)


def square(west: float, south: float, side: float = 1.0) -> MultiPolygon:
    box = Polygon.from_bbox((west, south, west + side, south + side))
    return MultiPolygon(box, srid=4326)


# ubigeo, name, capital, population, altitude, cut-off, valid from, geometry
_ROWS: tuple[tuple[Any, ...], ...] = (
    ("91", "Áncash", "Huaraz", 100, 3052, date(2020, 1, 1), date(2019, 1, 1), square(-78, -10)),
    ("92", "ancash", "huaraz", 200, None, date(2020, 6, 1), None, square(-77, -10)),
    ("93", "100% O'Higgins", "a\\b", None, 10, date(2021, 1, 1), None, square(-70, -18)),
    ("94", "100_x", "Ñaña", 0, 0, date(2021, 6, 1), date(2021, 6, 1), square(-72, -14)),
    ("95", "1000x", "", -5, -20, date(2022, 1, 1), None, None),
    ("96", 'Wañuq "Ch\'aska" 🙂', "!bbox! %s {0}", 8, 2000, date(1899, 12, 31), None, None),
)
KEYS = [row[0] for row in _ROWS]


def create_rows() -> None:
    for ubigeo, name, capital, people, altitude, cutoff, since, geom in _ROWS:
        AdminUnit.objects.create(
            ubigeo=ubigeo,
            level="department",
            name=name,
            capital=capital,
            population=people,
            population_year=None if people is None else 2020,
            altitude_m=altitude,
            cutoff_date=cutoff,
            valid_from=since,
            geom=geom,
            boundary_source="approximate" if geom else None,
            source=SOURCE,
        )
    AdminUnit.objects.create(
        ubigeo="9101",
        level="province",
        parent_id="91",
        name="Recuay",
        capital="Recuay",
        cutoff_date=date(2020, 1, 1),
        source=SOURCE,
    )


USER = AnonymousUser()
