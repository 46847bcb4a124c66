"""Addresses of the terminology service, below ``/fhir/``."""

from __future__ import annotations

from django.urls import path, re_path

from ows.fhir import (
    batch,
    capabilities,
    expand,
    lookup,
    reading,
    searching,
    translate,
    validate_code,
)

app_name = "fhir"
_OPERATIONS = (
    ("CodeSystem", "lookup", lookup.lookup),
    ("CodeSystem", "subsumes", lookup.subsumes),
    ("CodeSystem", "validate-code", validate_code.in_code_system),
    ("ValueSet", "expand", expand.view),
    ("ValueSet", "validate-code", validate_code.in_value_set),
    ("ConceptMap", "translate", translate.view),
)

urlpatterns = [
    path("", batch.view, name="root"),
    path("metadata", capabilities.view, name="metadata"),
    *(path(f"{kind}/${name}", view) for kind, name, view in _OPERATIONS),
    *(path(f"{kind}/<str:slug>/${name}", view) for kind, name, view in _OPERATIONS),
    re_path(r"^(?P<kind>CodeSystem|ValueSet|ConceptMap)/_search$", searching.search_by_post),
    re_path(r"^(?P<kind>CodeSystem|ValueSet|ConceptMap)$", searching.search, name="search"),
    re_path(
        r"^(?P<kind>CodeSystem|ValueSet|ConceptMap)/(?P<slug>[A-Za-z0-9.-]{1,64})$",
        reading.read,
        name="read",
    ),
    re_path(r"^(?P<rest>.*)$", reading.nothing),
]
