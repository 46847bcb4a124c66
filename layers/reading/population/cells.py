"""The cells of a population, written as lines that PostgreSQL's COPY takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import pyproj
import shapely

from layers.reading.numbers import grouped
from layers.reading.positions import PERU
from layers.reading.results import SourceError
from territory import ewkb
from territory.models.population import EQUAL_AREA_SRID

CELLS = "cells.tsv"
# Peru on cells of 100 m, of those where somebody lives, has some three million.
MAX_CELLS = 8_000_000
# People on a square metre; the densest districts of the world have a quarter of a million a km².
_MOST_PER_M2 = 1.0

_EQUAL_AREA = pyproj.CRS.from_epsg(EQUAL_AREA_SRID)


def to_equal_area(crs: pyproj.CRS) -> Callable[[Any, Any], tuple[Any, Any]]:
    """From x and y of the file to metres of EPSG:6933, longitude or easting first."""
    transformer = pyproj.Transformer.from_crs(crs, _EQUAL_AREA, always_xy=True)

    def transform(x: Any, y: Any) -> tuple[Any, Any]:
        found: tuple[Any, Any] = transformer.transform(x, y)
        return found

    return transform


def _country() -> tuple[float, float, float, float]:
    """Peru's rectangle, which is one in this projection too; metres."""
    west, south, east, north = map(float, PERU)
    transform = to_equal_area(pyproj.CRS.from_epsg(4326))
    (left, right), (bottom, top) = transform([west, east], [south, north])
    return left, bottom, right, top


class CellWriter:
    """Writes ``people<TAB>EWKB`` for each cell within the country; counts the rest.

    ``kept`` cells with ``people`` in all are in the file, ``elsewhere`` ones are not.
    """

    def __init__(self, folder: Path) -> None:
        self._file = (folder / CELLS).open("w", encoding="ascii")
        self._box = _country()
        self.kept, self.elsewhere, self.people = 0, 0, 0.0

    def __enter__(self) -> CellWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def write(self, people: Any, shapes: Any) -> None:
        """Arrays of as many: people, not negative, and shapes in EPSG:6933. Raises SourceError."""
        inside = self._within(shapes)
        self.elsewhere += len(shapes) - int(inside.sum())
        people, shapes = people[inside], shapes[inside]
        if not len(shapes):
            return
        areas = shapely.area(shapes)
        if ((areas > 0) & (people > areas * _MOST_PER_M2)).any():
            raise SourceError(
                "Alguna celda tiene más de una persona por metro cuadrado: ¿son personas por "
                "celda, o una densidad u otra cifra?"
            )
        self.kept += len(shapes)
        if self.kept > MAX_CELLS:
            raise SourceError(
                f"Tiene más de {grouped(MAX_CELLS)} celdas con valor: recórtelo a las ciudades que "
                "interesan, use celdas mayores o la versión que solo cuenta lo edificado."
            )
        self.people += float(people.sum())
        wkb = ewkb.written(shapes, EQUAL_AREA_SRID)
        self._file.writelines(
            f"{number!r}\t{shape}\n" for number, shape in zip(people.tolist(), wkb, strict=True)
        )

    def report(self) -> dict[str, Any]:
        """What is known once all is written; raises SourceError where there is nobody."""
        if not self.kept:
            raise SourceError(
                "Ninguna celda con valor cae en el Perú: ¿el sistema de coordenadas es el que dice "
                "el archivo?"
            )
        if self.people <= 0:
            raise SourceError("Ninguna celda tiene a nadie: ¿es este el campo o la banda?")
        return {"cells": self.kept, "elsewhere": self.elsewhere, "people": self.people}

    def _within(self, shapes: Any) -> Any:
        left, bottom, right, top = self._box
        bounds = shapely.bounds(shapes)
        with np.errstate(invalid="ignore"):
            return (
                (bounds[:, 0] >= left)
                & (bounds[:, 1] >= bottom)
                & (bounds[:, 2] <= right)
                & (bounds[:, 3] <= top)
            )
