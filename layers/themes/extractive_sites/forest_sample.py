"""Samples of titles of forests, in the form of SERFOR's layer: all invented, near capitals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from layers.themes.extractive_sites.forest_columns import SAMPLE_CODE
from layers.themes.sample_places import SamplePlace, SamplePlaces

_EACH = 2
_MODALITIES = (
    "Concesión forestal con fines maderables",
    "Concesión para otros productos del bosque",
    "Permiso en comunidad nativa",
    "Concesión para conservación",
)
_STATES = ("Vigente", "Vigente", "En trámite", "Caducado")
_HALF_DEG = (0.01, 0.02, 0.03)


def write(places: SamplePlaces) -> str:
    """Rectangles near the capitals of some districts of each department."""
    features: list[dict[str, Any]] = []
    for department in places.departments():
        for place in places.some(places.inside(department.ubigeo, 6), _EACH):
            features.append(_title(places, len(features) + 1, place))
    # A feature a line: a reader of the file sees what changed, and spaces weigh nothing.
    lines = ",\n".join(
        json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features
    )
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'


def _title(places: SamplePlaces, number: int, place: SamplePlace) -> dict[str, Any]:
    x, y = places.near(place, 0.08)
    half = places.random.choice(_HALF_DEG)
    # A degree is some 111 km; SUPAPR is rounded, and 0 where the register doesn't know it.
    hectares = round((222 * half) ** 2 * 100, -2)
    return {
        "type": "Feature",
        "properties": {
            "CONTRA": f"{SAMPLE_CODE}{number:04}",
            "NOMTIT": f"TITULAR DE EJEMPLO {number}",
            "MODOTO": places.random.choice(_MODALITIES),
            "ESTUA": places.random.choice(_STATES),
            "SUPSIG": hectares,
            "SUPAPR": 0 if number % 10 == 0 else hectares,
            "AUTFOR": "AUTORIDAD DE EJEMPLO",
            "ZONUTM": 18,
        },
        "geometry": {"type": "Polygon", "coordinates": [list(_ring(x, y, half))]},
    }


def _ring(x: float, y: float, half: float) -> Iterator[list[float]]:
    for east, north in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)):
        yield [round(x + east * half, 4), round(y + north * half, 4)]
