"""The services of the sample register, on which the samples of other themes stand too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from layers.themes.sample_places import SamplePlace, SamplePlaces

# The seed of the theme whose register it is, whoever asks.
_SEED = "rural_schools"
_RURAL_EACH, _URBAN_EACH, _UNKNOWN_EACH = 14, 4, 1
_RURAL_CODE, _OTHER_CODE, _INSTITUTE_CODE = 9_000_000, 9_100_000, 9_200_000
# The number in the name of a school that isn't rural follows on this.
_OTHER_NUMBER = 1_000
# As the official registers write the levels.
_PRIMARY, _SECONDARY = "Primaria", "Secundaria"
_URBAN_LEVELS = ("Inicial - Jardín", _PRIMARY, _SECONDARY, _PRIMARY)
_INSTITUTES = (
    "Superior Tecnológica",
    "Superior Pedagógica",
    "CETPRO",
    "Superior Formación Artística",
)
# The register's codes begin with the department's number, the DRE's own ends in 0000 (140000).
# No department has a number above 25: ``84`` is the sample's 14.
_NO_DEPARTMENT = 70
_MODELS = ("CRFA", "SRE", "SRE", "SRE", "ST", "ST")


@dataclass(frozen=True)
class SampleService:
    """A service of the sample register; ``area`` is "rural", "urban" or None, ``model`` the list's.

    ``ugel_code`` is of the province's UGEL or, of an institute, of the department's DRE. Longitude
    and latitude are made up, EPSG:4326.
    """

    modular_code: str
    annex: str
    local_code: str
    name: str
    level: str
    ugel_code: str
    ugel: str
    area: str | None
    place: SamplePlace
    longitude: float
    latitude: float
    pupils: int
    sections: int
    model: str | None = None

    @property
    def ubigeo(self) -> str:
        return self.place.ubigeo


def sample_services(places: SamplePlaces) -> tuple[SampleService, ...]:
    """All services of the sample register: the same whichever theme asks, over 25 departments.

    The rural come first, then those of towns and of unknown area, then institutes.
    """
    own = places.seeded(_SEED)
    return (*_rural(own), *_others(own), *_institutes(own))


def _rural(places: SamplePlaces) -> Iterator[SampleService]:
    number = 0
    for department in places.departments():
        chosen = places.some(places.inside(department.ubigeo, 6), _RURAL_EACH)
        for at, place in enumerate(chosen):
            number += 1
            longitude, latitude = places.near(place, 0.08)
            listed = at < len(_MODELS)
            secondary = listed or places.random.randrange(2) == 1
            yield _school(
                _RURAL_CODE + number,
                number,
                _SECONDARY if secondary else _PRIMARY,
                "rural",
                place,
                (longitude, latitude),
                places.random.randint(12, 90),
                _MODELS[at] if listed else None,
            )


def _others(places: SamplePlaces) -> Iterator[SampleService]:
    """Services of towns, at the capitals of provinces, and some whose area isn't said."""
    number = 0
    for department in places.departments():
        capitals = [place for place in places.inside(department.ubigeo, 6) if _is_capital(place)]
        chosen = [places.random.choice(capitals) for _ in range(_URBAN_EACH + _UNKNOWN_EACH)]
        for at, place in enumerate(chosen):
            number += 1
            urban = at < _URBAN_EACH
            yield _school(
                _OTHER_CODE + number,
                _OTHER_NUMBER + number,
                _URBAN_LEVELS[at] if urban else _PRIMARY,
                "urban" if urban else None,
                place,
                places.near(place, 0.02),
                places.random.randint(120, 600),
            )


def _institutes(places: SamplePlaces) -> Iterator[SampleService]:
    number = 0
    for department in places.departments():
        capitals = [place for place in places.inside(department.ubigeo, 6) if _is_capital(place)]
        for level in _INSTITUTES:
            number += 1
            place = places.random.choice(capitals)
            longitude, latitude = places.near(place, 0.02)
            region = int(department.ubigeo)
            yield SampleService(
                modular_code=str(_INSTITUTE_CODE + number),
                annex="0",
                local_code=str(920_000 + number),
                name=f"INSTITUTO DE EJEMPLO {number}",
                level=level,
                ugel_code=f"{_NO_DEPARTMENT + region}0000",
                ugel=f"DRE DE EJEMPLO {region}",
                area="urban",
                place=place,
                longitude=longitude,
                latitude=latitude,
                pupils=places.random.randint(60, 400),
                sections=6,
            )


def _is_capital(place: SamplePlace) -> bool:
    return place.ubigeo.endswith("01")


def _school(
    code: int,
    number: int,
    level: str,
    area: str | None,
    place: SamplePlace,
    position: tuple[float, float],
    pupils: int,
    model: str | None = None,
) -> SampleService:
    department, province = int(place.ubigeo[:2]), int(place.ubigeo[2:4])
    return SampleService(
        modular_code=str(code),
        annex="0",
        local_code=str(900_000 + number),
        name=f"ESCUELA DE EJEMPLO {number}",
        level=level,
        ugel_code=f"{_NO_DEPARTMENT + department}{province:04}",
        ugel=f"UGEL DE EJEMPLO {int(place.ubigeo[:4])}",
        area=area,
        place=place,
        longitude=position[0],
        latitude=position[1],
        pupils=pupils,
        sections=5 if level == _SECONDARY else 6,
        model=model,
    )
