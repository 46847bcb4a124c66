"""Where samples are put: real units, and made-up positions near their capitals.

Samples show what the system does with an official file before there is one. They are written
once, by ``manage.py write_samples``, from a seed for each theme: the same every time.
"""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape

# In place of a source: no reader of a row may take it for a fact.
SOURCE = "Muestra escrita para este sitio: no es un hecho"
CUTOFF_DATE = "2018-12-31"

_TRIES = 30


@dataclass(frozen=True)
class SamplePlace:
    """A unit with the names above it; longitude and latitude are its capital's, EPSG:4326."""

    ubigeo: str
    names: tuple[str, ...]
    longitude: float
    latitude: float

    @property
    def name(self) -> str:
        return self.names[-1]


class SamplePlaces:
    """The units of ``fixtures/units.csv``, drawn from by a seed."""

    def __init__(self, fixtures: Path, seed: str) -> None:
        # Not for secrets: the same seed has to give the same files for ever.
        self.random = random.Random(seed)  # noqa: S311
        self._units = _read_units(fixtures / "units.csv")
        self._outlines_file = fixtures / "departments.geojson"

    def seeded(self, seed: str) -> SamplePlaces:
        """The same units drawn from by another seed."""
        other = copy(self)
        other.random = random.Random(seed)  # noqa: S311
        return other

    @cached_property
    def _outlines(self) -> dict[str, Any]:
        content = json.loads(self._outlines_file.read_text("utf-8"))
        found = {}
        for feature in content["features"]:
            outline = shape(feature["geometry"])
            shapely.prepare(outline)
            found[feature["properties"]["ubigeo"]] = outline
        return found

    def departments(self) -> list[SamplePlace]:
        """All 25, by ubigeo."""
        return self.inside("", 2)

    def inside(self, ubigeo: str, digits: int) -> list[SamplePlace]:
        """The units of that many digits within a unit, by ubigeo."""
        return [
            place
            for code, place in self._units.items()
            if len(code) == digits and code.startswith(ubigeo)
        ]

    def some(self, places: Sequence[SamplePlace], count: int) -> list[SamplePlace]:
        """``count`` of the places, or all where there are fewer; by ubigeo."""
        chosen = self.random.sample(places, min(count, len(places)))
        return sorted(chosen, key=lambda place: place.ubigeo)

    def near(self, place: SamplePlace, degrees: float) -> tuple[float, float]:
        """A position at most ``degrees`` from the capital, within the department's outline.

        Where that outline, which is generalised, leaves the capital out, any position near it.
        """
        outline = self._outlines[place.ubigeo[:2]]
        x, y = place.longitude, place.latitude
        for _try in range(_TRIES):
            x = round(place.longitude + self.random.uniform(-degrees, degrees), 4)
            y = round(place.latitude + self.random.uniform(-degrees, degrees), 4)
            if shapely.contains_xy(outline, x, y):
                break
        return x, y


def written(header: Iterable[str], rows: Iterable[Iterable[object]], separator: str = ",") -> str:
    """The text of a CSV file; None is an empty cell."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=separator, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return file.getvalue()


def _read_units(path: Path) -> dict[str, SamplePlace]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["ubigeo"]: row for row in csv.DictReader(file)}
    return {
        code: SamplePlace(
            code,
            tuple(rows[code[:end]]["name"] for end in range(2, len(code) + 1, 2)),
            float(row["longitude"]),
            float(row["latitude"]),
        )
        for code, row in sorted(rows.items())
        if row["longitude"]  # of a few the directory gives no position
    }
