"""Samples of environmental commissions, in this site's own form."""

from __future__ import annotations

from collections.abc import Iterator

from layers.themes.sample_places import CUTOFF_DATE, SOURCE, SamplePlace, SamplePlaces, written

_HEADER = (
    "tipo",
    "ubigeo",
    "territorio",
    "nombre",
    "norma_creacion",
    "fecha_creacion",
    "asistencia",
    "fecha_asistencia",
    "fuente",
    "url_fuente",
    "fecha_corte",
)
_DISTRICTS_EACH = 5


def write(places: SamplePlaces) -> dict[str, str]:
    """A CAR for every department, a CAM for half of the provinces and some districts."""
    chosen = [("CAR", place) for place in places.departments()]
    for department in places.departments():
        provinces = places.inside(department.ubigeo, 4)
        districts = places.inside(department.ubigeo, 6)
        chosen += [("CAM", p) for p in places.some(provinces, (len(provinces) + 1) // 2)]
        chosen += [("CAM", p) for p in places.some(districts, _DISTRICTS_EACH)]
    rows = [_row(places, number, *item) for number, item in enumerate(chosen, start=1)]
    return {"environmental_commissions.csv": written(_HEADER, rows, ";")}


def _row(places: SamplePlaces, number: int, kind: str, place: SamplePlace) -> Iterator[object]:
    yield from (kind, place.ubigeo, place.name, f"COMISIÓN DE EJEMPLO {number}")
    known = places.random.random() < 0.7
    yield f"NORMA DE EJEMPLO {number}" if known else None
    yield f"2017-{places.random.randint(1, 12):02}-15" if known else None
    # Yes, no, or nobody says.
    assisted = places.random.choice(("sí", "no", None))
    yield assisted
    yield f"2018-{places.random.randint(1, 12):02}-15" if assisted == "sí" else None
    yield from (SOURCE, None, CUTOFF_DATE)
