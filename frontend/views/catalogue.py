"""The catalogue: every published layer with its metadata and all its addresses."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.locator import PERU_WIDE, map_url
from frontend.views.downloads import downloads
from frontend.views.rasters.sheet import sheet
from layers import registry
from layers.cascade import listing as cascades
from layers.cascade.layer import CascadedLayer
from layers.errors import LayerNotFound
from layers.layer import Layer
from layers.publishing.listing import updated_at
from layers.rasters import listing as coverages
from layers.styles.viewer import legend
from territory.addresses import on_site
from territory.models import Theme

_THEME_TITLES: dict[str, str | Promise] = {"territory": _("Territorio"), **dict(Theme.choices)}

PICTURE_PX = (608, 380)


@dataclass(frozen=True)
class Download:
    title: str
    address: str


def theme_title(layer: Layer) -> str | Promise:
    return _THEME_TITLES[layer.theme]


def index(request: HttpRequest) -> HttpResponse:
    described = [
        {"layer": layer, "info": info, "theme_title": theme_title(layer)}
        for layer, info in [
            *registry.describe_all(request.user),
            *registry.describe_coverages(request.user),
            *registry.describe_cascades(request.user),
        ]
    ]
    return render(request, "frontend/catalogue.html", {"described": described})


def layer(request: HttpRequest, name: str) -> HttpResponse:
    """A layer's metadata, fields, legend, addresses and downloads."""
    try:
        found = registry.get(name, request.user)
    except LayerNotFound as error:
        if raster := coverages.find(name, request.user):
            return sheet(request, raster, theme_title(raster))
        if cascaded := cascades.find(name, request.user):
            return _cascaded(request, cascaded)
        raise Http404(error.message) from error
    info = registry.describe(found, request.user)
    context = {
        "layer": found,
        "info": info,
        "updated_at": updated_at().get(name),
        "theme_title": theme_title(found),
        "legend": legend(info.legend(found.style)),
        "picture": map_url(("departments", name), PERU_WIDE, *PICTURE_PX),
        "crs_list": [f"EPSG:{srid}" for srid in found.srids],
        "table_address": on_site(f"/ogc/collections/{name}/items?f=html"),
        "files": downloads(found, info.title),
        "downloads": _downloads(name),
        "services": _services(request, name),
    }
    return render(request, "frontend/layer.html", context)


def _cascaded(request: HttpRequest, found: CascadedLayer) -> HttpResponse:
    """What is known of a layer that another server draws."""
    legend_query = {
        "SERVICE": "WMS",
        "VERSION": "1.3.0",
        "REQUEST": "GetLegendGraphic",
        "LAYER": found.name,
        "FORMAT": "image/png",
    }
    context = {
        "layer": found,
        "info": registry.describe(found, request.user),
        "theme_title": theme_title(found),
        "picture": map_url((found.name, "departments"), PERU_WIDE, *PICTURE_PX),
        "legend_address": on_site(f"/ows/wms?{urlencode(legend_query)}"),
        "service": request.build_absolute_uri(on_site("/ows/wms")),
        "crs_list": [f"EPSG:{srid}" for srid in found.srids],
    }
    return render(request, "frontend/cascaded.html", context)


def _downloads(name: str) -> list[Download]:
    def features(output_format: str, **more: str) -> str:
        parameters = {
            "SERVICE": "WFS",
            "VERSION": "2.0.0",
            "REQUEST": "GetFeature",
            "TYPENAMES": f"ta:{name}",
            "OUTPUTFORMAT": output_format,
            **more,
        }
        return on_site(f"/ows/wfs?{urlencode(parameters)}")

    return [
        Download("GML 3.2 (WGS 84)", features("application/gml+xml; version=3.2")),
        Download(
            "GML 3.2 (UTM 18S)",
            features("application/gml+xml; version=3.2", SRSNAME="EPSG:32718"),
        ),
    ]


def _services(request: HttpRequest, name: str) -> list[Download]:
    def absolute(path: str) -> str:
        return request.build_absolute_uri(on_site(path))

    return [
        Download("OGC API – Features", absolute(f"/ogc/collections/{name}")),
        Download("WFS 2.0", absolute("/ows/wfs")),
        Download("WMS 1.3.0", absolute("/ows/wms")),
        Download(
            "Teselas vectoriales (MVT)",
            absolute(f"/ogc/collections/{name}/tiles/WebMercatorQuad/") + "{z}/{y}/{x}?f=mvt",
        ),
    ]
