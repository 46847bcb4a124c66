"""The layer of residences: points of their schools by one short statement, no tutorial school."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from layers.features import select
from layers.query import FeatureQuery
from layers.themes.rural_residences.layer import RURAL_RESIDENCES
from layers.versions import bump
from territory.models import RuralSchool
from tests.ows.api.wire import items
from tests.residences import need, residence, school

pytestmark = pytest.mark.django_db


def test_samples_are_the_schools_with_a_residence_where_these_are(client: Client) -> None:
    features = items(client, "rural_residences", limit=1000)["features"]
    schools = RuralSchool.objects.filter(is_sample=True, service_model__in=("CRFA", "SRE"))
    expected = {row.modular_code: row.geom.coords for row in schools if row.geom}
    found = {f["properties"]["modular_code"]: tuple(f["geometry"]["coordinates"]) for f in features}
    assert found.keys() == expected.keys()
    for code, point in found.items():
        assert point == pytest.approx(expected[code], abs=1e-6)
    assert {f["properties"]["service_model"] for f in features} == {"CRFA", "SRE"}


def test_facts_hide_samples_and_say_what_is_published(client: Client) -> None:
    need(residence(1))
    residence(2, "SRE")
    school(3, "ST")
    bump("rural_residences")
    found: Any = items(client, "rural_residences")
    rows = {f["properties"]["modular_code"]: f["properties"] for f in found["features"]}
    assert rows.keys() == {"0000001", "0000002"}
    assert (rows["0000001"]["need_state"], rows["0000001"]["needs"]) == ("unmet", 1)
    assert (rows["0000002"]["need_state"], rows["0000002"]["needs"]) == (None, None)
    assert "EJEMPLO" not in json.dumps(found)


def test_its_statement_is_short() -> None:
    """What is derived is stored: nothing is worked out where a map is drawn."""
    query = FeatureQuery(RURAL_RESIDENCES, AnonymousUser())
    statement = str(select(query).query)
    assert len(statement) < 4_000
    assert statement.count("SELECT") <= 2
