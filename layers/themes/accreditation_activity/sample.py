"""Samples of daily summaries, of the sample facilities and of insurers with invented names."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from layers.themes.accreditation_activity.columns import COUNTED, WAITED
from layers.themes.health_facilities.sample import SampleFacility, sample_facilities
from layers.themes.sample_places import SamplePlaces, written

_HEADER = (
    "fecha",
    "codigo_ipress",
    "establecimiento",
    "ubigeo",
    "territorio",
    "codigo_iafas",
    "iafas",
    "tipo_iafas",
    *COUNTED,
    *WAITED,
)
_DAYS = ("2018-12-29", "2018-12-30", "2018-12-31")
_INSURERS = (
    ("99001", "IAFAS PÚBLICA DE EJEMPLO", "pública"),
    ("99002", "IAFAS PRIVADA DE EJEMPLO", "privada"),
)
_MOST = {"III": 400, "II-": 150, "II1": 60, "I-4": 25}


def write(places: SamplePlaces) -> dict[str, str]:
    """Three days of each facility, with one of the insurers."""
    rows = [row for one in sample_facilities(places) for row in _rows(places.random, one)]
    return {"accreditation_activity.csv": written(_HEADER, rows, ";")}


def _rows(random: Random, facility: SampleFacility) -> Iterator[list[object]]:
    most = _MOST.get(facility.category[:3], 12)
    at = int(facility.code) % len(_INSURERS)
    for day in _DAYS:
        yield [
            day,
            facility.code,
            facility.name,
            facility.place.ubigeo,
            facility.place.name,
            *_INSURERS[at],
            *_numbers(random, most // (1 + 2 * at)),
        ]


def _numbers(random: Random, most: int) -> list[object]:
    queries = random.randint(most // 4, most)
    unanswered = random.choice((0, 0, queries // 10))
    rejected = random.randint(0, (queries - unanswered) // 5)
    answered = queries - unanswered
    median = random.randint(180, 900) if answered else None
    p95 = median * random.randint(2, 6) if median else None
    return [queries, answered - rejected, rejected, unanswered, median, p95]
