"""Addresses below ``/estudios/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from frontend.methods import offering, read_only
from frontend.views.studies import files, pages

_page = offering("GET", "HEAD")

STUDIES: list[URLPattern] = [
    path("", _page(pages.search), name="studies"),
    path("<int:pk>/", _page(pages.study), name="study"),
    path("<int:pk>/cita.<str:form>", read_only(files.cite), name="study-citation"),
    path("<int:pk>/v<int:number>/", _page(pages.version), name="study-version"),
    path("<int:pk>/v<int:number>/archivo/", _page(files.file), name="study-file"),
    path(
        "<int:pk>/v<int:number>/cita.<str:form>",
        read_only(files.cite),
        name="study-version-citation",
    ),
]
