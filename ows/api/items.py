"""The features of a collection, and one of them."""

from __future__ import annotations

import json
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from layers import registry
from layers.encodings.geojson import GeoJSONEncoding
from layers.errors import FeatureNotFound
from layers.exports.export import Export
from layers.exports.formats import FileFormat
from layers.features import FeaturePage, count, page
from layers.layer import Layer
from layers.query import FeatureQuery
from ows import crs, plausible
from ows.api import links
from ows.api.item_pages import item_page, items_page
from ows.api.links import Link
from ows.api.media import FORMAT_NAMES, GEOJSON, HTML, JSON
from ows.api.pages import Document
from ows.api.query import ItemsRequest, parse_items, parse_output_crs
from ows.api.resource import Representation, resource
from ows.crs import WireCrs
from ows.formats import files
from ows.formats.geojson import FeatureCollection, with_members
from ows.responses import streamed

OFFERED = (GEOJSON, HTML)


@resource(*OFFERED, parameters=None, as_file=True)
def items(request: HttpRequest, media_type: Representation, name: str) -> HttpResponseBase:
    """A page of features (OGC 17-069r4, 7.15), or a file of all that are asked for."""
    layer = registry.get(name, request.user)
    if isinstance(media_type, FileFormat):
        return _file(request, media_type, layer)
    asked = parse_items(request, layer)
    # Counted first: once the features flow, their connection can't count.
    number_matched = count(asked.query)
    features = page(asked.query, _encoding(asked.crs))
    if media_type == GEOJSON:
        return _collection_json(request, asked, number_matched, features)
    found = [json.loads(feature) for feature in features]
    following = _next(request, features, HTML)
    own = [*links.self_links(request, HTML, OFFERED), *following, *_files(request)]
    return items_page(request, asked.query, found, number_matched, own)


@resource(*OFFERED, parameters=("crs",))
def item(request: HttpRequest, media_type: str, name: str, fid: str) -> HttpResponse:
    """One feature (OGC 17-069r4, 7.16)."""
    layer = registry.get(name, request.user)
    output = parse_output_crs(request, layer)
    query = FeatureQuery(layer, request.user, fids=(fid,), srid=output.srid, limit=1)
    encoded = b"".join(page(query, _encoding(output)))
    if not encoded:
        raise FeatureNotFound(
            f"La capa «{layer.name}» no tiene el elemento «{fid[:40]}».", parameter="featureId"
        )
    own = links.self_links(request, media_type, OFFERED)
    further = {"links": [*own, _collection(request, layer)]}
    if media_type == HTML:
        return item_page(request, layer, json.loads(encoded), own)
    response = HttpResponse(with_members(encoded, further), content_type=GEOJSON)
    response["Content-Crs"] = _content_crs(output)
    response["Content-Disposition"] = f'inline; filename="{layer.name}.geojson"'
    return response


def _file(request: HttpRequest, format_: FileFormat, layer: Layer) -> HttpResponseBase:
    asked = parse_items(request, layer, whole=True)
    files.check_crs(format_, asked.crs, "crs")
    response = files.answer(
        Export(asked.query),
        format_,
        "f",
        is_head=request.method == "HEAD",
        address=lambda name: links.with_query(request, f=name),
    )
    # A file's coordinates are x/y whatever the CRS is called.
    response["Content-Crs"] = _content_crs(replace(asked.crs, swap=False))
    plausible.hint(response, asked.query.bbox)
    return response


def _encoding(output: WireCrs) -> GeoJSONEncoding:
    return GeoJSONEncoding(swap_axes=output.swap)


def _collection_json(
    request: HttpRequest, asked: ItemsRequest, number_matched: int, features: FeaturePage
) -> HttpResponseBase:
    layer = asked.query.layer
    head = {"numberMatched": number_matched, "timeStamp": _now()}

    def tail() -> Document:
        return {
            "numberReturned": features.number_returned,
            "links": [
                *links.self_links(request, GEOJSON, OFFERED),
                *_next(request, features, GEOJSON),
                *_files(request),
                _collection(request, layer),
            ],
        }

    response = streamed(FeatureCollection(head, features, tail), GEOJSON, f"{layer.name}.geojson")
    response["Content-Crs"] = _content_crs(asked.crs)
    plausible.hint(response, asked.query.bbox)
    return response


def _next(request: HttpRequest, features: FeaturePage, media_type: str) -> list[Link]:
    """The link to the page after this one, where there is one."""
    if features.next_after is None:
        return []
    href = links.with_query(request, f=FORMAT_NAMES[media_type], after=features.next_after)
    return [links.link(href, "next", media_type, _("La página siguiente"))]


def _files(request: HttpRequest) -> list[Link]:
    """The same features as files: all that the request finds, whatever its page."""

    def href(name: str) -> str:
        return links.with_query(request, f=name, without=("limit", "after"))

    return links.file_links(href, "alternate")


def _collection(request: HttpRequest, layer: Layer) -> Link:
    href = links.address(request, "collections", layer.name, f="json")
    return links.link(href, "collection", JSON, layer.title)


def _content_crs(output: WireCrs) -> str:
    """The header that gives the CRS of the coordinates (OGC 18-058r1, 6.4)."""
    is_crs84 = output.srid == 4326 and not output.swap
    return f"<{crs.OGC_CRS84 if is_crs84 else crs.uri(output.srid)}>"


def _now() -> str:
    return timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ")
