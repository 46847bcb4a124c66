"""Records as Arrow batches, for formats that GDAL writes.

The database writes the same lines as for CSV, with the geometry as WKB; Arrow reads many of them
at once, so that no value becomes an object of Python's.
"""

from __future__ import annotations

import io
from binascii import unhexlify
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import csv

from layers.encodings.csv import CsvEncoding, Shape
from layers.encodings.records import Column
from layers.fields import Field, FieldType
from layers.stream import RowStream

GEOMETRY = "geometry"
# So many that a batch costs little beside its rows, so few that it is small beside a worker.
ROWS_AT_ONCE = 8_192
_BLOCK_BYTES = 1 << 30

TYPES: Mapping[FieldType, Any] = {
    FieldType.STRING: pa.string(),
    FieldType.INTEGER: pa.int64(),
    FieldType.NUMBER: pa.float64(),
    FieldType.BOOLEAN: pa.bool_(),
    FieldType.DATE: pa.date32(),
    FieldType.DATETIME: pa.timestamp("ms", tz="UTC"),
    FieldType.INTEGER_LIST: pa.string(),
}


def encoding(columns: tuple[Column, ...], *, with_geometry: bool) -> CsvEncoding:
    """The lines that ``batches`` reads; texts are exact."""
    shape = Shape.HEX_WKB if with_geometry else Shape.NONE
    return CsvEncoding(columns, shape, guarded=False)


def schema(
    fields: Mapping[str, Field], types: Mapping[FieldType, Any] = TYPES, *, with_geometry: bool
) -> Any:
    """The batches' schema, under the names that ``fields`` gives.

    What GDAL reads beside (``GDAL:OGR:…``): a field's title and description. A title that two
    share has the field's name beside it: a GeoPackage takes each once (OGC 12-128r19, table 50:
    ``gpkg_data_columns`` is unique in ``table_name`` and ``name``).
    """
    shared = Counter(str(field.title) for field in fields.values())
    described = [
        pa.field(name, types[field.type], metadata=_metadata(name, field, shared))
        for name, field in fields.items()
    ]
    if with_geometry:
        wkb = {b"ARROW:extension:name": b"ogc.wkb"}
        described.append(pa.field(GEOMETRY, pa.binary(), metadata=wkb))
    return pa.schema(described)


def batches(rows: RowStream, schema_: Any) -> Iterator[Any]:
    """Record batches of the lines."""
    names = [field.name for field in schema_]
    read = csv.ReadOptions(column_names=names, use_threads=False, block_size=_BLOCK_BYTES)
    parse = csv.ParseOptions(newlines_in_values=True)
    types = {field.name: pa.string() if field.name == GEOMETRY else field.type for field in schema_}
    convert = csv.ConvertOptions(
        column_types=types,
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        true_values=["true"],
        false_values=["false"],
    )
    lines = (row[0] for row in rows if row[0] is not None)  # left out by the encoding
    while some := list(islice(lines, ROWS_AT_ONCE)):
        table = csv.read_csv(io.BytesIO(b"".join(some)), read, parse, convert)
        for batch in table.combine_chunks().to_batches():
            yield _with_wkb(batch, schema_)


def _with_wkb(batch: Any, schema_: Any) -> Any:
    """The batch with its geometry's hexadecimal digits as bytes."""
    arrays = list(batch.columns)
    if schema_.names[-1] == GEOMETRY:
        arrays[-1] = _unhexed(arrays[-1])
    return pa.record_batch(arrays, schema=schema_)


def _unhexed(texts: Any) -> Any:
    validity, offsets, digits = texts.buffers()
    ends = np.frombuffer(offsets, np.int32)[: len(texts) + texts.offset + 1]
    content = unhexlify(digits) if digits is not None and len(digits) else b""
    halves = pa.py_buffer((ends // 2).astype(np.int32))
    return pa.Array.from_buffers(
        pa.binary(), len(texts), [validity, halves, pa.py_buffer(content)], offset=texts.offset
    )


def _metadata(name: str, field: Field, shared: Mapping[str, int]) -> dict[bytes, bytes]:
    title = str(field.title)
    alternative = f"{title} ({name})" if title and shared[title] > 1 else title
    said = {"alternative_name": alternative, "comment": str(field.description)}
    return {f"GDAL:OGR:{key}".encode(): text.encode() for key, text in said.items() if text}
