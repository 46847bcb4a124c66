"""Commitment 5: the register of EIB schools."""

from __future__ import annotations

from layers.source import Joined, Source, Table
from layers.themes.eib_schools.columns import FILE
from layers.themes.eib_schools.reader import read_eib_schools
from territory.eib.joined import join_register, units_of
from territory.models import EibSchool
from territory.ugel.areas import refresh_ugel_eib


def refresh_derived() -> None:
    """What follows from the register: the services' places, and the counts of the UGEL."""
    join_register()
    refresh_ugel_eib()


EIB = Source(
    name="eib",
    title="Servicios de educación intercultural bilingüe (RNIIEE-EIB)",
    agencies=("MINEDU-DEIB",),
    tables=(
        Table(
            "eib_schools",
            EibSchool,
            columns=FILE.fields,
            key=("modular_code", "annex", "is_sample"),
        ),
    ),
    read=read_eib_schools,
    # Where the form has them they name persons.
    withheld=("DIRECTOR", "DOCENTE", "TELEFONO", "EMAIL"),
    choices=("sheet",),
    file=FILE,
    sample="eib_schools.csv",
    refresh_derived=refresh_derived,
    also_shows=("ugel_areas",),
    joined=Joined(
        "eib_schools",
        ("modular_code", "annex"),
        "cod_mod",
        units_of,
        "El padrón de escuelas publicado no tiene este servicio: se guarda sin lugar, y no está "
        "en el mapa.",
    ),
)
