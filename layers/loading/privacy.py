"""What no file publishes, whatever its theme: telephones, e-mails, numbers of documents."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

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
            values = frame[column]
            changed = _changed(values)
            is_changed = values.isin(list(changed))
            if not is_changed.any():
                continue
            frame = frame.assign(**{column: values.where(~is_changed, values.map(changed))})
            if not table.part_of:
                rows = frame.index[is_changed]
                notices += [RowError(int(row), column, "", _REASON) for row in rows]
        frames[table.name] = frame
    notices.sort(key=lambda notice: notice.row)
    return replace(reading, frames=frames, notices=(*reading.notices, *notices))


def _changed(values: pd.Series) -> dict[str, str]:
    """The texts that had any → without them; each distinct one is read once."""
    return {
        text: cleaned
        for text in values.dropna().unique()
        if isinstance(text, str) and (cleaned := masked(text)) != text
    }
