"""Samples of rural schools, in the form of ESCALE's register, and of the list of their models."""

from __future__ import annotations

from collections.abc import Iterator

from layers.themes.rural_schools.sample_services import SampleService, sample_services
from layers.themes.sample_places import SamplePlaces, written

_HEADER = (
    "COD_MOD",
    "ANEXO",
    "CODLOCAL",
    "CEN_EDU",
    "NIV_MOD",
    "D_NIV_MOD",
    "D_FORMA",
    "GESTION",
    "D_GESTION",
    "GES_DEP",
    "D_GES_DEP",
    "CEN_POB",
    "AREA_CENSO",
    "DAREACENSO",
    "CODGEO",
    "D_DPTO",
    "D_PROV",
    "D_DIST",
    "CODOOII",
    "D_DREUGEL",
    "NLAT_IE",
    "NLONG_IE",
    "ESTADO",
    "TALUMNO",
    "TDOCENTE",
    "TSECCION",
    "FECHA_ACT",
)
_MODELS_HEADER = ("COD_MOD", "ANEXO", "CEN_EDU", "MODELO")
_LEVEL_CODES = {
    "Inicial - Jardín": "A2",
    "Primaria": "B0",
    "Secundaria": "F0",
    "Superior Tecnológica": "T0",
    "Superior Pedagógica": "K0",
    "CETPRO": "L0",
    "Superior Formación Artística": "M0",
}
_AREAS = {"rural": (2, "Rural"), "urban": (1, "Urbana"), None: (None, None)}


def write(places: SamplePlaces) -> dict[str, str]:
    """The register, of rural schools and others; the list names the model of some rural ones."""
    services = sample_services(places)
    models = [(int(s.modular_code), 0, s.name, s.model) for s in services if s.model]
    return {
        "rural_schools.csv": written(_HEADER, map(_row, services)),
        "education_models.csv": written(_MODELS_HEADER, models),
    }


def _row(service: SampleService) -> Iterator[object]:
    number = service.name.rpartition(" ")[2]
    yield from (service.modular_code, service.annex, service.local_code, service.name)
    yield from (_LEVEL_CODES[service.level], service.level, "Escolarizada")
    yield from (1, "Pública de gestión directa", "A1", "Sector Educación")
    yield f"CENTRO POBLADO DE EJEMPLO {number}"
    yield from (*_AREAS[service.area], service.ubigeo)
    yield from (name.upper() for name in service.place.names)
    yield from (service.ugel_code, service.ugel, service.latitude, service.longitude, 1)
    yield from (service.pupils, max(1, service.pupils // 9), service.sections, None)
