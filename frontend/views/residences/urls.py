"""Addresses of commitment 8's pages, below ``/residencias/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import StringConverter

from frontend.methods import offering, read_only
from frontend.views.residences import evidence, files, index, offer, sheet


class ResidenceConverter(StringConverter):
    """Modular code and annex."""

    regex = r"[0-9]{7}-[0-9]"


register_converter(ResidenceConverter, "residence")
_form, _page = offering("GET", "HEAD", "POST"), offering("GET", "HEAD")

RESIDENCES: list[URLPattern | URLResolver] = [
    path("", read_only(index.index), name="residences"),
    path("necesidades.csv", read_only(files.table), name="residence-needs-csv"),
    path("necesidades/importar/", _form(files.bring), name="residence-needs-import"),
    path("necesidades/columnas/", read_only(files.dictionary), name="residence-needs-columns"),
    path("evidencias/<int:pk>/", _page(evidence.file), name="delivery-evidence"),
    path("fotos/<int:pk>/", _page(evidence.photo), name="residence-photo"),
    path("<residence:residence>/ofrecer/", _form(offer.new), name="residence-offer"),
    path("<residence:residence>/", read_only(sheet.sheet), name="residence"),
]
