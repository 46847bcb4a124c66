"""A text that no source gives is NULL: every filter language finds its rows by asking for that."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, Model, Q, TextField
from django.test import Client
from lxml import html

from layers import registry
from layers.fields import FieldType
from layers.layer import Layer
from territory.models import (
    AdminUnit,
    CommitmentTerritory,
    RuralSchool,
    SanitationProject,
    TransitStop,
)
from tests.ows.api.wire import items
from tests.ows.wfs import wire as wfs

pytestmark = pytest.mark.django_db

CASES = [
    (RuralSchool, "rural_schools", "service_model"),
    (SanitationProject, "sanitation_projects", "position_source"),
    (TransitStop, "transit_stops", "station"),
]
PLAN = (CommitmentTerritory, "commitment_territories", "quote")
# What identifies a row is never unknown: there, '' says that it has no such part.
KEYS = {
    "SanitationProject.place",
    # Of the services themselves, not of an item.
    "EibRoundCell.item",
    "PublishedPart.name",
    "PeopleNearStops.feed",
    # Of a raster that the site publishes; of a file, whatever its operator wrote.
    "PopulationSource.raster",
    "PopulationSource.source_url",
    "TransitNotice.code",
    "TransitNotice.file",
    "TransitNotice.field",
    # That a code is nothing in the other catalogue.
    "HealthCodeMapping.target_code",
}
# People's own words: an empty box says that there are none.
# A contribution's state says what isn't there yet; its layer gives NULL for it.
WRITTEN = {
    "InterventionZone.description",
    "ZoneVersion.description",
    "ZoneDecision.remark",
    "Contribution.text",
    "Contribution.public_text",
    "Contribution.reason",
    "Contribution.answer",
    "Contribution.outcome",
    "ContributionStep.reason",
    "ContributionStep.office",
    # What a citizen may choose to say, and the feature that a contribution may be about.
    "Contribution.kind",
    "Contribution.sector",
    "Contribution.feature_layer",
    "Contribution.feature_fid",
    "Contribution.feature_name",
    # A command has no account.
    "PopulationSource.imported_by",
}


def without(model: type[Model], field: str) -> set[int]:
    """The oracle reads every row's value."""
    rows = model._default_manager.values_list("pk", field)
    assert "" not in {value for _, value in rows}
    found = {pk for pk, value in rows if value is None}
    assert 0 < len(found) < len(rows)
    return found


@pytest.mark.parametrize(("model", "layer", "field"), [*CASES, PLAN])
def test_cql2_finds_them(client: Client, model: type[Model], layer: str, field: str) -> None:
    page = items(client, layer, filter=f"{field} IS NULL", limit=1000)
    assert {feature["id"] for feature in page["features"]} == without(model, field)
    assert {feature["properties"][field] for feature in page["features"]} == {None}
    empty = items(client, layer, filter=f"{field} = ''", limit=1000)
    assert empty["features"] == []


@pytest.mark.parametrize(("model", "layer", "field"), [*CASES, PLAN])
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


def test_no_column_of_the_domain_has_a_text_for_the_unknown() -> None:
    """Django makes a text that may be blank '' unless it is told that it may be NULL."""
    may_be_blank = {
        f"{model.__name__}.{field.name}": field.null
        for model in apps.get_app_config("territory").get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, (CharField, TextField)) and field.blank and not field.generated
    }
    assert {name for name, null in may_be_blank.items() if not null} == KEYS | WRITTEN


@pytest.mark.parametrize("layer", registry.LAYERS, ids=lambda layer: layer.name)
def test_no_row_is_published_with_an_empty_text(layer: Layer) -> None:
    texts = [field.path for field in layer.fields if field.type == FieldType.STRING]
    empty = Q(*((path, "") for path in texts), _connector=Q.OR)
    assert not layer.rows(AnonymousUser()).filter(empty).exists()


def test_a_unit_without_a_capital_is_found_and_shown_without_one(client: Client) -> None:
    AdminUnit.objects.filter(pk="130102").update(
        capital=None, capital_category=None, boundary_origin=None
    )
    page = items(client, "districts", filter="capital IS NULL", limit=10)
    assert [feature["properties"]["ubigeo"] for feature in page["features"]] == ["130102"]
    shown = client.get("/api/v1/units/130102/").json()["properties"]
    assert (shown["capital"], shown["capital_category"]) == (None, None)
    for address in ("/t/1301/", "/t/130102/", "/compromisos/4/", "/compromisos/17/"):
        shown_page: Any = html.fromstring(client.get(address).content)
        assert not re.search(r"\b(None|null)\b", shown_page.text_content()), address


def test_a_quote_that_the_plan_does_not_hold_is_null_in_the_api(client: Client) -> None:
    """Of 4 the plan names no place; of 17 it does."""
    quotes = {
        number: [
            place["quote"]
            for place in client.get(f"/api/v1/commitments/{number}/").json()["territories"]
        ]
        for number in (4, 17)
    }
    assert quotes[4] == [None]
    assert sorted(quotes[17]) == ["Provincia de Trujillo", "Región La Libertad"]
