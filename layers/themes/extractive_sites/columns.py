"""The columns of INGEMMET's mining cadastre, and what a code of it means.

``HASDATUM`` is an area in hectares, in spite of its name; a file that writes a datum there is
understood too.
"""

from __future__ import annotations

import re

from layers.reading.cells import CellError, parse_required_text
from layers.reading.codes import code_length, with_zeros
from layers.reading.conventions import follows
from layers.reading.epoch import day_of_epoch_ms
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.reading.text import ILLEGIBLE_NAME
from layers.reading.utm import parse_zone
from territory.models import ExtractiveSite

_CODE = re.compile(r"[^\W_]+(?:[-./][^\W_]+)*")


@follows("length", code_length)
def _parse_code(raw: str, length: int | None = None) -> str:
    """Some hold letters; a lost zero is put back where the column's other codes show it."""
    code = with_zeros(parse_required_text(raw, 20), length)
    if not _CODE.fullmatch(code):
        raise CellError("El código único solo lleva letras, dígitos y guiones entre ellos.")
    return code.upper()


# Of a table with a row for each vertex, whose file has no polygons.
_ONLY_THERE = "metros; solo en una tabla de vértices, que la necesita"
_VERTEX = (
    Column("ESTE", part_of="geom", about=_ONLY_THERE, strict=True),
    Column("NORTE", part_of="geom", about=_ONLY_THERE, strict=True),
    Column(
        "VERTICE",
        part_of="geom",
        about="su número en el contorno, si no van en orden",
        also=("VERTICES",),
    ),
)

FILE = Specification(
    ExtractiveSite,
    (
        Column(
            "CODIGOU",
            "code",
            "letras, dígitos y guiones. Se repone el cero inicial perdido donde los demás lo "
            "tienen",
            required=True,
            strict=True,
            parse=_parse_code,
        ),
        Column(
            "CONCESION",
            "name",
            required=True,
            strict=True,
            sample=SampleMark(("CONCESIÓN DE EJEMPLO",)),
            illegible=ILLEGIBLE_NAME,
        ),
        Column("D_ESTADO", "state", "estado, en palabras", required=True),
        Column(
            "DEPA",
            part_of="declared_ubigeo",
            about="departamento, o varios («LA LIBERTAD / CAJAMARCA»). El catastro no trae ubigeo: "
            "se busca el de los nombres",
            required=True,
        ),
        Column("PROVI", part_of="declared_ubigeo", about="provincia, o varias"),
        Column(
            "DISTRI",
            part_of="declared_ubigeo",
            about="distrito, o varios: «QUIRUVILCA / CALAMARCA»",
        ),
        Column(
            "ESTADO",
            "state_code",
            "`T` `N` `E` `Q` titulado o acumulado; `P` `D` en trámite; `F` `L` `X` `Y` "
            "extinguido; `A` `B` `R` `H` cantera, planta, relave, aviso de retiro. Sin él, "
            "o si es otro, deciden las palabras de `D_ESTADO`",
        ),
        Column(
            "ZONA",
            "utm_zone",
            "17, 18 o 19. Obligatoria si las coordenadas son metros y el archivo no declara su "
            "sistema",
            parse=parse_zone,
        ),
        Column("DATUM", part_of="datum", about="`WGS84` o `PSAD56`. Obligatoria como `ZONA`"),
        Column("HECTAGIS", part_of="area_ha", about="área en hectáreas"),
        Column(
            "HASDATUM",
            part_of="area_ha",
            about="área en hectáreas, a pesar de su nombre, si falta `HECTAGIS`; si dice `WGS84` "
            "o `PSAD56` se toma como el datum",
        ),
        Column(
            "TIT_CONCES",
            "holder",
            "titular: una empresa, comunidad o entidad por su nombre; una persona como «persona "
            "natural». Si no se distingue, no se publica, y se informa",
        ),
        Column("SUSTANCIA", "substance"),
        Column("LEYENDA", "legend"),
        Column("CARTA", "map_sheet"),
        Column(
            "FEC_DENU",
            "filed_on",
            "fecha de formulación: `AAAA-MM-DD`, `DD/MM/AAAA`, o milisegundos desde 1970, como los "
            "da un servicio de ArcGIS",
            prepare=day_of_epoch_ms,
        ),
        *_VERTEX,
    ),
    commitments=(4,),
    computed=("feed", "status", "position_accuracy_m", "named_units"),
)
