"""Samples: mining rights as INGEMMET's table of vertices, titles of forests as SERFOR's layer."""

from __future__ import annotations

from collections.abc import Iterator

from layers.bbox import transformer
from layers.reading.utm import ZONES, Datum, epsg_of
from layers.themes.extractive_sites import forest_sample
from layers.themes.sample_places import SamplePlace, SamplePlaces, written

_HEADER = (
    "CODIGOU",
    "CONCESION",
    "TIT_CONCES",
    "HECTAGIS",
    "ESTADO",
    "D_ESTADO",
    "SUSTANCIA",
    "LEYENDA",
    "CARTA",
    "ZONA",
    "DATUM",
    "DEPA",
    "PROVI",
    "DISTRI",
    "FEC_DENU",
    "VERTICE",
    "ESTE",
    "NORTE",
)
_EACH = 12
# Titled, in process, extinct, quarry: with the words that go with each code.
_STATES = (
    ("T", "D.M. Titulado D.L. 708"),
    ("T", "D.M. Titulado D.L. 708"),
    ("N", "D.M. Titulado D.L. 109"),
    ("P", "D.M. en Trámite D.L. 708"),
    ("F", "D.M. Extinguido"),
    ("A", "Cantera (D.S. 037-96-EM)"),
)
# The law's grid (D.L. 708): whole kilometres, at most 1,000 hectares.
_SIDES_KM = ((1, 1), (1, 2), (2, 2), (2, 3), (2, 5), (3, 3))


def write(places: SamplePlaces) -> dict[str, str]:
    """Rectangles on the kilometre grid near the capitals of districts of each department."""
    rows: list[tuple[object, ...]] = []
    number = 0
    for department in places.departments():
        for place in places.some(places.inside(department.ubigeo, 6), _EACH):
            number += 1
            rows += _right(places, number, place)
    return {
        "extractive_sites.csv": written(_HEADER, rows),
        "forest_titles.geojson": forest_sample.write(places.seeded("forest_titles")),
    }


def _right(places: SamplePlaces, number: int, place: SamplePlace) -> Iterator[tuple[object, ...]]:
    longitude, latitude = places.near(place, 0.05)
    # Zones are 6 degrees wide; 17 begins at 84 degrees west.
    zone = min(max(int((longitude + 180) // 6) + 1, ZONES[0]), ZONES[-1])
    datum = places.random.choice((Datum.WGS84, Datum.PSAD56))
    x, y = (1000 * round(metres / 1000) for metres in _metres(longitude, latitude, zone, datum))
    width, height = places.random.choice(_SIDES_KM)
    code, words = places.random.choice(_STATES)
    attributes = (
        f"9{number:08}",
        f"CONCESIÓN DE EJEMPLO {number}",
        f"TITULAR DE EJEMPLO {number}",
        f"{100 * width * height}.0000",
        code,
        words,
        places.random.choice("MMN"),
        "EJEMPLO",
        None,
        zone,
        datum.value,
        *(name.upper() for name in place.names),
        None,
    )
    corners = ((0, 0), (0, height), (width, height), (width, 0))
    for vertex, (east, north) in enumerate(corners, start=1):
        yield (*attributes, vertex, x + 1000 * east, y + 1000 * north)


def _metres(longitude: float, latitude: float, zone: int, datum: Datum) -> tuple[float, float]:
    # Put on whole kilometres afterwards, so that any shift between the datums will do.
    east, north = transformer(4326, epsg_of(zone, datum)).transform(longitude, latitude)
    return float(east), float(north)
