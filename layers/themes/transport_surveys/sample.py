"""Samples of surveys: rounded numbers, all invented, in a province of each department."""

from __future__ import annotations

from collections.abc import Iterator

from layers.themes.sample_places import CUTOFF_DATE, SOURCE, SamplePlace, SamplePlaces, written
from layers.themes.transport_surveys.columns import FILE

_QUESTIONS, _ANSWERS = 2, 4
_PERIOD = "2018-11"
# As many out of each hundred; the last of every third place are few people.
_SHARES = (0.5, 0.3, 0.15, 0.05)
_FEW = 3


def write(places: SamplePlaces) -> dict[str, str]:
    """One survey of two questions in each department."""
    rows = [
        row
        for number, department in enumerate(places.departments(), start=1)
        for row in _rows(places, number, places.inside(department.ubigeo, 4)[0])
    ]
    header = [column.title for column in FILE.columns]
    return {"transport_surveys.csv": written(header, rows, ";")}


def _rows(places: SamplePlaces, number: int, city: SamplePlace) -> Iterator[tuple[object, ...]]:
    for question in range(1, _QUESTIONS + 1):
        counts = [10 * places.random.randint(4, 9) * round(10 * share) for share in _SHARES]
        if number % 3 == 0:
            counts[-1] = _FEW
        asked = sum(counts)
        for answer, count in zip("ABCD"[:_ANSWERS], counts, strict=True):
            yield (
                *(f"EJ-{city.ubigeo}", f"ENCUESTA DE EJEMPLO {number}"),
                *(f"P{question}", f"PREGUNTA DE EJEMPLO {question}"),
                *(answer, f"RESPUESTA DE EJEMPLO {answer}"),
                *(city.ubigeo, city.name, _PERIOD, count, asked),
                *("MÉTODO DE EJEMPLO", "COBERTURA DE EJEMPLO"),
                *(SOURCE, None, CUTOFF_DATE),
            )
