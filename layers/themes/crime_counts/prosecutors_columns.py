"""The columns of the Public Prosecutor's Office's file of complaints, as it is published."""

from __future__ import annotations

import re
import unicodedata

from layers.reading.cells import CellError
from layers.reading.specification import Column, Specification
from layers.themes.crime_counts.columns import SAMPLE_NOTE
from territory.models.prosecutors import ProsecutorsCount, ProsecutorsDistrict
from territory.names import bare_name

TABLE = "prosecutors_counts"
_SEAT = "sede de la fiscalía, no el lugar del hecho: no se lee ni se guarda"
_MOST_OFFENCE = 120
# How a name of generic offences begins. What doesn't may be anything, a person's name too.
_OFFENCE = re.compile(
    r"(?:CONTRA|DELITOS?|FALTAS?|LEY|LEYES|D\. ?LEG|D\. ?L\.|DEC\.|DECRETO|CODIGO|LAVADO)\b"
)
_FORM = re.compile(r"[A-Z0-9 .,;:/()°-]+")
# «Distrito fiscal de Lima», «del Santa»: in a bare name the one is found in the other.
_BEFORE = ("", "distritofiscal", "distritofiscalde", "distritofiscaldel")
_DISTRICTS = {bare_name(str(one.label)): one.value for one in ProsecutorsDistrict} | {
    "santa": ProsecutorsDistrict.DEL_SANTA.value,
    "elsanta": ProsecutorsDistrict.DEL_SANTA.value,
    "cuzco": ProsecutorsDistrict.CUSCO.value,
}


def parse_district(raw: str) -> str:
    """``Distrito Fiscal de Lima Norte`` → lima_norte; raises CellError."""
    name = bare_name(raw)
    for before in _BEFORE:
        if name.startswith(before) and (found := _DISTRICTS.get(name[len(before) :])):
            return found
    raise CellError("No es un distrito fiscal del Ministerio Público.")


def parse_offence(raw: str) -> str:
    """The generic offence in capitals, without accents or double spaces; raises CellError."""
    text = " ".join(raw.upper().replace("º", "°").split())
    decomposed = unicodedata.normalize("NFD", text)
    name = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    if not name:
        raise CellError("Falta el delito genérico.")
    if len(name) > _MOST_OFFENCE or not (_OFFENCE.match(name) and _FORM.fullmatch(name)):
        raise CellError("No es el nombre de un delito genérico ni de una ley.")
    return name


FILE = Specification(
    ProsecutorsCount,
    (
        Column(
            "periodo_denuncia",
            about="`ENERO - DICIEMBRE`; de un año incompleto no se toma nada",
            required=True,
            strict=True,
        ),
        Column(
            "anio_denuncia",
            part_of="period_start",
            about="año de la denuncia",
            required=True,
            strict=True,
        ),
        Column(
            "fecha_descarga",
            part_of="extracted_on",
            about="cuándo se sacó ese año del sistema: dd/mm/aaaa",
            strict=True,
        ),
        Column(
            "distrito_fiscal",
            part_of="district",
            about="nombre; no es un departamento ni una provincia",
            required=True,
            strict=True,
        ),
        Column("especialidad", about="se suman todas"),
        Column(
            "tipo_caso",
            about="se toma `DENUNCIA`; otros casos no se suman con ellas",
            required=True,
        ),
        Column(
            "generico",
            part_of="category",
            about="delito genérico, como lo llama el archivo",
            required=True,
            strict=True,
        ),
        Column(
            "subgenerico",
            about="de él se toma `EXTORSION`, con todos sus artículos",
            required=True,
        ),
        Column("articulo", about="también `S/Art`; no se publica"),
        Column("des_articulo", about="no se lee ni se guarda"),
        Column(
            "cantidad",
            part_of="value",
            about="denuncias: un número entero; vacío es desconocido, no cero",
            required=True,
            strict=True,
        ),
        Column("ubigeo", about=_SEAT),
        Column("dpto", about=_SEAT),
        Column("prov", about=_SEAT),
        Column("dist", about=_SEAT),
        Column("fecha_corte", about="fecha de corte del archivo: dd/mm/aaaa", strict=True),
        Column(
            "nota",
            about=f"`{SAMPLE_NOTE}` marca una muestra, que no se puede publicar como un hecho",
            strict=True,
        ),
    ),
    commitments=(16, 17),
    computed=("granularity", "state"),
)
