"""Samples of environmental commissions and of what was done with them, in this site's own form."""

from __future__ import annotations

import random
from collections.abc import Iterator

from layers.themes.environmental_commissions.sectors import SECTORS
from layers.themes.named_list import SEPARATOR
from layers.themes.sample_places import CUTOFF_DATE, SOURCE, SamplePlace, SamplePlaces, written

_KEY = ("tipo", "ubigeo", "territorio")
_FROM = ("fuente", "url_fuente", "fecha_corte")
_HEADER = (
    *_KEY,
    "nombre",
    "norma_creacion",
    "fecha_creacion",
    "numero_norma",
    "fecha_norma",
    "url_norma",
    "plan",
    "fecha_plan",
    "url_plan",
    "sectores",
    "asistencia",
    "fecha_asistencia",
    *_FROM,
)
_ASSISTANCE_HEADER = (*_KEY, "fecha", "tema", "mejora", "fecha_mejora", "evidencia", *_FROM)
_POLICIES_HEADER = (*_KEY, "politica", "etapa", "fecha_etapa", "url_documento", *_FROM)
_GUIDELINES_HEADER = ("documento", "version", "fecha", "cambios", "url_documento", *_FROM)
_DISTRICTS_EACH = 5
_STAGES = ("diseño", "implementación", "seguimiento")
# A sample has no address: none is invented.
_PROVENANCE = (SOURCE, None, CUTOFF_DATE)

Chosen = list[tuple[str, SamplePlace]]


def write(places: SamplePlaces) -> dict[str, str]:
    """A CAR for every department, a CAM for half of the provinces and some districts.

    Of what was done with them: assistances to some of each department's, once or twice, with an
    improvement or without; a policy of each CAR, in one stage or more.
    """
    chosen: Chosen = [("CAR", place) for place in places.departments()]
    for department in places.departments():
        provinces = places.inside(department.ubigeo, 4)
        districts = places.inside(department.ubigeo, 6)
        chosen += [("CAM", p) for p in places.some(provinces, (len(provinces) + 1) // 2)]
        chosen += [("CAM", p) for p in places.some(districts, _DISTRICTS_EACH)]
    rows = [_row(places, number, *item) for number, item in enumerate(chosen, start=1)]
    register = written(_HEADER, rows, ";")
    # Drawn after the register, which so stays as it is.
    return {
        "environmental_commissions.csv": register,
        "commission_assistance.csv": written(
            _ASSISTANCE_HEADER, _assistances(places.random, chosen), ";"
        ),
        "commission_policies.csv": written(_POLICIES_HEADER, _policies(places.random, chosen), ";"),
        "guideline_versions.csv": written(_GUIDELINES_HEADER, _guidelines(), ";"),
    }


def _row(places: SamplePlaces, number: int, kind: str, place: SamplePlace) -> Iterator[object]:
    yield from (kind, place.ubigeo, place.name, f"COMISIÓN DE EJEMPLO {number}")
    known = places.random.random() < 0.7
    yield f"NORMA DE EJEMPLO {number}" if known else None
    month = places.random.randint(1, 12) if known else None
    yield f"2017-{month:02}-15" if month else None
    yield from (f"{number}-EJEMPLO", f"2017-{month:02}-01", None) if month else (None,) * 3
    # What follows depends on the number alone: the draws of the register stay as they are.
    has_plan = number % 3 == 0
    yield from (f"PLAN DE EJEMPLO {number}", "2018-03-15", None) if has_plan else (None,) * 3
    titles = list(SECTORS)
    yield SEPARATOR.join(titles[number % 4 :: 4]) if number % 5 else None
    # Yes, no, or nobody says.
    assisted = places.random.choice(("sí", "no", None))
    yield assisted
    yield f"2018-{places.random.randint(1, 12):02}-15" if assisted == "sí" else None
    yield from _PROVENANCE


def _assistances(chance: random.Random, chosen: Chosen) -> Iterator[tuple[object, ...]]:
    number = 0
    for at, (kind, place) in enumerate(chosen):
        # Every CAR, so that each region has one, and a fifth of the CAM.
        if kind == "CAM" and at % 5:
            continue
        for month in sorted(chance.sample(range(1, 11), chance.choice((1, 1, 2)))):
            number += 1
            improved = chance.random() < 0.5
            yield (
                *(kind, place.ubigeo, place.name, f"2018-{month:02}-15"),
                f"ASISTENCIA DE EJEMPLO {number}",
                f"MEJORA DE EJEMPLO {number}" if improved else None,
                f"2018-{month + 2:02}-15" if improved else None,
                None,
                *_PROVENANCE,
            )


def _policies(chance: random.Random, chosen: Chosen) -> Iterator[tuple[object, ...]]:
    number = 0
    for at, (kind, place) in enumerate(chosen):
        if kind == "CAM" and at % 9:
            continue
        number += 1
        for month, stage in enumerate(_STAGES[: chance.randint(1, len(_STAGES))], start=1):
            name = f"POLÍTICA DE EJEMPLO {number}"
            yield (
                kind,
                place.ubigeo,
                place.name,
                name,
                stage,
                f"2018-{3 * month:02}-15",
                None,
                *_PROVENANCE,
            )


def _guidelines() -> Iterator[tuple[object, ...]]:
    for version, changes in enumerate((None, "CAMBIO DE EJEMPLO 1", "CAMBIO DE EJEMPLO 2"), 1):
        title = "LINEAMIENTOS DE EJEMPLO"
        yield (title, f"{version}.0", f"2018-{4 * version - 3:02}-15", changes, None, *_PROVENANCE)
