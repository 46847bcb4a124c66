"""Samples of rural schools, in the form of ESCALE's register, and of the list of their models."""

from __future__ import annotations

from collections.abc import Iterator

from layers.themes.sample_places import SamplePlace, SamplePlaces, written

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
_EACH = 14
_MODELS = ("CRFA", "SRE", "SRE", "ST", "ST")
_LEVELS = (("B0", "Primaria", 6), ("F0", "Secundaria", 5))
_FIRST_CODE = 9_000_000


def write(places: SamplePlaces) -> dict[str, str]:
    """Schools in districts of each department; the list names the model of a third of them."""
    schools: list[tuple[object, ...]] = []
    models: list[tuple[object, ...]] = []
    for department in places.departments():
        chosen = places.some(places.inside(department.ubigeo, 6), _EACH)
        for at, place in enumerate(chosen):
            number = len(schools) + 1
            listed = at < len(_MODELS)
            schools.append(tuple(_school(places, number, place, secondary=listed)))
            if listed:
                models.append((_FIRST_CODE + number, 0, _name(number), _MODELS[at]))
    return {
        "rural_schools.csv": written(_HEADER, schools),
        "education_models.csv": written(_MODELS_HEADER, models),
    }


def _name(number: int) -> str:
    return f"ESCUELA DE EJEMPLO {number}"


def _school(
    places: SamplePlaces, number: int, place: SamplePlace, *, secondary: bool
) -> Iterator[object]:
    longitude, latitude = places.near(place, 0.08)
    code, level, sections = _LEVELS[1 if secondary else places.random.randrange(2)]
    pupils = places.random.randint(12, 90)
    yield from (_FIRST_CODE + number, 0, 900_000 + number, _name(number), code, level)
    yield from ("Escolarizada", 1, "Pública de gestión directa", "A1", "Sector Educación")
    yield from (f"CENTRO POBLADO DE EJEMPLO {number}", 2, "Rural", place.ubigeo)
    yield from (name.upper() for name in place.names)
    yield from (900_000 + int(place.ubigeo[:4]), f"UGEL DE EJEMPLO {int(place.ubigeo[:4])}")
    yield from (latitude, longitude, 1, pupils, max(1, pupils // 9), sections, None)
