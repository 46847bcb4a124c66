"""The addresses below ``/api/v1/titles/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from ows.rest.titles.batch import TitleBatch
from ows.rest.titles.check import TitleCheckOne, TitleRegister

TITLES: list[URLPattern] = [
    path("titles/", TitleRegister.as_view(), name="titles"),
    path("titles/check/", TitleCheckOne.as_view(), name="title-check"),
    path("titles/batch/", TitleBatch.as_view(), name="title-batch"),
]
