"""A request for items becomes a FeatureQuery; axis order is decided here."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from layers.bbox import Bbox
from layers.fields import FieldType
from layers.layer import Layer
from layers.paging import SortKey
from layers.query import FeatureQuery
from ows import crs
from ows.api.filtering import PARAMETERS, parse_filters, queryable_parameters
from ows.api.resource import check_parameters
from ows.crs import Protocol, WireCrs, parse_bbox, parse_crs
from ows.errors import InvalidValue
from ows.kvp import truth

# A page as a person reads it, and the most a client gets at once: QGIS asks for as large a page
# as it may, and whoever counts by following ``next`` wants few.
DEFAULT_LIMIT = 100
MAX_LIMIT = 10_000


@dataclass(frozen=True)
class ItemsRequest:
    """What was asked for, and the CRS in which to write it."""

    query: FeatureQuery
    crs: WireCrs


def parse_items(request: HttpRequest, layer: Layer, *, whole: bool = False) -> ItemsRequest:
    """The parameters of ``/items`` (OGC 17-069r4, 7.15; 18-058r1; 19-079r2).

    ``whole``: all the features, but where ``limit`` asks for fewer.
    """
    check_parameters(request, [*PARAMETERS, *(f.name for f in queryable_parameters(layer))])
    output = parse_output_crs(request, layer)
    query = FeatureQuery(
        layer,
        request.user,
        bbox=_parse_bbox(request, layer),
        filter=parse_filters(request, layer),
        srid=output.srid,
        sort=_parse_sort(request, layer),
        limit=_parse_whole_limit(request) if whole else _parse_limit(request),
        after=request.GET.get("after"),
        fields=_parse_properties(request, layer),
        with_geometry=not _parse_flag(request, "skipGeometry"),
    )
    return ItemsRequest(query, output)


def parse_output_crs(request: HttpRequest, layer: Layer) -> WireCrs:
    """``crs``: longitude, latitude by default."""
    text = request.GET.get("crs", crs.OGC_CRS84)
    return parse_crs(text, Protocol.OGC_API, layer.srids, parameter="crs")


def _parse_limit(request: HttpRequest) -> int:
    """A whole number from 1; more than the maximum is as good as the maximum (7.15.2)."""
    text = request.GET.get("limit", str(DEFAULT_LIMIT))
    if not (text.isascii() and text.isdigit() and len(text) <= 18) or int(text) == 0:
        raise InvalidValue("limit", "Debe ser un número entero desde 1.")
    return min(int(text), MAX_LIMIT)


def _parse_whole_limit(request: HttpRequest) -> int | None:
    """Of a file: it has no pages, and nobody sees that one isn't whole."""
    if "limit" not in request.GET:
        return None
    _parse_limit(request)
    return int(request.GET["limit"])


def _parse_bbox(request: HttpRequest, layer: Layer) -> Bbox | None:
    text = request.GET.get("bbox-crs", crs.OGC_CRS84)
    written_in = parse_crs(text, Protocol.OGC_API, layer.srids, parameter="bbox-crs")
    if "bbox" not in request.GET:
        return None
    return parse_bbox(request.GET["bbox"], written_in, wraps=True)


def _parse_sort(request: HttpRequest, layer: Layer) -> tuple[SortKey, ...]:
    """``sortby=name,-population``; an unescaped ``+`` arrives as a blank."""
    keys: list[SortKey] = []
    for item in _names(request, "sortby"):
        name = item.removeprefix("-").removeprefix("+")
        if name in (key.field for key in keys):
            raise InvalidValue("sortby", f"El campo «{name[:40]}» se repite.")
        _check_field(name, layer, "sortby")
        keys.append(SortKey(name, descending=item.startswith("-")))
    return tuple(keys)


def _parse_properties(request: HttpRequest, layer: Layer) -> tuple[str, ...] | None:
    if "properties" not in request.GET:
        return None
    names = _names(request, "properties")
    for name in names:
        _check_field(name, layer, "properties")
    return names


def _parse_flag(request: HttpRequest, name: str) -> bool:
    return truth(name, request.GET.get(name, "false"))


def _names(request: HttpRequest, parameter: str) -> tuple[str, ...]:
    text = request.GET.get(parameter, "")
    return tuple(item.strip() for item in text.split(",")) if text else ()


def _check_field(name: str, layer: Layer, parameter: str) -> None:
    if name not in layer.field_names:
        raise InvalidValue(parameter, f"La capa «{layer.name}» no tiene el campo «{name[:40]}».")
    if parameter == "sortby" and layer.field(name).type is FieldType.INTEGER_LIST:
        raise InvalidValue(parameter, f"El campo «{name}» es una lista: no tiene orden.")
