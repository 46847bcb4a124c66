"""The one form of a milestone and of a report: its columns, how each is read and written.

The CSV file, the pages' forms, the field dictionary and the JSON API take their columns from here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from layers.tracking.cells import (
    MAX_TEXT,
    MAX_TITLE,
    choice_reader,
    paragraphs,
    read_acronym,
    read_address,
    read_past,
    read_percent,
    read_planned,
    read_units,
    write_day,
    write_progress,
    write_text,
)
from territory.models import Progress

MILESTONE, REPORT = "hito", "informe"


@dataclass(frozen=True)
class Column:
    """A column: ``milestone`` and ``report`` are the attributes that it fills, empty for none.

    ``read`` gives the attribute's value of a text, None where it is empty, and raises CellError;
    ``write`` is its inverse. ``meaning`` is what the dictionary says, ``required`` for which kinds
    it can't be empty.
    """

    name: str
    title: str
    meaning: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    milestone: str = ""
    report: str = ""
    required: tuple[str, ...] = ()
    widget: str = "text"

    def attribute(self, kind: str) -> str:
        """What it fills of a milestone or a report; empty where it fills nothing."""
        return self.milestone if kind == MILESTONE else self.report


# The office is an acronym here; who reads a row looks up which agency it is.
OFFICE = Column(
    "responsable",
    "Entidad responsable",
    "Sigla de la entidad que responde por el hito, de la lista de entidades del sitio. Nunca una "
    "persona. Vacío: no se conoce.",
    read_acronym,
    write_text,
    milestone="responsible",
)
UNITS = Column(
    "lugares",
    "Lugares (ubigeo)",
    "Ubigeos del INEI (2, 4 o 6 dígitos) donde están los resultados, separados por espacios. "
    "Vacío: no se dice.",
    read_units,
    " ".join,
    milestone="units",
    report="units",
)

COLUMNS: tuple[Column, ...] = (
    Column(
        "titulo",
        "Hito",
        "El hito, con las palabras de su fuente.",
        paragraphs(MAX_TITLE),
        write_text,
        milestone="title",
        required=(MILESTONE,),
        widget="textarea",
    ),
    OFFICE,
    Column(
        "inicio_previsto",
        "Inicio previsto",
        "Día, AAAA-MM-DD. Vacío: no se conoce.",
        read_planned,
        write_day,
        milestone="planned_start",
        widget="date",
    ),
    Column(
        "fin_previsto",
        "Fin previsto",
        "Día, AAAA-MM-DD; de él se calcula el retraso. Vacío: no se conoce.",
        read_planned,
        write_day,
        milestone="planned_end",
        widget="date",
    ),
    Column(
        "inicio_real",
        "Inicio real",
        "Día en que empezó, AAAA-MM-DD. Vacío: no empezó o no se conoce.",
        read_past,
        write_day,
        milestone="actual_start",
        report="actual_start",
        widget="date",
    ),
    Column(
        "fin_real",
        "Fin real",
        "Día en que se concluyó, AAAA-MM-DD; solo de lo concluido.",
        read_past,
        write_day,
        milestone="actual_end",
        report="actual_end",
        widget="date",
    ),
    Column(
        "avance",
        "Avance (%)",
        "Entero de 0 a 100. Vacío: no se conoce, que no es cero.",
        read_percent,
        write_text,
        milestone="percent",
        report="percent",
        widget="number",
    ),
    Column(
        "estado",
        "Estado",
        "no iniciado, en curso, concluido o abandonado. Vacío: no se conoce.",
        choice_reader(Progress),
        write_progress,
        milestone="progress",
        report="progress",
        widget="select",
    ),
    UNITS,
    Column(
        "texto",
        "Qué se hizo",
        "Lo que la entidad informa. Sin nombres, teléfonos, correos ni documentos de personas.",
        paragraphs(MAX_TEXT),
        write_text,
        report="text",
        required=(REPORT,),
        widget="textarea",
    ),
    Column(
        "proximos_pasos",
        "Próximos pasos",
        "Lo que sigue, según la entidad. Vacío: no se dice.",
        paragraphs(MAX_TEXT),
        write_text,
        report="next_steps",
        widget="textarea",
    ),
    Column(
        "fuente_url",
        "Dirección de la fuente",
        "Dirección (http o https) donde se lee; de un hito es obligatoria.",
        read_address,
        write_text,
        milestone="source_url",
        report="source_url",
        required=(MILESTONE,),
        widget="url",
    ),
    Column(
        "fecha",
        "Fecha",
        "De un hito, el día de corte de lo que se dice de él; de un informe, su fecha. AAAA-MM-DD.",
        read_past,
        write_day,
        milestone="cutoff_date",
        report="reported_on",
        required=(MILESTONE, REPORT),
        widget="date",
    ),
)

# What names a row, and what only goes out.
KEYS: Mapping[str, str] = {
    "tipo": "«hito» o «informe»: de qué es la fila.",
    "compromiso": "Número del compromiso, de 1 a 18.",
    "hito": "Código del hito dentro de su compromiso; no cambia.",
    "informe": "Número del informe dentro de su hito; vacío en las filas de hitos.",
    "es_ejemplo": "«sí» en las filas de ejemplo, que no son hechos y no se cambian.",
}
ONLY_OUT: Mapping[str, str] = {
    "publicacion": "borrador, presentado, publicado o retirado. Se decide en las páginas.",
    "retraso_dias": "Días de retraso, calculados de las fechas; vacío donde no hay o no se sabe.",
    "retraso": "Lo que las fechas dicen del retraso, en palabras.",
    "evidencias": "Direcciones de las evidencias que se ven, separadas por espacios.",
    "version": "Versión de la fila, en lo que descarga su entidad: si otra persona la cambió "
    "después, la importación lo dice en vez de pisar su cambio.",
}


def columns_of(kind: str) -> tuple[Column, ...]:
    """Those that say something of a milestone or a report."""
    return tuple(column for column in COLUMNS if column.attribute(kind))
