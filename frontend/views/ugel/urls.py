"""Addresses of commitment 6's pages, below ``/ugel/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import StringConverter

from frontend.methods import read_only
from frontend.views.ugel import districts, index, management, sheet, trainings


class UgelCodeConverter(StringConverter):
    """The register's six digits."""

    regex = r"\d{6}"


register_converter(UgelCodeConverter, "ugel_code")

UGEL: list[URLPattern | URLResolver] = [
    path("", read_only(index.index), name="ugel-list"),
    path("distritos/", read_only(districts.index), name="ugel-districts"),
    path("focalizadas/", read_only(management.index), name="ugel-focalised"),
    path("focalizadas/<ugel_code:code>/", read_only(management.sheet), name="ugel-focalised-sheet"),
    path(
        "focalizadas/<ugel_code:code>/historia/",
        read_only(management.history),
        name="ugel-history",
    ),
    path("acuerdos/", read_only(management.agreement_list), name="ugel-agreements"),
    path("capacitaciones/", read_only(trainings.index), name="ugel-trainings"),
    path("modelo/", read_only(management.model), name="ugel-model"),
    path("archivos/<slug:name>.csv", read_only(management.form), name="ugel-form"),
    path("<ugel_code:code>/", read_only(sheet.sheet), name="ugel"),
]
