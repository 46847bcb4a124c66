"""What a CSV can't say of itself, as a document beside it: W3C's CSV on the Web.

"Metadata Vocabulary for Tabular Data" (REC 2015-12-17), clauses 4 to 6. Who has the table's address
is led to it by the header ``Link``; who keeps both as files finds it by its name ("Model for
Tabular Data and Metadata on the Web", 5.2 and 5.3).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from layers.exports.statement import Statement

MEDIA_TYPE = "application/csvm+json"
# Behind the whole name of the CSV.
SUFFIX = "-metadata.json"

# A name may stand in a template of addresses (RFC 6570, 2.3), and none begins with a line.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.]*", re.ASCII)
# Whatever this site writes as CSV: RFC 4180 in UTF-8.
_DIALECT = {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"], "doubleQuote": True}


@dataclass(frozen=True)
class CsvColumn:
    """A column as its header calls it; ``datatype`` one of the vocabulary's, or its description.

    ``separator`` stands between the values of a list, ``property_url`` says what the values are.
    """

    name: str
    title: str = ""
    datatype: Any = "string"
    description: str = ""
    separator: str = ""
    property_url: str = ""
    is_required: bool = False

    def as_json(self) -> dict[str, Any]:
        # The header's own name is of no language; by it the column is known.
        titles = {"und": self.name} | ({"es": self.title} if self.title else {})
        found: dict[str, Any] = {"titles": titles, "datatype": self.datatype}
        if _NAME.fullmatch(self.name):
            found = {"name": self.name} | found
        optional = {
            "separator": self.separator,
            "propertyUrl": self.property_url,
            "dc:description": self.description,
            "required": self.is_required,
        }
        return found | {name: value for name, value in optional.items() if value}


def document(
    url: str,
    columns: Sequence[CsvColumn],
    said: Iterable[tuple[str, Any]],
    *,
    key: str = "",
) -> bytes:
    """The document of the table at ``url``, absolute or as its name beside this.

    ``said`` are common properties (clause 5.8), of which empty ones are left out; ``key`` is the
    column that tells the rows apart.
    """
    schema: dict[str, Any] = {"columns": [column.as_json() for column in columns]}
    if _NAME.fullmatch(key):
        schema["primaryKey"] = key
    found = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "es"}],
        "@type": "Table",
        "url": url,
        **{name: value for name, value in said if value not in ("", None, [])},
        "dialect": _DIALECT,
        "tableSchema": schema,
    }
    return json.dumps(found, ensure_ascii=False, indent=2).encode()


def said_of(statement: Statement) -> list[tuple[str, Any]]:
    """What a layer's file says of itself, in Dublin Core's terms."""
    return [
        ("dc:title", statement.title),
        ("dc:identifier", statement.name),
        ("dc:description", statement.abstract),
        ("schema:creativeWorkStatus", SAMPLE if statement.is_sample else ""),
        ("rdfs:comment", statement.warnings()),
        ("dc:source", source(statement.source, statement.source_url)),
        ("dc:date", day(statement.cutoff_date.isoformat() if statement.cutoff_date else "")),
        ("dc:spatial", statement.covers),
        ("dc:extent", statement.part),
        ("dc:license", statement.licence),
        ("dc:rights", statement.attribution),
        ("dc:created", moment(statement.made_at.isoformat(timespec="seconds"))),
    ]


# What isn't real is told apart by this word, in the title as well.
SAMPLE = "EJEMPLO"


def source(name: str, url: str = "") -> Any:
    """Whose data it is, and its address where that is known."""
    return [name, {"@id": url}] if name and url else name or ({"@id": url} if url else "")


def day(text: str) -> Any:
    """A day of the calendar; empty where there is none."""
    return {"@value": text, "@type": "xsd:date"} if text else ""


def moment(text: str) -> Any:
    """A moment with its offset."""
    return {"@value": text, "@type": "xsd:dateTime"}
