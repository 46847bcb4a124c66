"""Samples of homes by water supply, in the form of INEI's table: rounded numbers, all invented."""

from __future__ import annotations

from collections.abc import Iterator

from layers.themes.sample_places import SamplePlaces, written
from layers.themes.water_supply_counts.reader import SAMPLE_NOTE

_HEADER = (
    "departamento",
    "provincia",
    "area",
    "tipo_vivienda",
    "indicador",
    "procedencia_agua",
    "valor",
    "periodo",
    "nota",
)
# Supply → what part of the homes has it, about.
_SHARES = {
    "red_publica": 0.6,
    "pilon_pileta": 0.05,
    "camion_cisterna": 0.08,
    "pozo": 0.12,
    "manantial": 0.08,
    "rio_acequia": 0.05,
    "otro": 0.02,
}
_HOMES, _PEOPLE = "Viviendas particulares", "Ocupantes presentes"
# What is counted in which year: a census counts both, what came before it told less.
_COUNTED = ((2017, _HOMES, 1), (2018, _HOMES, 1), (2018, _PEOPLE, 3))
# Told by province, the others as a whole: the table has both.
_BY_PROVINCE = ("15", "17", "18", "23", "24")
_CALLAO, _LIMA, _METROPOLITAN = "07", "15", "1501"
# Cells without a number: some of the first year's, and of what few homes have.
_WITHOUT = ("reservado", "no reportado", "no aplica")
_ONE_IN = 8


def write(places: SamplePlaces) -> dict[str, str]:
    """Every department in two years, some of them by province."""
    return {"water_supply_counts.csv": written(_HEADER, _rows(places))}


def _rows(places: SamplePlaces) -> Iterator[tuple[object, ...]]:
    for department, province in _names(places):
        homes = 10 ** places.random.uniform(4, 5.2)
        for year, counted, each in _COUNTED:
            for supply, share in _SHARES.items():
                number = homes * share * each * places.random.uniform(0.7, 1.3)
                value: object = max(int(round(number, -2)), 100)
                may_lack = year == 2017 or supply == "otro"
                if may_lack and places.random.randrange(_ONE_IN) == 0:
                    value = places.random.choice(_WITHOUT)
                yield (
                    department,
                    province,
                    "Total",
                    "Total",
                    counted,
                    supply,
                    value,
                    year,
                    SAMPLE_NOTE,
                )


def _names(places: SamplePlaces) -> Iterator[tuple[str, str]]:
    """The department and the province as INEI's table names them."""
    for department in places.departments():
        name = department.name.upper()
        if department.ubigeo == _CALLAO:
            yield "PROV. CONSTITUCIONAL DEL CALLAO", "Total"
        elif department.ubigeo not in _BY_PROVINCE:
            yield name, "Total"
        else:
            for province in places.inside(department.ubigeo, 4):
                if province.ubigeo == _METROPOLITAN:
                    yield "LIMA METROPOLITANA", "Total"
                else:
                    region = "REGIÓN LIMA" if department.ubigeo == _LIMA else name
                    yield region, f"PROVINCIA {province.name.upper()}"
