"""W3C's rules for a description of a table, read strictly (Metadata Vocabulary, 2015).

What a validator would only warn of is an error here, and every cell is held against its datatype.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math
import re
from collections.abc import Callable
from typing import Any

# Clause 5.3 to 5.6, of what this site writes; other names are common properties (5.8).
_TABLE = {"@context", "@type", "url", "dialect", "tableSchema"}
_COLUMN = {"name", "titles", "datatype", "separator", "propertyUrl", "required"}
# RFC 6570, 2.3, without percent encoding; clause 5.6: "names beginning with _ are reserved".
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.]*")
# Prefixes of the RDFa initial context, to which the vocabulary's context binds them.
_COMMON = re.compile(r"(dc|rdfs|schema):[A-Za-z]+")
_TYPED = {"xsd:date": dt.date.fromisoformat, "xsd:dateTime": dt.datetime.fromisoformat}


def described(document: bytes) -> dict[str, Any]:
    """The description, once all of its form is right."""
    found: dict[str, Any] = json.loads(document)
    # Clause 5.2: exactly this, the second member an object with the language alone.
    assert found["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "es"}]
    assert found["@type"] == "Table"
    for name, value in found.items():
        if name not in _TABLE:
            assert _COMMON.fullmatch(name), name
            _check_common(value)
    # Clause 5.9, whose defaults are true and "utf-8"; RFC 4180 ends lines like this.
    assert found["dialect"] == {
        "encoding": "utf-8",
        "header": True,
        "lineTerminators": ["\r\n"],
        "doubleQuote": True,
    }
    _check_schema(found["tableSchema"])
    return found


def rows(document: bytes, table: bytes) -> list[dict[str, Any]]:
    """The table's rows by column, each value read as the description says; NULL is None."""
    schema = described(document)["tableSchema"]
    header, *lines = csv.reader(io.StringIO(table.decode("utf-8-sig"), newline=""), strict=True)
    assert header == [column["titles"]["und"] for column in schema["columns"]]
    found = []
    for line in lines:
        cells = zip(schema["columns"], line, strict=True)
        found.append({column["titles"]["und"]: _value(column, cell) for column, cell in cells})
    if key := schema.get("primaryKey"):
        keys = [row[key] for row in found]
        assert len(set(keys)) == len(keys)
    return found


def _check_common(value: Any) -> None:
    """Clause 5.8.2: a string, a number, an array, or an object that is a value or names a thing."""
    if isinstance(value, list):
        assert value
        for item in value:
            _check_common(item)
    elif isinstance(value, dict) and "@value" in value:
        assert set(value) == {"@value", "@type"}
        _TYPED[value["@type"]](value["@value"])
    elif isinstance(value, dict):
        assert set(value) == {"@id"}
        assert value["@id"].startswith(("https://", "http://"))
    else:
        assert isinstance(value, str)
        assert value


def _check_schema(schema: dict[str, Any]) -> None:
    assert set(schema) <= {"columns", "primaryKey"}
    names = [column.get("name") for column in schema["columns"]]
    for column in schema["columns"]:
        assert set(column) - {"dc:description"} <= _COLUMN
        assert set(column["titles"]) <= {"und", "es"}
        assert all(column["titles"].values())
        if "name" in column:
            assert _NAME.fullmatch(column["name"])
            assert column["name"] == column["titles"]["und"]
        _parser(column["datatype"])
    given = [name for name in names if name is not None]
    assert len(set(given)) == len(given)
    assert schema.get("primaryKey") in (None, *given)


def _value(column: dict[str, Any], cell: str) -> Any:
    """Clause 6.4 of the model, "Parsing Cells"; an empty text is NULL, as without ``null``."""
    if cell == "":
        assert not column.get("required"), column
        return None
    read = _parser(column["datatype"])
    if separator := column.get("separator"):
        return [read(item) for item in cell.split(separator)]
    return read(cell)


def _parser(datatype: Any) -> Callable[[str], Any]:
    if isinstance(datatype, dict):
        assert set(datatype) == {"base", "format"}
        assert datatype["base"] == "boolean"  # the only one of which a format is written here
        return _two(*datatype["format"].split("|"))
    return _PARSERS[str(datatype)]


def _two(true: str, false: str) -> Callable[[str], bool]:
    return lambda text: {true: True, false: False}[text]


def _integer(text: str) -> int:
    assert re.fullmatch(r"[+-]?[0-9]+", text, re.ASCII), text
    return int(text)


def _double(text: str) -> float:
    """XML Schema's lexical form."""
    assert re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?", text, re.ASCII), (
        text
    )
    assert math.isfinite(float(text))
    return float(text)


def _moment(text: str) -> dt.datetime:
    found = dt.datetime.fromisoformat(text)
    assert found.tzinfo is not None
    return found


_PARSERS: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": _integer,
    "double": _double,
    "boolean": _two("true", "false"),
    "date": dt.date.fromisoformat,
    "dateTime": _moment,
}
