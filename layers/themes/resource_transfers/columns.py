"""The columns of the ministry's income (``AAAA-Ingreso.csv``), of which these are read.

The file has a row for each month, executing unit and classifier, of all public income.
"""

from __future__ import annotations

from layers.reading.cells import CellError, parse_text
from layers.reading.samples import SampleMark
from layers.reading.specification import Column, Specification
from layers.themes.resource_transfers.kinds import kind_of
from territory.models.resource_transfers import ResourceTransfer

TABLE = "resource_transfers"
# What tells a row written for demonstration from a fact, in the file itself.
SAMPLE_NOTE = "DATO DE EJEMPLO"
_MARK = SampleMark((SAMPLE_NOTE,), f"La nota de una muestra empieza con «{SAMPLE_NOTE}».")


def parse_kind(raw: str) -> str:
    """The kind's code; raises CellError for what is not of extraction."""
    kind = kind_of(raw)
    if kind is None:
        raise CellError("No es un recurso de actividades extractivas.")
    return kind.value


def parse_note(raw: str, samples: bool) -> str:
    """The note of a row; raises CellError for a sample among facts, or a fact among samples."""
    note = parse_text(raw, max_length=200)
    _MARK.check(note, samples=samples)
    return note


def _of_unit(title: str, about: str) -> Column:
    return Column(title, part_of="declared_ubigeo", about=about, required=True)


FILE = Specification(
    ResourceTransfer,
    (
        Column(
            "ANO_DOC",
            part_of="period_start",
            about="año, `AAAA`. El que no había terminado a la fecha de corte no se toma",
            also=("ANO_EJE", "ANO", "AÑO", "ANIO"),
            required=True,
            strict=True,
        ),
        Column(
            "MES_DOC",
            about="mes, 1 a 12: se suman los del año. `0` o vacío es el presupuesto de apertura, "
            "que no es un ingreso. Sin la columna, cada fila es de todo el año",
            also=("MES_EJE", "MES"),
            strict=True,
        ),
        Column(
            "NIVEL_GOBIERNO_NOMBRE",
            part_of="recipient",
            about="`GOBIERNO NACIONAL`, `GOBIERNOS REGIONALES` o `GOBIERNOS LOCALES` (o `E`, `R`, "
            "`M`)",
            also=("TIPO_GOBIERNO_NOMBRE",),
            required=True,
            strict=True,
        ),
        Column(
            "EJECUTORA_NOMBRE",
            part_of="recipient",
            about="de un gobierno local dice si es la municipalidad provincial o una distrital. "
            "Una mancomunidad es de varias y se rechaza",
            also=("PLIEGO_NOMBRE",),
            required=True,
            strict=True,
        ),
        _of_unit("DEPARTAMENTO_EJECUTORA", "código del INEI, 1 o 2 dígitos"),
        _of_unit("DEPARTAMENTO_EJECUTORA_NOMBRE", "nombre; contra los tres se coteja el código"),
        _of_unit("PROVINCIA_EJECUTORA", "código dentro del departamento"),
        _of_unit("PROVINCIA_EJECUTORA_NOMBRE", "nombre"),
        _of_unit("DISTRITO_EJECUTORA", "código dentro de la provincia"),
        _of_unit("DISTRITO_EJECUTORA_NOMBRE", "nombre"),
        Column(
            "RUBRO",
            about="si está, solo se toma el `18` (canon y sobrecanon, regalías, renta de aduanas y "
            "participaciones)",
        ),
        Column(
            "TIPO_RECURSO_NOMBRE",
            "category",
            "elige las filas: canon minero, hidroenergético, gasífero, pesquero, forestal o "
            "petrolero, FOCAM, regalías mineras; las demás no se toman, y se cuentan",
            required=True,
            strict=True,
            parse=parse_kind,
        ),
        Column(
            "GENERICA_NOMBRE",
            about="si está, no se toman los `SALDOS DE BALANCE`: son dinero de años anteriores, "
            "que contaría dos veces",
        ),
        Column(
            "MONTO_RECAUDADO",
            part_of="value",
            about="soles. Un mes puede ser negativo (un extorno); un año, no",
            required=True,
            strict=True,
        ),
        Column(
            "nota",
            about=f"`{SAMPLE_NOTE}` marca una muestra, que no se puede publicar como un hecho",
            strict=True,
        ),
    ),
    commitments=(4,),
    computed=("granularity", "state"),
)
