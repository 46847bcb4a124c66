"""What goes with shapefiles as text: names, what was cut and what can't be told."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext as _

from layers.days import NOTE
from layers.exports.csvw import CsvColumn, document, said_of
from layers.exports.dbase import MAX_TEXT_BYTES, DbaseField
from layers.exports.export import Export
from layers.reading.results import harmless

# The texts that a table cuts, in the zip.
LONG_TEXTS = "textos_completos.csv"


def description(export: Export) -> bytes:
    """What their file can't say of itself (W3C, CSV on the Web)."""
    columns = [
        CsvColumn("id", _("Identificador"), is_required=True),
        CsvColumn("campo", _("Campo"), description=_("Su nombre completo.")),
        CsvColumn("texto", _("Texto completo")),
    ]
    return document(LONG_TEXTS, columns, said_of(export.statement))


class LongTexts:
    """The texts that a table cuts, whole in a file of their own; ``count`` of them so far."""

    def __init__(self, folder: Path, fields: Iterable[DbaseField]) -> None:
        self.path = folder / "long_texts.csv"
        self.count = 0
        self._fields = [(n, field) for n, field in enumerate(fields) if field.is_cut]

    def cut(self, batches: Iterable[Any], schema: Any) -> Iterator[Any]:
        """The batches with no text longer than a table's; those that were are kept."""
        if not self._fields:
            yield from batches
            return
        with self.path.open("a", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            if not self.count:
                writer.writerow(("id", "campo", "texto"))
            for batch in batches:
                yield self._cut(batch, schema, writer)

    def _cut(self, batch: Any, schema: Any, writer: Any) -> Any:
        arrays = list(batch.columns)
        for n, field in self._fields:
            is_long = pc.greater(pc.binary_length(arrays[n]), MAX_TEXT_BYTES)
            places = pc.indices_nonzero(pc.fill_null(is_long, False)).to_pylist()
            if not places:
                continue
            texts = arrays[n].to_pylist()
            for place in places:
                key, text = arrays[0][place].as_py(), texts[place]
                writer.writerow((key, field.column.name, harmless(text)))
                texts[place] = _as_much_as_fits(text)
            self.count += len(places)
            arrays[n] = pa.array(texts, arrays[n].type)
        return pa.record_batch(arrays, schema=schema)


def _as_much_as_fits(text: str) -> str:
    """Whole characters only."""
    return text.encode()[:MAX_TEXT_BYTES].decode(errors="ignore")


def notes(export: Export, fields: Iterable[DbaseField], long_texts: LongTexts) -> str:
    """LEEME.txt, with the line ends that any editor knows."""
    lines = [
        export.statement.text(),
        "",
        _("CAMPOS: nombre en el shapefile = nombre de la capa, título"),
        *(_named(field) for field in fields),
        "",
        _("LO QUE EL FORMATO NO DICE"),
        _("- Los textos están en UTF-8, como dice el archivo .cpg."),
        _("- Un texto vacío y uno que falta se ven igual."),
        _("- Los días son de Lima (%(note)s); los instantes van como texto.") % {"note": NOTE},
        _("- Lo que no es un número finito (NaN, infinito) queda vacío."),
        _("- Una capa con varios tipos de geometría tiene un archivo para cada uno."),
    ]
    if long_texts.count:
        lines.append(
            _(
                "- %(number)s textos de más de %(most)s bytes se cortaron; están enteros en "
                "textos_completos.csv."
            )
            % {"number": long_texts.count, "most": MAX_TEXT_BYTES}
        )
    return "\r\n".join("\n".join(lines).splitlines()) + "\r\n"


def _named(field: DbaseField) -> str:
    described = field.column.field
    unit = f" ({described.unit})" if described.unit else ""
    return f"{field.name} = {described.name}, {described.title}{unit}"
