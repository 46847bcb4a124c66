"""A file of facts read and checked as far as that can be done without a database.

``check`` is what the command line runs; a file from outside is read by ``check_file``, in a
process that can reach nothing (``layers.sandbox``), from what ``arguments_of`` packs for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from layers.collecting import seldom_collecting
from layers.loading.feeds import checked
from layers.loading.packing import write_reading
from layers.loading.part_by_part import write_parts
from layers.loading.personal import Finding, personal_columns, without_refuges, without_victims
from layers.loading.privacy import without_personal_data
from layers.loading.sources import SOURCES, find
from layers.reading.content import FileData
from layers.reading.context import TEXT_CHOICES, Choice, Context, Feed
from layers.reading.directory import Directory
from layers.reading.kinds import refuse_foreign
from layers.reading.results import ChoiceMissing, Provenance, Reading, SourceError
from layers.reading.text_form import text_form
from layers.source import Source


@dataclass(frozen=True)
class Handed:
    """What whoever hands in a file says of it, beside the file itself."""

    provenance: Provenance | None = None
    feed: Feed | None = None
    choice: Choice = field(default_factory=Choice)


def read(source: Source, data: FileData, handed: Handed, context: Context) -> Reading:
    """What the file alone says: its clean rows without personal data, and all that was refused.

    Raises SourceError where the file as a whole can't be read, ChoiceMissing where something has
    to be said of it first.
    """
    context = _told(source, data, handed, context)
    with text_form(handed.choice.encoding, handed.choice.separator):
        found = source.read(data, context)
    reading = without_personal_data(source, found)
    return without_refuges(source, reading)


def read_into(
    source: Source, data: FileData, handed: Handed, context: Context, folder: Path
) -> dict[str, Any]:
    """The same, left in a folder as ``packing.write_reading`` leaves it.

    Of a source that is read part by part never all of the rows are in memory.
    """
    if source.read_parts is None:
        return write_reading(read(source, data, handed, context), folder)
    context = _told(source, data, handed, context)
    with text_form(handed.choice.encoding, handed.choice.separator):
        return write_parts(source, source.read_parts(data, context), folder)


def _told(source: Source, data: FileData, handed: Handed, context: Context) -> Context:
    """What may be asked, with what was said of the file; raises as ``read`` does."""
    if source.needs_provenance and handed.provenance is None:
        raise ChoiceMissing(
            "El archivo no dice su fuente ni su fecha de corte: indíquelas (--origin y --cutoff).",
            "provenance",
        )
    refuse_foreign(data)
    allowed = (*source.choices, *TEXT_CHOICES)
    if unused := [f"--{name}" for name in handed.choice.given if name not in allowed]:
        raise SourceError(f"Los archivos de esta fuente no llevan {', '.join(unused)}.")
    if handed.feed and not source.needs_feed:
        raise SourceError("Esta fuente no distingue archivos por nombre ni por unidad.")
    context = replace(context, provenance=handed.provenance, choice=handed.choice)
    if source.needs_feed:
        feed = checked(handed.feed, context.units, _taken_names(source))
        context = replace(context, feed=feed)
    return context


def arguments_of(source: Source, handed: Handed, context: Context) -> dict[str, Any]:
    """All that ``check_file`` needs beside the file, as JSON values."""
    return packed(handed) | {
        "source": source.name,
        "today": str(context.today),
        "units": dict(context.units.names),
        "department_extents": {k: list(v) for k, v in context.department_extents.items()},
    }


def packed(handed: Handed) -> dict[str, Any]:
    """What was said of a file, as JSON values."""
    provenance = handed.provenance
    return {
        "provenance": provenance
        and {**asdict(provenance), "cutoff_date": str(provenance.cutoff_date)},
        "feed": handed.feed and asdict(handed.feed),
        "choice": asdict(handed.choice),
    }


def unpacked(values: Mapping[str, Any]) -> Handed:
    """The way back."""
    provenance, feed = values["provenance"], values["feed"]
    return Handed(
        provenance
        and Provenance(
            provenance["source"],
            provenance["source_url"],
            dt.date.fromisoformat(provenance["cutoff_date"]),
        ),
        feed and Feed(**feed),
        Choice(**values["choice"]),
    )


@seldom_collecting()
def check_file(file: Path, arguments: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Read a file and leave what it gives in a folder (``packing.candidate_in``).

    ``personal`` of what is given are the columns that look like data of persons.

    Raises as ``read`` does.
    """
    context = Context(
        Directory.of(arguments["units"].items()),
        dt.date.fromisoformat(arguments["today"]),
        department_extents={k: tuple(v) for k, v in arguments["department_extents"].items()},
    )
    source = find(arguments["source"])
    handed = unpacked(arguments)
    if source.read_parts is None:
        reading = read(source, file, handed, context)
        findings = _findings(source, file, handed)
        summary = write_reading(without_victims(source, reading, findings), folder)
    else:  # none of these has positions
        summary = read_into(source, file, handed, context, folder)
        findings = _findings(source, file, handed)
    return summary | {"personal": [finding.as_json() for finding in findings]}


def _findings(source: Source, file: Path, handed: Handed) -> list[Finding]:
    with text_form(handed.choice.encoding, handed.choice.separator):
        return personal_columns(source, file)


def _taken_names(source: Source) -> set[str]:
    """The feeds that are other sources' own."""
    return {other.feed for other in SOURCES if other.feed and other.name != source.name}
