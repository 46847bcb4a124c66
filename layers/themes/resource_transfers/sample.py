"""Samples of income from extraction, in the form of the ministry's file: rounded, all invented.

With what is particular to that file: codes that lost their zero, the same resource under several
names, rows of the opening budget, of balances carried over and of resources of other origin.
"""

from __future__ import annotations

from collections.abc import Iterator

from layers.themes.resource_transfers.columns import SAMPLE_NOTE
from layers.themes.sample_places import SamplePlace, SamplePlaces, written

_HEADER = (
    "ANO_DOC",
    "MES_DOC",
    "NIVEL_GOBIERNO",
    "NIVEL_GOBIERNO_NOMBRE",
    "EJECUTORA_NOMBRE",
    "DEPARTAMENTO_EJECUTORA",
    "DEPARTAMENTO_EJECUTORA_NOMBRE",
    "PROVINCIA_EJECUTORA",
    "PROVINCIA_EJECUTORA_NOMBRE",
    "DISTRITO_EJECUTORA",
    "DISTRITO_EJECUTORA_NOMBRE",
    "RUBRO",
    "RUBRO_NOMBRE",
    "TIPO_RECURSO_NOMBRE",
    "GENERICA_NOMBRE",
    "MONTO_RECAUDADO",
    "nota",
)
_YEARS = (2017, 2018)
_NON_RENEWABLE = (
    "SUB CUENTA - CANON MINERO",
    "CANON GASIFERO",
    "REGALIAS MINERAS",
    "FOCAM",
    "SUB CUENTA- CANON Y SOBRECANON-IMPUESTO  A LA RENTA",
)
_RENEWABLE = (
    "SUB CUENTA - CANON HIDROENERGETICO",
    "SUB CUENTA - CANON PESQUERO",
    "CANON FORESTAL",
)
_INCOME, _CARRIED = "DONACIONES Y TRANSFERENCIAS", "SALDOS DE BALANCE"
_RUBRO = (18, "CANON Y SOBRECANON, REGALIAS, RENTA DE ADUANAS Y PARTICIPACIONES")
_DISTRICTS = 1
_NATION_EACH = 5


def write(places: SamplePlaces) -> dict[str, str]:
    """A regional government and two municipalities of each department, in two years."""
    return {"resource_transfers.csv": written(_HEADER, _rows(places))}


def _rows(places: SamplePlaces) -> Iterator[tuple[object, ...]]:
    for at, department in enumerate(places.departments()):
        kinds = (places.random.choice(_NON_RENEWABLE), places.random.choice(_RENEWABLE))
        districts = places.inside(department.ubigeo, 6)
        for level, name, seat in _governments(places, department, districts, at):
            for year in _YEARS:
                for kind in kinds:
                    yield from _year(places, year, level, name, seat, kind)
    seat = places.inside("15", 6)[0]
    local = ("M", "GOBIERNOS LOCALES")
    name = "MUNICIPALIDAD DISTRITAL DE EJEMPLO"
    # What isn't taken: another origin, money of years before, the opening budget.
    yield _row(2018, 6, local, name, seat, "RENTAS DE ADUANA", _INCOME, "1000.00")
    yield _row(2018, 3, local, name, seat, _NON_RENEWABLE[0], _CARRIED, "2000.00")
    yield _row(2018, 0, local, name, seat, _NON_RENEWABLE[0], _INCOME, "0")


def _governments(
    places: SamplePlaces, department: SamplePlace, districts: list[SamplePlace], at: int
) -> Iterator[tuple[tuple[str, str], str, SamplePlace]]:
    """Level, name and seat of each."""
    capital = districts[0]
    regional = ("R", "GOBIERNOS REGIONALES")
    yield regional, f"GOBIERNO REGIONAL DE EJEMPLO {department.name.upper()}", capital
    yield ("M", "GOBIERNOS LOCALES"), "MUNICIPALIDAD PROVINCIAL DE EJEMPLO", capital
    for district in places.some(districts[1:], _DISTRICTS):
        yield ("M", "GOBIERNOS LOCALES"), "MUNICIPALIDAD DISTRITAL DE EJEMPLO", district
    if at % _NATION_EACH == 0:
        yield ("E", "GOBIERNO NACIONAL"), "UNIVERSIDAD NACIONAL DE EJEMPLO", capital


def _year(
    places: SamplePlaces,
    year: int,
    level: tuple[str, str],
    name: str,
    seat: SamplePlace,
    kind: str,
) -> Iterator[tuple[object, ...]]:
    """What is paid once a year, in two parts of which one may be taken back."""
    amount = max(round(10 ** places.random.uniform(4, 7.5), -3), 1000)
    month = places.random.randint(1, 11)
    yield _row(year, month, level, name, seat, kind, _INCOME, f"{amount:.2f}")
    if places.random.randrange(4) == 0:
        yield _row(year, month + 1, level, name, seat, kind, _INCOME, "-500.00")


def _row(
    year: int,
    month: int,
    level: tuple[str, str],
    name: str,
    seat: SamplePlace,
    kind: str,
    generic: str,
    amount: str,
) -> tuple[object, ...]:
    codes = [int(seat.ubigeo[start : start + 2]) for start in (0, 2, 4)]
    place = [cell for pair in zip(codes, map(str.upper, seat.names), strict=True) for cell in pair]
    return (year, month, *level, name, *place, *_RUBRO, kind, generic, amount, SAMPLE_NOTE)
