"""What one may look at by itself on the map: each value's condition chooses rows of the layer."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from territory.models import EibSchool, Language
from tests.ows.api.wire import items

pytestmark = pytest.mark.django_db

# As frontend/src/map/permalink.ts reads it.
CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


def choices(client: Client) -> dict[str, Any]:
    found: Any = client.get("/api/v1/layers/").json()["results"]
    return {layer["name"]: layer["choices"] for layer in found if layer["choices"]}


def test_each_value_has_a_code_for_addresses_and_a_condition(client: Client) -> None:
    found = choices(client)
    assert "eib_schools" in found
    for name, offered in found.items():
        assert offered["title"]
        codes = [value["code"] for value in offered["values"]]
        assert all(CODE.fullmatch(code) for code in codes)
        assert len(set(codes)) == len(codes)
        for value in offered["values"]:
            assert items(client, name, filter=value["filter"], limit=1)["type"]


def test_a_language_chooses_the_services_that_have_it_as_any_of_three(client: Client) -> None:
    values = choices(client)["eib_schools"]["values"]
    official = Language.objects.order_by("name").values_list("name", "code")
    assert [(value["title"], value["code"]) for value in values] == list(official)
    rows = list(EibSchool.objects.values_list("language_1", "language_2", "language_3"))
    some = 0
    for value in values:
        wanted = sum(value["title"] in languages for languages in rows)
        found = items(client, "eib_schools", filter=value["filter"], limit=1)["numberMatched"]
        assert found == wanted, value["title"]
        some += wanted
    assert some > len(rows)
