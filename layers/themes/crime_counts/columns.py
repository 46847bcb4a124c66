"""The columns of SIDPOL, as MININTER's dictionary of the data set has them."""

from __future__ import annotations

from layers.reading.cells import CellError, parse_text
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from territory.models.crime import CrimeCount, CrimeKind
from territory.names import fold

TABLE = "crime_counts"
# What tells a row written for demonstration from a fact, in the file itself.
SAMPLE_NOTE = "DATO DE EJEMPLO"
MARK = SampleMark((SAMPLE_NOTE,), f"La nota de una muestra empieza con «{SAMPLE_NOTE}».")

# How each begins: the longest one is cut off in some copies.
_KINDS = {
    "hurto": CrimeKind.THEFT,
    "robo": CrimeKind.ROBBERY,
    "estafa": CrimeKind.FRAUD,
    "extorsion": CrimeKind.EXTORTION,
    "secuestro": CrimeKind.KIDNAPPING,
    "homicidio": CrimeKind.HOMICIDE,
    "violencia contra la mujer": CrimeKind.VIOLENCE,
    "otro": CrimeKind.OTHER,
}


def parse_kind(raw: str) -> str:
    """``Violencia contra la mujer e integrantes`` → violence; raises CellError."""
    text = fold(raw)
    for beginning, kind in _KINDS.items():
        if text.startswith(beginning):
            return kind.value
    raise CellError(
        "No es una modalidad de SIDPOL: hurto, robo, estafa, extorsión, secuestro, homicidio, "
        "violencia contra la mujer u otros."
    )


def parse_note(raw: str, samples: bool) -> str:
    """The note of a row; raises CellError for a sample among facts, or a fact among samples."""
    note = parse_text(raw, max_length=200)
    MARK.check(note, samples=samples)
    return note


FILE = Specification(
    CrimeCount,
    (
        Column("ANIO", part_of="period_start", about="año del hecho", also=("AÑO",), required=True),
        Column("MES", part_of="period_start", about="mes del hecho, 1 a 12", required=True),
        Column(
            "DPTO_HECHO_NEW",
            part_of="declared_ubigeo",
            about="nombre; también `LIMA METROPOLITANA` y `REGION LIMA`, que son del 15",
            also=("DPTO_HECHO", "DEPARTAMENTO"),
            required=True,
        ),
        Column(
            "PROV_HECHO",
            part_of="declared_ubigeo",
            about="nombre",
            also=("PROVINCIA",),
            required=True,
        ),
        Column(
            "DIST_HECHO",
            part_of="declared_ubigeo",
            about="nombre. Una fila sin un distrito del INEI se rechaza",
            also=("DISTRITO",),
            required=True,
            strict=True,
        ),
        Column(
            "UBIGEO_HECHO",
            part_of="declared_ubigeo",
            about="código del INEI; en origen es un número, y pierde su cero inicial: se repone",
            also=("UBIGEO",),
            required=True,
        ),
        Column(
            "P_MODALIDADES",
            "category",
            "`Hurto`, `Robo`, `Estafa`, `Extorsión`, `Secuestro`, `Homicidio`, `Violencia contra "
            "la mujer e integrantes` u `Otros`",
            also=("MODALIDAD", "MODALIDADES"),
            required=True,
            strict=True,
            parse=parse_kind,
        ),
        Column(
            "cantidad",
            part_of="value",
            about="denuncias: un número entero",
            required=True,
            strict=True,
        ),
        Column(
            "nota",
            about=f"`{SAMPLE_NOTE}` marca una muestra, que no se puede publicar como un hecho",
            strict=True,
        ),
    ),
    commitments=(16,),
    computed=("granularity", "state"),
)
