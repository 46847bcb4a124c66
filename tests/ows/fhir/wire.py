"""Asking the terminology service, and holding what it answers against FHIR's definitions.

Two readers that aren't ours: fhir.resources (R4B) and SMART's fhirclient, whose classes are R4's.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

from django.test import Client
from fhir.resources.R4B import get_fhir_model_class

# What only R5 has in Parameters, and both read as any other parameter.
JSON = "application/fhir+json"


def get(client: Client, path: str, http: int = 200, **query: Any) -> Any:
    answer = client.get(f"/fhir/{path}", query)
    return _checked(answer, http)


def post(client: Client, path: str, http: int = 200, **values: Any) -> Any:
    """With a resource Parameters: ``name_valueKind=…``, ``name_resource=…``, lists repeated."""
    made = []
    for key, value in values.items():
        name, _, kind = key.rpartition("_")
        each = value if isinstance(value, list) else [value]
        made += [{"name": name.replace("__", "-"), kind: one} for one in each]
    return post_body(client, path, {"resourceType": "Parameters", "parameter": made}, http)


def post_body(client: Client, path: str, body: Any, status: int = 200) -> Any:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return _checked(client.post(f"/fhir/{path}", text, content_type=JSON), status)


def _checked(answer: Any, status: int) -> Any:
    assert answer["Content-Type"] == f"{JSON}; charset=utf-8"
    found = json.loads(answer.content)
    assert answer.status_code == status, found
    valid(found)
    if status >= 400:
        assert found["resourceType"] == "OperationOutcome"
    return found


def valid(resource: dict[str, Any]) -> None:
    """Raise where a resource isn't what FHIR says that it is."""
    kind = resource["resourceType"]
    get_fhir_model_class(kind).model_validate(resource)
    module = import_module(f"fhirclient.models.{kind.lower()}")
    getattr(module, kind)(resource)


def told(answer: dict[str, Any], name: str) -> Any:
    """The value of a parameter that is answered; None where it isn't."""
    for part in answer["parameter"]:
        if part["name"] == name:
            return next(value for key, value in part.items() if key != "name")
    return None


def codes(answer: dict[str, Any]) -> list[str]:
    return [found["code"] for found in answer["expansion"].get("contains", ())]


def issue(answer: dict[str, Any]) -> tuple[str, str]:
    """The first issue's code and text."""
    first = answer["issue"][0]
    return first["code"], first["details"]["text"]
