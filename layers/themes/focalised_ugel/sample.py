"""Samples of focalised UGEL, of their routes and agreements, and of the model's versions."""

from __future__ import annotations

from collections.abc import Iterator

from layers.themes.focalised_ugel.offices import OFFICES
from layers.themes.named_list import SEPARATOR
from layers.themes.rural_schools.sample_services import SampleService, sample_services
from layers.themes.sample_places import CUTOFF_DATE, SOURCE, SamplePlaces, written

_FROM = ("fuente", "url_fuente", "fecha_corte")
_FOCALISED_HEADER = (
    "codigo_ugel",
    "ugel",
    "ubigeo",
    "territorio",
    "fecha_focalizacion",
    "documento",
    "url_documento",
    "etapa",
    "fecha_etapa",
    "version_modelo",
    *_FROM,
)
_ROUTE_HEADER = ("codigo_ugel", "orden", "paso", "estado", "fecha", "actores", "evidencia", *_FROM)
_AGREEMENTS_HEADER = (
    "codigo_ugel",
    "codigo",
    "acuerdo",
    "partes",
    "fecha",
    "fecha_limite",
    "estado",
    "fecha_cumplimiento",
    "evidencia",
    *_FROM,
)
_MODEL_HEADER = ("documento", "version", "fecha", "cambios", "url_documento", *_FROM)
# A sample has no address: none is invented.
_PROVENANCE = (SOURCE, None, CUTOFF_DATE)
_EACH = 5
_STAGES = ("en diseño", "consensuado", "en implementación", "implementado", None)
_STATES = ("pendiente", "en curso", "cumplido", "sin efecto")
_STEPS = 4


def write(places: SamplePlaces) -> dict[str, str]:
    """Some of the sample register's UGEL of each department, with their routes and agreements."""
    chosen = list(_chosen(places))
    return {
        "focalised_ugel.csv": written(_FOCALISED_HEADER, _focalised(chosen), ";"),
        "ugel_route_steps.csv": written(_ROUTE_HEADER, _steps(chosen), ";"),
        "ugel_agreements.csv": written(_AGREEMENTS_HEADER, _agreements(places, chosen), ";"),
        "management_model_versions.csv": written(_MODEL_HEADER, _versions(), ";"),
    }


def _chosen(places: SamplePlaces) -> Iterator[SampleService]:
    """A service of each chosen UGEL: rural ones of each department, of several provinces."""
    seen: dict[str, set[str]] = {}
    for service in sample_services(places):
        codes = seen.setdefault(service.ubigeo[:2], set())
        if service.area == "rural" and len(codes) < _EACH and service.ugel_code not in codes:
            codes.add(service.ugel_code)
            yield service


def _focalised(chosen: list[SampleService]) -> Iterator[tuple[object, ...]]:
    for number, service in enumerate(chosen):
        stage = _STAGES[number % len(_STAGES)]
        yield (
            service.ugel_code,
            service.ugel,
            service.ubigeo[:4],
            service.place.names[1],
            "2017-03-15",
            f"DOCUMENTO DE EJEMPLO {number + 1}",
            None,
            stage,
            f"2018-{number % 12 + 1:02}-15" if stage else None,
            f"{number % 3 + 1}.0" if stage else None,
            *_PROVENANCE,
        )


def _steps(chosen: list[SampleService]) -> Iterator[tuple[object, ...]]:
    offices = list(OFFICES)
    for number, service in enumerate(chosen):
        done = number % (_STEPS + 1)
        for step in range(1, _STEPS + 1):
            state = "realizado" if step <= done else "en curso" if step == done + 1 else "previsto"
            day = f"2018-{3 * step:02}-15" if state == "realizado" else None
            actors = [offices[1], offices[2], *offices[3 + step :: 9]]
            yield (
                service.ugel_code,
                step,
                f"PASO DE EJEMPLO {step}",
                state,
                day,
                SEPARATOR.join(actors),
                None,
                *_PROVENANCE,
            )


def _agreements(places: SamplePlaces, chosen: list[SampleService]) -> Iterator[tuple[object, ...]]:
    offices = list(OFFICES)
    for number, service in enumerate(chosen):
        for at in range(1, 1 + number % 3):
            state = places.random.choice(_STATES)
            yield (
                service.ugel_code,
                f"A{at}",
                f"ACUERDO DE EJEMPLO {at}",
                SEPARATOR.join([offices[2], *offices[9 + at :: 7]]),
                "2018-03-15",
                f"2018-{4 + 3 * at:02}-15" if number % 4 else None,
                state,
                "2018-06-15" if state == "cumplido" else None,
                None,
                *_PROVENANCE,
            )


def _versions() -> Iterator[tuple[object, ...]]:
    for number, changes in enumerate((None, "CAMBIO DE EJEMPLO 1", "CAMBIO DE EJEMPLO 2"), 1):
        day = f"2018-{4 * number - 3:02}-15"
        yield ("MODELO DE EJEMPLO", f"{number}.0", day, changes, None, *_PROVENANCE)
