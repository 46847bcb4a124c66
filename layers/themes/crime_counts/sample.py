"""Samples of complaints, in the form of SIDPOL: invented numbers in real districts."""

from __future__ import annotations

from collections.abc import Iterator

from layers.themes.crime_counts import prosecutors_sample
from layers.themes.crime_counts.columns import SAMPLE_NOTE
from layers.themes.sample_places import SamplePlaces, written

_HEADER = (
    "ANIO",
    "MES",
    "DPTO_HECHO_NEW",
    "PROV_HECHO",
    "DIST_HECHO",
    "UBIGEO_HECHO",
    "P_MODALIDADES",
    "cantidad",
    "nota",
)
_EACH = 1
_YEAR = 2017
# Kind → about how many a month in a large district.
_KINDS = {"Hurto": 60, "Robo": 35, "Extorsión": 4, "Violencia contra la mujer e integrantes": 45}
# Of the kinds each sample district has so many.
_SOME = 2
_LIMA = "15"


def write(places: SamplePlaces) -> dict[str, str]:
    """A district of each department, for a year."""
    return {
        "crime_counts.csv": written(_HEADER, _rows(places)),
        "prosecutors_counts.csv": prosecutors_sample.write(places.seeded("prosecutors")),
    }


def _rows(places: SamplePlaces) -> Iterator[tuple[object, ...]]:
    for department in places.departments():
        for place in places.some(places.inside(department.ubigeo, 6), _EACH):
            size = places.random.choice((0.05, 0.3, 1.0))
            kinds = places.random.sample(list(_KINDS), _SOME)
            for month in range(1, 13):
                for kind in kinds:
                    number = round(_KINDS[kind] * size * places.random.uniform(0.5, 1.5))
                    if number:
                        yield (
                            _YEAR,
                            month,
                            _department(place.ubigeo, place.names[0]),
                            place.names[1].upper(),
                            place.name.upper(),
                            int(place.ubigeo),
                            kind,
                            number,
                            SAMPLE_NOTE,
                        )


def _department(ubigeo: str, name: str) -> str:
    """As SIDPOL names it: department 15 by its halves."""
    if ubigeo[:2] != _LIMA:
        return name.upper()
    return "LIMA METROPOLITANA" if ubigeo[:4] == "1501" else "REGION LIMA"
