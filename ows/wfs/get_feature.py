"""GetFeature (WFS 2.0 §11): features as GML 3.2 or GeoJSON, streamed, or as a file."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace

from django.http import HttpResponse, HttpResponseBase

from layers import features
from layers.encodings.base import Encoding
from layers.encodings.geojson import GeoJSONEncoding
from layers.encodings.gml32 import GML32Encoding
from layers.errors import FeatureNotFound
from layers.exports.export import Export
from layers.exports.formats import FileFormat
from layers.numbered_pages import NumberedFeatures
from ows import plausible
from ows.crs import urn
from ows.errors import InvalidValue
from ows.formats import files, geojson
from ows.formats.gml import PREFIX, Collection, Head, bare_feature
from ows.kvp import Kvp
from ows.responses import streamed
from ows.wfs import stored_queries
from ows.wfs.names import OptionNotSupported
from ows.wfs.paging import Presentation, head, parse_part, parse_presentation
from ows.wfs.query import AdHocQuery, parse_query
from ows.wfs.service import GEOJSON, GML, Service, parse_file_format, parse_output_format

# What GeoJSON is in where it says nothing (RFC 7946 §4).
LONGITUDE_LATITUDE = 4326


@dataclass(frozen=True)
class GetFeature:
    """A query and the form of its answer; ``kvp`` is the request, for the pages' links.

    ``single`` asks for the one feature itself, not for a collection (GetFeatureById).
    """

    query: AdHocQuery
    page: Presentation
    output_format: str
    kvp: Kvp
    single: bool = False


@dataclass(frozen=True)
class GetFile:
    """A query whose features are taken home; ``single``: there is to be one."""

    query: AdHocQuery
    format: FileFormat
    single: bool


def parse(kvp: Kvp, service: Service) -> GetFeature | GetFile:
    """Raises OwsError or a domain error that names the parameter at fault."""
    if (format_ := parse_file_format(kvp)) is not None:
        return _parse_file(kvp, service, format_)
    output_format = parse_output_format(kvp, GML, GEOJSON)
    check_resolve(kvp)
    page = parse_presentation(kvp)
    if "storedQuery_Id" in kvp:
        query = stored_queries.parse_feature_by_id(kvp, service)
        return GetFeature(query, page, output_format, kvp, single=True)
    return GetFeature(parse_query(kvp, service), page, output_format, kvp)


def _parse_file(kvp: Kvp, service: Service, format_: FileFormat) -> GetFile:
    """Without COUNT a file is whole: nobody sees that it isn't."""
    check_resolve(kvp)
    single = "storedQuery_Id" in kvp
    query = (stored_queries.parse_feature_by_id if single else parse_query)(kvp, service)
    files.check_crs(format_, query.crs, "srsName")
    offset, limit = parse_part(kvp)
    part = replace(query.features, offset=offset, limit=limit)
    return GetFile(replace(query, features=part), format_, single)


def check_resolve(kvp: Kvp) -> None:
    """No feature refers to another resource, so there is nothing remote to resolve."""
    resolve = kvp.get("resolve") or "none"
    if resolve.lower() in ("remote", "all"):
        raise OptionNotSupported("resolve", "Se ofrecen none y local.")
    if resolve.lower() not in ("none", "local"):
        raise InvalidValue("resolve", f"«{resolve[:40]}» debe ser none o local.")


def answer(operation: GetFeature | GetFile, service: Service) -> HttpResponseBase:
    """A collection, the feature itself, or a file."""
    if isinstance(operation, GetFile):
        return _file(operation, service)
    if operation.single:
        return _single(operation, service)
    query, page = operation.query.features, operation.page
    found = NumberedFeatures(query)
    collection = head(operation.kvp, page, found.number_matched, service, query.layer.name)
    rows = found.page(page.start_index, collection.number_returned, _encoding(operation))
    if operation.output_format == GEOJSON:
        members = _geojson_head(collection, query.srid)
        named = f"{query.layer.name}.geojson"
        response = streamed(geojson.FeatureCollection(members, rows, dict), GEOJSON, named)
    else:
        response = streamed(Collection(collection, rows), GML, f"{query.layer.name}.gml")
    plausible.hint(response, query.bbox)
    return response


def _file(operation: GetFile, service: Service) -> HttpResponseBase:
    export = Export(operation.query.features)
    if operation.single and not export.number:
        raise FeatureNotFound(parameter="id")
    response = files.answer(
        export,
        operation.format,
        "outputFormat",
        is_head=service.is_head,
        address=service.in_format if service.asked else None,
    )
    plausible.hint(response, export.query.bbox)
    return response


def _encoding(operation: GetFeature) -> Encoding:
    query, crs = operation.query.features, operation.query.crs
    if operation.output_format == GEOJSON:  # always x/y, whatever the CRS is called
        return GeoJSONEncoding(id_prefix=f"{query.layer.name}.")
    return GML32Encoding(crs.text, crs.swap, PREFIX)


def _geojson_head(head: Head, srid: int) -> geojson.Members:
    members: geojson.Members = {
        "timeStamp": head.time_stamp,
        "numberMatched": head.number_matched,
        "numberReturned": head.number_returned,
    }
    if srid != LONGITUDE_LATITUDE:  # GeoJSON 2008: GDAL and QGIS still read it
        members["crs"] = {"type": "name", "properties": {"name": urn(srid)}}
    links = {"next": head.next, "prev": head.previous}
    members["links"] = [
        {"rel": rel, "href": href, "type": GEOJSON} for rel, href in links.items() if href
    ]
    return members


def _single(operation: GetFeature, service: Service) -> HttpResponse:
    query = replace(operation.query.features, limit=1)
    with closing(features.page(query, _encoding(operation))) as members:
        row = next(iter(members), None)
    if row is None:
        raise FeatureNotFound(parameter="id")
    if operation.output_format == GEOJSON:
        return HttpResponse(row, content_type=GEOJSON)
    location = service.schema_location(query.layer.name)
    return HttpResponse(bare_feature(row, location), content_type=GML)
