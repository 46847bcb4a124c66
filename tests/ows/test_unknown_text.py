"""A text that no source gives is NULL: every filter language finds its rows by asking for that."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from lxml import html

from territory.models import RuralSchool, SanitationProject, TransitStop
from tests.ows.api.wire import items
from tests.ows.wfs import wire as wfs

pytestmark = pytest.mark.django_db

CASES = [
    (RuralSchool, "rural_schools", "service_model"),
    (SanitationProject, "sanitation_projects", "position_source"),
    (TransitStop, "transit_stops", "station"),
]


def without(model: type[Model], field: str) -> set[int]:
    """The oracle reads every row's value."""
    rows = model._default_manager.values_list("pk", field)
    assert "" not in {value for _, value in rows}
    found = {pk for pk, value in rows if value is None}
    assert 0 < len(found) < len(rows)
    return found


@pytest.mark.parametrize(("model", "layer", "field"), CASES)
def test_cql2_finds_them(client: Client, model: type[Model], layer: str, field: str) -> None:
    page = items(client, layer, filter=f"{field} IS NULL", limit=1000)
    assert {feature["id"] for feature in page["features"]} == without(model, field)
    assert {feature["properties"][field] for feature in page["features"]} == {None}
    empty = items(client, layer, filter=f"{field} = ''", limit=1000)
    assert empty["features"] == []


@pytest.mark.parametrize(("model", "layer", "field"), CASES)
def test_fes_finds_them(client: Client, model: type[Model], layer: str, field: str) -> None:
    reference = f"<fes:ValueReference>{field}</fes:ValueReference>"
    predicate = wfs.fes(f"<fes:PropertyIsNull>{reference}</fes:PropertyIsNull>")
    root = wfs.xml(wfs.ask(client, typeNames=f"ta:{layer}", filter=predicate, count="1000"))
    assert wfs.ids(root) == [f"{layer}.{pk}" for pk in sorted(without(model, field))]
    # A property without a value is nil.
    nil = wfs.texts(root, f"//ta:{field}/@xsi:nil")
    assert nil == ["true"] * len(root)
    assert wfs.texts(root, f"//ta:{field}/text()") == []


@pytest.mark.parametrize(("model", "layer", "field"), CASES)
def test_no_page_names_it_otherwise(
    client: Client, model: type[Model], layer: str, field: str
) -> None:
    key = min(without(model, field))
    numbers = sorted(model._default_manager.values_list("commitments", flat=True).get(pk=key))
    collection = f"/ogc/collections/{layer}/items"
    pages = [
        f"{collection}?f=html&filter={field} IS NULL",
        f"{collection}/{key}?f=html",
        *(f"/compromisos/{number}/" for number in numbers),
    ]
    for address in pages:
        response = client.get(address)
        assert response.status_code == 200, address
        page: Any = html.fromstring(response.content)
        assert not re.search(r"\b(None|null)\b", page.text_content()), address
