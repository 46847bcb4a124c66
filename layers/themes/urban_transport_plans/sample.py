"""Samples of urban transport plans: plans of a few provinces of each department."""

from __future__ import annotations

from collections.abc import Iterator

from layers.reading.specification import Specification
from layers.themes.sample_places import CUTOFF_DATE, SOURCE, SamplePlace, SamplePlaces, written
from layers.themes.urban_transport_plans.columns import INDICATORS_FILE, MEASURES_FILE, PLANS_FILE

_PHASES = (("PIM 1", 2016, 2018), ("PIM 2", 2019, 2022), ("PIM 3", 2023, 2026))
_STATES = (("prevista", 0), ("en estudio", 0), ("en ejecución", 40), ("concluida", 100))
_CODES = ("M-1", "M-2", "M-3A", "M-3B", "M-4", "M-5")
_PROGRAMMES = ("PROGRAMA DE EJEMPLO A", "PROGRAMA DE EJEMPLO B")
# A block of streets, degrees.
_STEP = 0.004
_CITIES_EACH = 4


def write(places: SamplePlaces) -> dict[str, str]:
    """Plans, their measures by phase and their indicators, in this site's own form."""
    plans: list[tuple[object, ...]] = []
    measures: list[tuple[object, ...]] = []
    indicators: list[tuple[object, ...]] = []
    cities = [
        city
        for department in places.departments()
        for city in places.inside(department.ubigeo, 4)[:_CITIES_EACH]
    ]
    for number, city in enumerate(cities, start=1):
        code = f"EJ-{city.ubigeo}"
        plans.append(_plan(number, code, city))
        measures += _measures(places, number, code, city)
        indicators += _indicators(places, number, code, city)
    return {
        "urban_transport_plans.csv": _written(PLANS_FILE, plans),
        "urban_transport_projects.csv": _written(MEASURES_FILE, measures),
        "urban_transport_indicators.csv": _written(INDICATORS_FILE, indicators),
    }


def _written(file: Specification, rows: list[tuple[object, ...]]) -> str:
    header = [column.title for column in file.columns]
    return written(header, rows, ";")


def _plan(number: int, code: str, city: SamplePlace) -> tuple[object, ...]:
    x, y = city.longitude, city.latitude
    side = 5 * _STEP
    corners = ((-1, -1), (1, -1), (1.3, 0.4), (0.2, 1.2), (-1, 1), (-1, -1))
    ring = ", ".join(f"{x + side * a:.4f} {y + side * b:.4f}" for a, b in corners)
    # Every third draws no area: it is shown on its unit.
    area = None if number % 3 == 0 else f"POLYGON (({ring}))"
    return (
        code,
        f"PLAN DE EJEMPLO {number}",
        city.ubigeo,
        city.name,
        "elaborado, sin aprobar" if number % 2 else "en elaboración",
        None,
        None,
        2016,
        2026,
        area,
        SOURCE,
        None,
        CUTOFF_DATE,
    )


def _measures(
    places: SamplePlaces, number: int, plan: str, city: SamplePlace
) -> Iterator[tuple[object, ...]]:
    for at, code in enumerate(_CODES):
        phase, first, last = _PHASES[at % len(_PHASES)]
        # Only what has begun has advanced.
        state, progress = places.random.choice(_STATES if at % len(_PHASES) == 0 else _STATES[:2])
        # Of some nobody says the budget.
        budget = None if at == 4 else 50_000 * places.random.randint(2, 400)
        name = f"MEDIDA DE EJEMPLO {number * len(_CODES) + at}"
        described = ("ESTRATEGIA DE EJEMPLO", "CATEGORÍA DE EJEMPLO", _PROGRAMMES[at % 2])
        followed = (state, CUTOFF_DATE, (budget or 0) * progress // 100 or None, progress)
        yield (
            *(plan, code, name, *described, "COBERTURA DE EJEMPLO", phase, first, last, budget),
            *(city.ubigeo, city.name, _shape(places, at, city)),
            *(*followed, SOURCE, None, CUTOFF_DATE),
        )


def _shape(places: SamplePlaces, at: int, city: SamplePlace) -> str | None:
    """A line, a point, an area, or none: the whole unit."""
    x = city.longitude + _STEP * places.random.randint(-4, 4)
    y = city.latitude + _STEP * places.random.randint(-4, 4)
    if at == len(_CODES) - 1:
        return None
    if at % 3 == 0:
        way = ((x, y), (x + 3 * _STEP, y), (x + 3 * _STEP, y + 2 * _STEP))
        return f"LINESTRING ({', '.join(f'{a:.4f} {b:.4f}' for a, b in way)})"
    if at % 3 == 1:
        return f"POINT ({x:.4f} {y:.4f})"
    ring = ((0, 0), (2, 0), (2, 1), (0, 1), (0, 0))
    text = ", ".join(f"{x + a * _STEP:.4f} {y + b * _STEP:.4f}" for a, b in ring)
    return f"POLYGON (({text}))"


def _indicators(
    places: SamplePlaces, number: int, plan: str, city: SamplePlace
) -> Iterator[tuple[object, ...]]:
    for at, (unit, start, goal) in enumerate(
        (("minutos por viaje", 48, 35), ("% de viajes en transporte público", 52, 60)), start=1
    ):
        name = f"INDICADOR DE EJEMPLO {2 * number + at}"
        values = [("línea de base", "2016", start)]
        for year, most in (("2017", 3), ("2018", 6)):
            values.append(("valor", year, start + places.random.randint(-most, most)))
        values.append(("meta", "2026", goal))
        for kind, period, value in values:
            yield (
                *(plan, f"I-{at}", name, unit, "M-1" if at == 1 else None, kind, period, value),
                *(city.ubigeo, city.name, SOURCE, None, CUTOFF_DATE),
            )
