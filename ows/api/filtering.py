"""The parameters that choose features: filter, datetime, and one for each queryable."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from layers.errors import InvalidFilter
from layers.fields import Field
from layers.filters.chains import all_given
from layers.filters.instants import InvalidInstant, instant
from layers.filters.literals import cast, shown
from layers.filters.temporal import span
from layers.layer import Layer
from ows import crs
from ows.api.schemas import queryable
from ows.crs import Protocol, WireCrs, parse_crs
from ows.errors import InvalidValue
from ows.filters.cql2_json import parse_cql2_json
from ows.filters.cql2_text import parse_cql2_text

Tree = dict[str, Any]

_LANGUAGES: dict[str, Callable[[str, WireCrs], Tree]] = {
    "cql2-text": parse_cql2_text,
    "cql2-json": parse_cql2_json,
}
_OPEN = ("", "..")
# A plus sign that a client forgot to encode arrives as a blank.
_BLANK_OFFSET = re.compile(r"([Tt][\d:.]+) (\d\d:\d\d)", re.ASCII)
# GDAL writes a comparison with a date as ``2025-06-30T/..``.
_BARE_T = re.compile(r"(\d-\d\d-\d\d)T$", re.ASCII)

# Those of an expression that chooses features.
EXPRESSION = ("filter", "filter-lang", "filter-crs")

# Parameters with a meaning of their own, whatever a collection's fields are called.
PARAMETERS = (
    "f",
    "limit",
    "bbox",
    "bbox-crs",
    "crs",
    "datetime",
    "filter",
    "filter-lang",
    "filter-crs",
    "sortby",
    "properties",
    "skipGeometry",
    "after",
)


def queryable_parameters(layer: Layer) -> list[Field]:
    """The fields whose name is a parameter, which asks for equality."""
    return [field for field in queryable(layer) if field.name not in PARAMETERS]


def parse_filters(request: HttpRequest, layer: Layer) -> Tree | None:
    """All that chooses features, as one tree; None where nothing does."""
    trees: list[Tree | None] = [
        _equals(field, request.GET[field.name])
        for field in queryable_parameters(layer)
        if field.name in request.GET
    ]
    trees.append(parse_expression(request, layer))
    if "datetime" in request.GET:
        trees += _during(layer, request.GET["datetime"])
    found: Tree | None = all_given(*trees)
    return found


def _equals(field: Field, text: str) -> Tree:
    """``name=value`` (OGC 19-079r2, 6.3)."""
    try:
        cast(text, field)
    except InvalidFilter as error:
        raise InvalidValue(field.name, error.message) from None
    return {"op": "=", "args": [{"property": field.name}, text]}


def parse_expression(request: HttpRequest, layer: Layer) -> Tree | None:
    """``filter`` in its language, None without; its geometries are in ``filter-crs``, or CRS84."""
    language = request.GET.get("filter-lang", "cql2-text")
    parse = _LANGUAGES.get(language)
    if parse is None:
        offered = ", ".join(_LANGUAGES)
        raise InvalidValue("filter-lang", f"«{language[:40]}» no existe aquí: use {offered}.")
    written_in = filter_crs(request, layer)
    return parse(request.GET["filter"], written_in) if "filter" in request.GET else None


def filter_crs(request: HttpRequest, layer: Layer) -> WireCrs:
    """The CRS of the geometries inside ``filter``."""
    text = request.GET.get("filter-crs", crs.OGC_CRS84)
    return parse_crs(text, Protocol.OGC_API, layer.srids, parameter="filter-crs")


def _during(layer: Layer, text: str) -> list[Tree]:
    """``datetime``: an instant or an interval, open where an end is empty or ``..``.

    A feature without a time of its own is not excluded by it (OGC 17-069r4, 7.15.4).
    """
    ends = [_moment(end) for end in text.split("/")]
    if len(ends) > 2 or (len(ends) == 1 and ends[0] == ".."):
        raise InvalidValue("datetime", "Se espera un instante o un intervalo «inicio/fin».")
    field = _time_field(layer)
    if field is None or ends == ["..", ".."]:
        return []
    time = {"property": field.name}
    end = layer.time_end_field
    literal = {"interval": ends} if len(ends) == 2 else ends[0]
    try:
        span(literal, field)
    except InvalidFilter as error:
        raise InvalidValue("datetime", error.message) from None
    if end is not None:
        return _overlapping(time, {"property": end}, ends[0], ends[-1])
    tests = [{"op": "isNull", "args": [time]}, {"op": "t_intersects", "args": [time, literal]}]
    return [{"op": "or", "args": tests}]


def _time_field(layer: Layer) -> Field | None:
    """By what ``datetime`` chooses: the layer's time, or else the date at which its rows are true.

    GDAL leaves comparisons of dates to this parameter and trusts the answer.
    """
    if layer.time_field is not None:
        return layer.field(layer.time_field)
    return next((field for field in layer.fields if field.path == layer.cutoff_path), None)


def _overlapping(start: Tree, end: Tree, first: str, last: str) -> list[Tree]:
    """Rows whose period, which ends before ``end``, meets the days from first to last."""
    tests = []
    if last != "..":
        tests.append({"op": "<=", "args": [start, last]})
    if first != "..":
        tests.append({"op": ">", "args": [end, first]})
    return tests


def _moment(text: str) -> str:
    if text in _OPEN:
        return ".."
    text = _BLANK_OFFSET.sub(r"\1+\2", _BARE_T.sub(r"\1", text))
    try:
        instant(text)
    except InvalidInstant as error:
        raise InvalidValue("datetime", f"«{shown(text)}» {error}.") from None
    return text
