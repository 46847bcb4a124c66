"""The addresses below ``/api/v1/extraction/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from ows.rest.extraction.here import ExtractionHere
from ows.rest.extraction.tables import CanonRuleList, TransferList

EXTRACTION: list[URLPattern] = [
    path("extraction/", ExtractionHere.as_view(), name="extraction"),
    path("extraction/transfers/", TransferList.as_view(), name="extraction-transfers"),
    path("extraction/rules/", CanonRuleList.as_view(), name="extraction-rules"),
]
