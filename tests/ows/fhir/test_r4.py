"""The library's R4B classes have the elements that R4 has, by another library's R4 classes."""

from __future__ import annotations

from importlib import import_module

import pytest
from fhir.resources.R4B import get_fhir_model_class

SERVED = (
    "Bundle",
    "CapabilityStatement",
    "CodeSystem",
    "ConceptMap",
    "OperationOutcome",
    "Parameters",
    "TerminologyCapabilities",
    "ValueSet",
)


@pytest.mark.parametrize("kind", SERVED)
def test_r4b_has_what_r4_has_and_no_more(kind: str) -> None:
    module = import_module(f"fhirclient.models.{kind.lower()}")
    parts = {name: found for name, found in vars(module).items() if name.startswith(kind)}
    assert kind in parts
    for name, part in parts.items():
        in_r4 = {element[1] for element in part().elementProperties()}
        fields = get_fhir_model_class(name).model_fields.items()
        in_r4b = {field.alias or own for own, field in fields}
        in_r4b = {found for found in in_r4b if not found.startswith("_")}
        assert in_r4b - {"resource_type", "fhir_comments"} == in_r4, name
