"""The columns of Invierte.pe's files, under the names of both of its downloads.

``DETALLE_INVERSIONES`` has one line of codes (CODIGO_UNICO, NOMBRE_INVERSION …), the public
search's spreadsheet has words ("Código único de inversión") and fewer columns, among them
neither the function nor coordinates.
"""

from __future__ import annotations

import hashlib
import re
from functools import partial

from layers.reading.cells import CellError
from layers.reading.numbers import parse_amount_pen, parse_count, parse_percent
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.reading.text import ILLEGIBLE_NAME
from territory.models.sanitation import SanitationProject
from territory.names import fold

# Nobody serves more people than the country has (34,350,244 in 2025); one file says 856,926,132.
MAX_BENEFICIARIES = 35_000_000

_CUI = re.compile(r"(\d{5,8}|S[0-9A-V]{7})(?:\.0+)?")
# What files write where an investment has no code.
_NO_CUI = frozenset(
    {"", "-", "0", "s/c", "s/n", "sin codigo", "sin cui", "no tiene", "nd", "n/d", "n/a"}
)
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUV"


def parse_cui(raw: str) -> str:
    """The code by which an investment is known."""
    match = _CUI.fullmatch(raw.strip())
    if match is None:
        raise CellError("No es un código único de inversión (CUI): sin él no se cuenta una vez.")
    return match[1]


def has_no_cui(raw: str) -> bool:
    """Whether the cell says that there is no code; one that is wrong is another matter."""
    return fold(raw) in _NO_CUI


def own_key(name: str, entity: str, ubigeo: str) -> str:
    """A key for a work without CUI, the same in every file that names it so: ``S`` and 35 bits.

    Of its name, entity and unit, which don't change as its amounts and its state do.
    """
    text = "\n".join((fold(name), fold(entity), ubigeo.strip().lstrip("0").partition(".")[0]))
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:5]) >> 5
    digits = (number >> 5 * place & 31 for place in reversed(range(7)))
    return "S" + "".join(_DIGITS[digit] for digit in digits)


_KEY = (
    Column(
        "CODIGO_UNICO",
        "cui",
        "sin CUI la fila se publica con una clave propia; vea «Obras sin CUI»",
        also=("Código único de inversión", "CUI"),
        required=True,
        strict=True,
        parse=parse_cui,
        # Investments are numbered from 2,000,001 on; none is near this.
        sample=SampleMark(
            ("9000",),
            missing="El código de una muestra es 9000…",
            unexpected="Es el código de una fila de ejemplo.",
        ),
    ),
    Column(
        "NOMBRE_INVERSION",
        "name",
        also=("Nombre de la inversión",),
        required=True,
        strict=True,
        sample=SampleMark(("PROYECTO DE EJEMPLO",)),
        illegible=ILLEGIBLE_NAME,
    ),
)
_PLACE = (
    Column(
        "DEPARTAMENTO",
        part_of="declared_ubigeo",
        about="contra los tres nombres se comprueba el ubigeo",
        required=True,
        strict=True,
    ),
    Column("PROVINCIA", part_of="declared_ubigeo", about="nombre", required=True, strict=True),
    Column(
        "DISTRITO",
        part_of="declared_ubigeo",
        about="nombre; si solo difiere el suyo, se informa",
        required=True,
    ),
    Column(
        "UBIGEO",
        part_of="declared_ubigeo",
        about="código del INEI; vea «Ubigeo»",
        required=True,
        strict=True,
    ),
)
_DESCRIPTION = (
    Column("CODIGO_SNIP", "snip_code", also=("COD_SNIP",)),
    Column(
        "FUNCION",
        part_of="selected_by",
        about="elige las filas; vea «Qué filas son de saneamiento»",
    ),
    Column(
        "ESTADO",
        "status",
        "con las palabras del archivo, en mayúsculas",
        also=("Estado de la inversión",),
        prepare=str.upper,
    ),
    Column("SITUACION", "situation", "con las palabras del archivo"),
    Column("MARCO", "framework", "con las palabras del archivo"),
    Column("NIVEL", "government_level"),
    Column("SECTOR", "sector"),
    Column("ENTIDAD", "entity"),
    Column("EJECUTORA", "executing_unit", also=("NOMBRE_UEP",)),
    Column("DES_MODALIDAD", "modality", "con las palabras del archivo"),
)
_AMOUNTS = tuple(
    Column(title, field, parse=parse_amount_pen)
    for title, field in (
        ("MONTO_VIABLE", "viable_amount_pen"),
        ("COSTO_ACTUALIZADO", "updated_cost_pen"),
        ("PIA_ANIO_ACTUAL", "opening_budget_pen"),
        ("PIM_ANIO_ACTUAL", "modified_budget_pen"),
        ("DEV_ANIO_ACTUAL", "accrued_this_year_pen"),
        ("DEVEN_ACUMUL_ANIO_ANT", "accrued_before_pen"),
    )
)
_PROGRESS = (
    Column("AVANCE_FISICO", "physical_advance_pct", "de 0 a 100", parse=parse_percent),
    Column("AVANCE_EJECUCION", "execution_advance_pct", "de 0 a 100", parse=parse_percent),
)

# What an investment's rows have to agree on, since it is counted once.
SAME_IN_ALL = tuple(
    column
    for column in (_KEY[1], *_DESCRIPTION, *_AMOUNTS, *_PROGRESS)
    if column.field and column.field != "government_level"
)

FILE = Specification(
    SanitationProject,
    (
        *_KEY,
        *_PLACE,
        *_DESCRIPTION,
        *_AMOUNTS,
        *_PROGRESS,
        Column("TIENE_F8", "has_f8"),
        Column("TIENE_F9", "has_f9"),
        Column("TIENE_F12B", "has_f12b"),
        Column("FECHA_REGISTRO", "registered_on", also=("Fecha de registro",)),
        Column("FECHA_VIABILIDAD", "viable_on", also=("Fecha de viabilidad",)),
        Column(
            "NUM_HABITANTES_BENEF",
            "beneficiaries",
            "hasta 35 millones: un archivo real dice 856 926 132",
            also=("Beneficiarios",),
            parse=partial(parse_count, most=MAX_BENEFICIARIES),
        ),
        Column("LATITUD", part_of="geom", about="grados decimales; vea «Dónde se dibuja»"),
        Column("LONGITUD", part_of="geom", about="grados decimales"),
    ),
    commitments=(14,),
    computed=("place",),
)
