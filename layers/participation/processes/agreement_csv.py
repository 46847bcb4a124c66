"""Agreements as a CSV file: its columns, and how it is written.

What is exported imports again unchanged (``agreement_import``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from layers import record_rows
from layers.record_rows import VERSION, Column
from territory.models import Agreement
from territory.participation.processes.agreements import is_overdue
from territory.participation.processes.seen import looked_after
from territory.roles import AnyUser

_PROGRESS = ", ".join(f"{code} ({title})" for code, title in Agreement.Progress.choices)
COLUMNS = (
    Column(
        "forum",
        "Foro",
        "Identificador del foro. Con session y code nombra el acuerdo.",
        required=True,
    ),
    Column("session", "Sesión", "Número de la sesión, entero desde 1.", required=True),
    Column("code", "Código", "Código del acuerdo en su sesión; no cambia.", required=True),
    Column("text", "Acuerdo", "Qué se acordó.", required=True),
    Column(
        "topic",
        "Tema",
        "Tema por el que se agrupan los acuerdos, hasta 80 caracteres.",
        required=True,
    ),
    Column(
        "owner", "Responsable", "Sigla de la entidad responsable; nunca una persona.", required=True
    ),
    Column("due_on", "Vence el", "Día (AAAA-MM-DD); vacío si no se conoce."),
    Column("progress", "Estado", f"Uno de: {_PROGRESS}.", required=True),
    Column("fulfilled_on", "Cumplido el", "Día (AAAA-MM-DD), solo de lo cumplido."),
    Column("units", "Lugares", "Ubigeos del INEI separados por espacios; vacío: los de su sesión."),
    Column(
        "source_url",
        "Fuente",
        "Dirección donde se leyó; sin ella no se acepta la fila.",
        required=True,
    ),
    Column(
        "cutoff_date",
        "Fecha de corte",
        "Día (AAAA-MM-DD) en que lo dicho era cierto.",
        required=True,
    ),
    Column(
        VERSION,
        "Versión",
        "La que su entidad descargó; vacía en uno nuevo. Si otra persona lo cambió después, la "
        "fila no se acepta.",
    ),
    Column("commitment", "Compromiso", "Número del compromiso del foro.", derived=True),
    Column(
        "overdue",
        "Vencido",
        "true si no está cumplido y su día ya pasó en Lima (UTC−05:00).",
        derived=True,
    ),
    Column("is_sample", "Ejemplo", "true si la fila es un ejemplo y no un hecho.", derived=True),
)
# What a row says of its agreement.
TITLES = {
    column.name: column.title for column in COLUMNS if not column.derived and column.name != VERSION
}
VALUES = tuple(TITLES)


def written(user: AnyUser, rows: Iterable[Agreement], day: dt.date) -> Iterator[str]:
    """The file, line by line.

    Versions are given to who prepares the rows: they rise with drafts, which nobody else counts.
    """
    own = {found.pk for found in looked_after(user)}

    def shown(agreement: Agreement) -> dict[str, str]:
        is_own = agreement.session.forum.commitment_id in own
        return cells_of(agreement, day) | ({} if is_own else {VERSION: ""})

    return record_rows.written(COLUMNS, map(shown, rows))


def cells_of(agreement: Agreement, day: dt.date) -> dict[str, str]:
    """A row's cells by column; what isn't known is empty."""
    session = agreement.session
    cells = {
        "forum": session.forum.slug,
        "session": str(session.number),
        "code": agreement.code,
        "text": agreement.text,
        "topic": agreement.topic,
        "owner": agreement.owner.acronym,
        "due_on": _day(agreement.due_on),
        "progress": agreement.progress,
        "fulfilled_on": _day(agreement.fulfilled_on),
        "units": " ".join(agreement.units),
        "source_url": agreement.source_url or "",
        "cutoff_date": _day(agreement.cutoff_date),
        VERSION: str(agreement.version),
    }
    return cells | {
        "commitment": str(session.forum.commitment.number),
        "overdue": str(is_overdue(agreement, day)).lower(),
        "is_sample": str(agreement.is_sample).lower(),
    }


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
