"""Help: the map's keys, how to add the server to QGIS, and connection files to import."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from frontend.qgis import wfs_connections, wms_connections


def index(request: HttpRequest) -> HttpResponse:
    context = {"api_address": "/ogc/", "schema_address": "/api/v1/schema/"}
    return render(request, "frontend/help.html", context)


def qgis(request: HttpRequest) -> HttpResponse:
    absolute = request.build_absolute_uri
    context = {"wms": absolute("/ows/wms"), "wfs": absolute("/ows/wfs"), "api": absolute("/ogc/")}
    return render(request, "frontend/qgis.html", context)


def wms_file(request: HttpRequest) -> HttpResponse:
    url = request.build_absolute_uri("/ows/wms")
    return _as_file(wms_connections(_("Territorio Abierto"), url), "conexiones-wms.xml")


def wfs_file(request: HttpRequest) -> HttpResponse:
    """WFS and OGC API – Features: QGIS keeps both in one list."""
    absolute = request.build_absolute_uri
    content = wfs_connections(
        wfs=(_("Territorio Abierto (WFS)"), absolute("/ows/wfs")),
        api=(_("Territorio Abierto (OGC API)"), absolute("/ogc/")),
    )
    return _as_file(content, "conexiones-wfs.xml")


def _as_file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/xml; charset=utf-8", headers=headers)
