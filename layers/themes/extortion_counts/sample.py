"""Samples of figures of extortion: two invented sources that disagree, in La Libertad."""

from __future__ import annotations

from collections.abc import Iterator

from layers.themes.sample_places import SamplePlaces, written
from territory.models.extortion import DIVISIONS, ExtortionAspect

_HEADER = (
    "ubigeo",
    "territorio",
    "anio",
    "que_se_cuenta",
    "cantidad",
    "fuente",
    "url_fuente",
    "fecha_corte",
)
_YEARS = (2015, 2016, 2017)
# Source, the digits of the units of which it tells, how its numbers are to the first one's.
_SOURCES = (
    ("FUENTE DE EJEMPLO A", 6, 1.0, "2018-03-31"),
    ("FUENTE DE EJEMPLO B", 4, 1.2, "2018-03-31"),
    ("FUENTE DE EJEMPLO B", 4, 1.3, "2018-12-31"),
    ("FUENTE DE EJEMPLO C", 2, 1.1, "2018-12-31"),
)
_REGION, _PROVINCE = "13", "1301"


def write(places: SamplePlaces) -> dict[str, str]:
    """Trujillo's districts by one source, the province by another at two dates, the region."""
    return {"extortion_counts.csv": written(_HEADER, _rows(places), ";")}


def _rows(places: SamplePlaces) -> Iterator[tuple[object, ...]]:
    for source, digits, ratio, cutoff in _SOURCES:
        above = _REGION if digits == 2 else _PROVINCE
        for place in places.inside(above, digits):
            for year in _YEARS:
                total = round(ratio * places.random.choice((2, 7, 20, 60)) * 10 ** (3 - digits / 2))
                yield (
                    place.ubigeo,
                    place.name,
                    year,
                    ExtortionAspect.TOTAL.value,
                    total,
                    source,
                    None,
                    cutoff,
                )
                if digits == 6:
                    continue
                for parts in DIVISIONS:
                    for part, number in zip(parts, _shared(places, total, len(parts)), strict=True):
                        yield (place.ubigeo, place.name, year, part, number, source, None, cutoff)


def _shared(places: SamplePlaces, total: int, parts: int) -> Iterator[int]:
    """A number in so many random parts."""
    rest = total
    for left in range(parts, 1, -1):
        part = round(rest * places.random.uniform(0.3, 1.6) / left)
        rest -= part
        yield part
    yield rest
