"""The columns of SUSALUD's form F500.2, version 2: those of emergency beds, of a hundred others.

The form names the same number in two ways, by the zone that it is of.
"""

from __future__ import annotations

from layers.reading.cells import CellError
from layers.reading.numbers import parse_count
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.reading.text import ILLEGIBLE_NAME
from layers.themes.health_facilities.columns import CODES, parse_facility_code
from territory.models.emergency_beds import BED_NUMBERS, BedArea, EmergencyBedReport

# How SUSALUD's files write that a number isn't published. It is no zero.
NOT_PUBLISHED = "NE_0001"
# No emergency service of the country has near so many.
_MOST_BEDS = 2_000

# Of version 1 only, which counts no emergency beds.
OF_VERSION_1 = ("camas_zc_total", "camas_znc_total", "uci_adultos_camas_total")

_TITLES = {
    BedArea.GENERAL: (
        "ZNC_EMER_CAM_TOTAL",
        "ZNC_EMER_CAM_INOPERATIVO",
        "ZNC_EMER_CAM_OPERATIVO",
        "ZNC_EMER_CAM_DISPONIBLE",
        "ZNC_EMER_CAM_OCUPADO",
    ),
    BedArea.COVID: (
        "ZC_EMER_CAM_TOTAL",
        "ZC_EMER_CAM_INOPERATIVOS",
        "ZC_EMER_CAM_TOT_OPER",
        "ZC_EMER_CAM_TOT_DISP",
        "ZC_EMER_CAM_TOT_OCUP",
    ),
}


def parse_beds(raw: str) -> int | None:
    """A count; None where the file has none or SUSALUD doesn't publish it."""
    text = raw.strip()
    if text.upper() == NOT_PUBLISHED:
        return None
    if text.upper().startswith("NE_"):
        raise CellError(f"No es una cantidad ni {NOT_PUBLISHED}, «no se publica».")
    return parse_count(text, most=_MOST_BEDS)


def _numbers(area: BedArea) -> tuple[Column, ...]:
    return tuple(
        Column(
            title,
            part_of=number,
            about=f"{area.label}; `{NOT_PUBLISHED}` es que no se publica, no cero",
            required=area is BedArea.GENERAL and number == "operational",
        )
        for title, number in zip(_TITLES[area], BED_NUMBERS, strict=True)
    )


NUMBERS = {area: _numbers(area) for area in BedArea}

FILE = Specification(
    EmergencyBedReport,
    (
        Column(
            "CODIGO",
            "facility_code",
            "código único de la IPRESS, 8 dígitos; se reponen los ceros perdidos",
            also=("CO_IPRESS", "CODIGO_IPRESS"),
            required=True,
            strict=True,
            parse=parse_facility_code,
            sample=CODES,
        ),
        Column(
            "NOMBRE",
            "reported_name",
            "el del registro de establecimientos va antes, si el código está en él",
            required=True,
            strict=True,
            sample=SampleMark(("ESTABLECIMIENTO DE EJEMPLO",)),
            illegible=ILLEGIBLE_NAME,
        ),
        Column(
            "FECHACORTE",
            "reported_on",
            "de varios reportes de un día se toma el último registrado",
            also=("FECHA_CORTE",),
            required=True,
            strict=True,
        ),
        Column("FECHAREGISTRO", about="dice cuál es el último", also=("FECHA_REGISTRO",)),
        Column("UBIGEO", part_of="declared_ubigeo", about="código del INEI"),
        Column("REGION", part_of="declared_ubigeo", about="nombre del departamento", required=True),
        Column("PROVINCIA", part_of="declared_ubigeo", about="nombre", required=True),
        Column("DISTRITO", part_of="declared_ubigeo", about="nombre", strict=True, required=True),
        Column(
            "CUENTA_ZC",
            about="`No`: el establecimiento no tiene zona COVID-19, y sus ceros de esa zona no son "
            "un dato",
        ),
        *NUMBERS[BedArea.GENERAL],
        *NUMBERS[BedArea.COVID],
    ),
    commitments=(12,),
    computed=("area",),
)
