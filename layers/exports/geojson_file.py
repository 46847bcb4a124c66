"""A whole selection as one GeoJSON file (RFC 7946), with what it says of itself as members."""

from __future__ import annotations

import json
from collections.abc import Iterator

from layers.encodings.geojson import GeoJSONEncoding
from layers.exports.export import Export, Pieces
from layers.exports.streaming import Streamed


def write(export: Export) -> Pieces:
    """EPSG:4326; the features are those of the OGC API."""
    said = export.statement
    members = {
        "type": "FeatureCollection",
        "name": said.name,
        "title": said.title,
        "description": said.abstract,
        "source": said.source,
        "source_url": said.source_url,
        "cutoff_date": said.cutoff_date.isoformat() if said.cutoff_date else None,
        "covers": said.covers,
        "content": said.part,
        "licence": said.licence,
        "attribution": said.attribution,
        "is_sample": said.is_sample,
        "has_approximate_boundaries": said.is_approximate,
        "timeStamp": said.made_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    head = json.dumps(members, ensure_ascii=False).removesuffix("}") + ', "features": [\n'
    rows = export.stream(GeoJSONEncoding())

    def pieces(texts: Iterator[bytes]) -> Iterator[bytes]:
        yield head.encode()
        yield from texts
        yield b"\n]}\n"

    return Streamed(rows, pieces, separator=b",\n")
