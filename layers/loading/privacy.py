"""What no file publishes, whatever its theme: telephones, e-mails, numbers of documents."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from layers.reading.results import Reading, RowError
from layers.source import Source
from territory.personal_data import free_texts, masked

_REASON = "Tenía un teléfono, un correo o un número de documento, que no se publica."


def without_personal_data(source: Source, reading: Reading) -> Reading:
    """The reading with personal data taken out of its free texts, each reported without it."""
    frames = dict(reading.frames)
    notices: list[RowError] = []
    for table in source.tables:
        frame = frames[table.name]
        for column in free_texts(table.model):
            if column not in frame:
                continue
            cleaned = _cleaned(frame[column])
            if not cleaned:
                continue
            frame = frame.copy()
            for row, text in cleaned.items():
                frame.at[row, column] = text
                notices.append(RowError(int(row), column, "", _REASON))
        frames[table.name] = frame
    if not notices:
        return reading
    notices.sort(key=lambda notice: notice.row)
    return replace(reading, frames=frames, notices=(*reading.notices, *notices))


def _cleaned(values: Any) -> dict[Any, str]:
    """Row → the text without them, of those that had any; each distinct text is read once."""
    changed = {
        text: clean
        for text in values.dropna().unique()
        if isinstance(text, str) and (clean := masked(text)) != text
    }
    if not changed:
        return {}
    found = values[values.isin(list(changed))]
    return {row: changed[text] for row, text in found.items()}
