"""Features as a person reads them: a table, and a sheet for one."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from layers import registry
from layers.fields import Field
from layers.geometry_types import GeometryType
from layers.layer import Layer
from layers.query import FeatureQuery
from ows.api import links
from ows.api.links import Link
from territory.addresses import on_site

Feature = dict[str, Any]

# Long, and the same in most rows: the page says it once, and the sheet of each item again.
_SHOWN_ABOVE = ("source", "cutoff_date")


def items_page(
    request: HttpRequest,
    query: FeatureQuery,
    features: list[Feature],
    number_matched: int,
    own_links: list[Link],
) -> HttpResponse:
    """A page of features as a table, each with the address of its sheet."""
    layer = query.layer
    fields = [f for f in query.selected_fields if query.fields or f.name not in _SHOWN_ABOVE]
    rows = [
        {
            "fid": feature["id"],
            "href": links.address(
                request, "collections", layer.name, "items", str(feature["id"]), f="html"
            ),
            "values": [shown(f, feature["properties"][f.name]) for f in fields],
        }
        for feature in features
    ]
    context = {
        "layer": layer,
        "info": registry.describe(layer, request.user),
        "document": {
            "numberMatched": number_matched,
            "numberReturned": len(features),
            "links": own_links,
        },
        "fields": fields,
        "rows": rows,
        "paged": query.after is not None,
    }
    return render(request, "ows/items.html", context)


def item_page(
    request: HttpRequest, layer: Layer, feature: Feature, own_links: list[Link]
) -> HttpResponse:
    """One feature with all its fields."""
    properties = feature["properties"]
    fid = quote(str(feature["id"]), safe="")
    context = {
        "layer": layer,
        "info": registry.describe(layer, request.user),
        "name": properties.get(layer.title_field) or feature["id"],
        "rows": [{"field": f, "value": shown(f, properties[f.name])} for f in layer.fields],
        "geometry": GeometryType((feature["geometry"] or {}).get("type", "")).label,
        "links": own_links,
        "contribution_form": on_site(f"/participar/aporte/?capa={layer.name}&elemento={fid}"),
        "contributions": on_site(f"/participar/elemento/{layer.name}/{fid}/"),
    }
    return render(request, "ows/item.html", context)


def shown(field: Field, value: Any) -> str:
    """A JSON value in Spanish; a code by its label."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("Sí") if value else _("No")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(dict(field.labels).get(str(value), value))
