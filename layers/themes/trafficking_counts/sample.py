"""Samples of victims of trafficking in the long form, all invented: one station a region.

They hold no category of sex and age: no sample shows what no fact may.
"""

from __future__ import annotations

from collections.abc import Iterator

from layers.themes.sample_places import SamplePlaces, written
from layers.themes.trafficking_counts.columns import ALL, SAMPLE_NOTE

_HEADER = (
    "AÑO",
    "MES",
    "CCDD",
    "lugar",
    "PROVINCIA",
    "DISTRITO",
    "COMISARÍA",
    "categoría",
    "Denuncias por comisión",
    "Valor",
    "registro",
    "delito",
    "nota",
)
_YEARS = (2017, 2018)
# What the police register of a month in which every region reports, and how often each is.
_PURPOSES = {"F1_EXPLOTACION SEXUAL": 6, "F1_EXPLOTACION LABORAL": 3, "F1_MENDICIDAD": 1}
_GROUP = "FINALIDAD DEL TIPO DE DELITO"
_SCOPES = {"T_NACIONAL": 9, "T_INTERNACIONAL": 1}


def write(places: SamplePlaces) -> dict[str, str]:
    """Every region in two years by both registers, and migrants apart in some."""
    return {"trafficking_counts.csv": written(_HEADER, _rows(places), ";")}


def _rows(places: SamplePlaces) -> Iterator[tuple[object, ...]]:
    for number, place in enumerate(places.departments()):
        for year in _YEARS:
            victims = places.random.choice((0, 2, 4, 7, 12, 18, 25, 40, 90))
            yield from _month(places, place.ubigeo, place.name, year, victims, "RETA", "trata")
            others = max(victims + places.random.choice((-3, 0, 4, 9)), 0)
            yield from _month(places, place.ubigeo, place.name, year, others, "SISTRA", "trata")
            if number % 5 == 0:
                migrants = places.random.choice((0, 3, 6, 15))
                offence = "tráfico ilícito de migrantes"
                yield (
                    *_place(place.ubigeo, place.name, year),
                    ALL,
                    ALL,
                    migrants,
                    "RETA",
                    offence,
                    SAMPLE_NOTE,
                )


def _month(
    places: SamplePlaces, code: str, name: str, year: int, victims: int, register: str, offence: str
) -> Iterator[tuple[object, ...]]:
    begin, end = _place(code, name, year), (register, offence, SAMPLE_NOTE)
    yield (*begin, ALL, ALL, victims, *end)
    for group, shares in ((_GROUP, _PURPOSES), ("TIPO RECLUTAMIENTO", _SCOPES)):
        chosen = places.random.choices(list(shares), list(shares.values()), k=victims)
        for text in shares:
            yield (*begin, group, text, chosen.count(text), *end)


def _place(code: str, name: str, year: int) -> tuple[object, ...]:
    return (
        year,
        6,
        code,
        name.upper(),
        "PROVINCIA DE EJEMPLO",
        "DISTRITO DE EJEMPLO",
        "COMISARÍA DE EJEMPLO",
    )
