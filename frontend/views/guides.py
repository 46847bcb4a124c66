"""Help: the map's keys, how to add the server to QGIS, and connection files to import."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from frontend.qgis import wfs_connections, wms_connections
from territory.addresses import on_site


def index(request: HttpRequest) -> HttpResponse:
    context = {"api_address": on_site("/ogc/"), "schema_address": on_site("/api/v1/schema/")}
    return render(request, "frontend/help.html", context)


def qgis(request: HttpRequest) -> HttpResponse:
    addresses = {"wms": "/ows/wms", "wfs": "/ows/wfs", "api": "/ogc/"}
    context = {name: _absolute(request, path) for name, path in addresses.items()}
    return render(request, "frontend/qgis.html", context)


def wms_file(request: HttpRequest) -> HttpResponse:
    url = _absolute(request, "/ows/wms")
    return _as_file(wms_connections(_("Territorio Abierto"), url), "conexiones-wms.xml")


def wfs_file(request: HttpRequest) -> HttpResponse:
    """WFS and OGC API – Features: QGIS keeps both in one list."""
    content = wfs_connections(
        wfs=(_("Territorio Abierto (WFS)"), _absolute(request, "/ows/wfs")),
        api=(_("Territorio Abierto (OGC API)"), _absolute(request, "/ogc/")),
    )
    return _as_file(content, "conexiones-wfs.xml")


def _absolute(request: HttpRequest, path: str) -> str:
    return request.build_absolute_uri(on_site(path))


def _as_file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/xml; charset=utf-8", headers=headers)
