"""The columns of the file of trainings (``docs/importar-capacitaciones-ugel.md``)."""

from __future__ import annotations

from layers.reading.cells import CellError
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.themes.focalised_ugel.offices import parse_offices
from layers.themes.own_form import as_written
from layers.themes.rural_schools.columns import parse_code
from layers.themes.sourced_places import PLACE, SOURCED_AS_WRITTEN
from territory.models import UgelTraining
from territory.models.ugel_trainings import PARTICIPANTS, SECTORS

_ABOUT = "cuántas personas; «reservado» si no se publica; vacía: no se sabe"


def parse_office(raw: str) -> str:
    """A DRE's or UGEL's code with its lost zero; raises CellError."""
    try:
        return parse_code(raw, 6)
    except CellError:
        raise CellError("No es un código de DRE o UGEL: 6 dígitos.") from None


# What a number of people is called in the file, and the column that it fills.
PEOPLE = {
    "participantes": PARTICIPANTS,
    "de_dre": "regional_office",
    "de_ugel": "ugel_office",
    "de_instituciones_educativas": "schools",
    "de_gobierno_regional": "regional_government",
    "de_gobiernos_locales": "local_government",
    "de_otros_sectores": "other_sectors",
    "de_sociedad_civil": "civil_society",
}
assert tuple(PEOPLE.values()) == (PARTICIPANTS, *SECTORS)

FILE = Specification(
    UgelTraining,
    (
        Column(
            "codigo_sesion",
            "session_code",
            "código de la sesión, el mismo en las filas de todas las oficinas que asistieron",
            required=True,
            strict=True,
            prepare=as_written,
        ),
        Column("fecha", "held_on", "día en que empezó", required=True, strict=True),
        Column(
            "tema",
            "topic",
            "de qué trató; nunca nombres de personas",
            required=True,
            strict=True,
            prepare=as_written,
            sample=SampleMark(("CAPACITACIÓN DE EJEMPLO",)),
        ),
        Column(
            "organiza",
            "organisers",
            "oficinas y sectores que la organizaron, separados por punto y coma, de la lista de "
            "`importar-gestion-ugel.md`",
            strict=True,
            parse=parse_offices,
        ),
        *PLACE,
        Column("local", "venue", "local donde fue", prepare=as_written),
        Column(
            "codigo_oficina",
            "office_code",
            "código de la DRE o UGEL cuyo personal o ámbito se capacitó: 6 dígitos; se repone el "
            "cero inicial perdido",
            required=True,
            strict=True,
            parse=parse_office,
        ),
        Column(
            "oficina",
            "office",
            "nombre de la DRE o UGEL",
            required=True,
            strict=True,
            prepare=as_written,
        ),
        *(
            Column(title, part_of=field, about=_ABOUT, required=title == "participantes")
            for title, field in PEOPLE.items()
        ),
        *SOURCED_AS_WRITTEN,
    ),
    commitments=(6,),
    computed=("withheld",),
)
