"""Victims, and the places that protect them: an agency's layer never says where they are.

A layer whose columns or title are about them has no places of its own; a row that names such a
place among others loses its place. A row may have the shape of the unit that it is of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connection
from psycopg import sql

from layers.datasets.columns import Column
from layers.datasets.tables import GEOMETRY, qualified
from layers.fields import FieldType
from layers.models import Dataset
from layers.reading.numbers import grouped
from layers.reading.spatial.places import coordinate_columns
from layers.reading.tabular import column_name
from territory.personal_columns import is_of_victims
from territory.refuges import HINT, names_refuge

# What else than coordinates says where something is.
_WHERE = re.compile(
    r"(?:\w+_)?(?:direccion|domicilio|ubicacion|coordenadas?|geolocalizacion|geohash|plus_code|"
    r"wkt|geom|geometria|the_geom)(?:_\w+)?"
)
_AT_ONCE = 1_000


def why_no_places(title: str, columns: Sequence[Column]) -> str:
    """Why a layer can't have places of its own, as a sentence; empty where it may."""
    found = [column.original for column in columns if is_of_victims(column.original)]
    if found:
        return (
            f"Tiene columnas sobre víctimas o los lugares que las protegen: {', '.join(found)}. "
            "Nada de eso se publica con su lugar: quite esas columnas del archivo, o entregue una "
            "tabla sin coordenadas, por ubigeo o sin lugar."
        )
    if names_refuge(title):
        return (
            "Por su título es de lugares donde se protege a víctimas: dónde están no se publica. "
            "Entregue una tabla sin coordenadas, por ubigeo o sin lugar."
        )
    return ""


def has_places(dataset: Dataset) -> bool:
    """Whether the layer's rows have places of their own: neither none, nor their units' shapes."""
    return bool(dataset.geometry_type) and not dataset.report.get("units")


class Shelter:
    """Takes from rows of such places what says where they are, on their way into a table."""

    def __init__(self, columns: Sequence[Column], *, has_own_shapes: bool) -> None:
        self._has_own_shapes = has_own_shapes
        self._places = [at for at, column in enumerate(columns) if column in telling(columns)]
        self._hidden = 0

    def sheltered(self, rows: Iterable[Sequence[Any]], first: int = 0) -> Iterator[Sequence[Any]]:
        """The same rows; their values begin at ``first``, after the shape where there is one."""
        for row in rows:
            if any(isinstance(value, str) and names_refuge(value) for value in row[first:]):
                self._hidden += 1
                yield self._without_place(row, first)
            else:
                yield row

    def _without_place(self, row: Sequence[Any], first: int) -> Sequence[Any]:
        values = list(row[first:])
        for at in self._places:
            values[at] = None
        return [*(None if self._has_own_shapes else shape for shape in row[:first]), *values]

    @property
    def remarks(self) -> list[str]:
        """What was done, to be told."""
        if not self._hidden:
            return []
        number = grouped(self._hidden)
        return [
            f"Filas de un lugar donde se protege a víctimas: {number}. Quedan sin coordenadas ni "
            "dirección."
        ]


def telling(columns: Sequence[Column]) -> list[Column]:
    """The columns that say where a row is."""
    coordinates = set(coordinate_columns([column.original for column in columns]))
    return [
        column
        for column in columns
        if column.original in coordinates or _WHERE.fullmatch(column_name(column.original))
    ]


def shows_refuge(dataset: Dataset, columns: Sequence[Column]) -> bool:
    """Whether a row of the table names such a place and has a place of its own."""
    texts = [column.name for column in columns if column.type is FieldType.STRING]
    if not has_places(dataset) or not texts:
        return False
    select = sql.SQL(
        "SELECT id, {texts} FROM {table} WHERE {shape} IS NOT NULL AND id > %s "
        "AND concat_ws(' ', {texts}) ~* %s ORDER BY id LIMIT %s"
    ).format(
        texts=sql.SQL(", ").join(map(sql.Identifier, texts)),
        table=qualified(dataset.table),
        shape=sql.Identifier(GEOMETRY),
    )
    last = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(select, [last, HINT, _AT_ONCE])
            rows = cursor.fetchall()
            if not rows:
                return False
            if any(names_refuge(text) for _key, *found in rows for text in found if text):
                return True
            last = rows[-1][0]


def named_in(columns: Sequence[Column], values: Mapping[str, Any]) -> str:
    """The column whose text names such a place; empty where none does."""
    return next(
        (
            column.name
            for column in columns
            if isinstance(text := values.get(column.name), str) and names_refuge(text)
        ),
        "",
    )
