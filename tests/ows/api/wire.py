"""Asking the OGC API and reading its answers."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

ROOT = "http://testserver/ogc"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"

_HYPHENATED = {name.replace("-", "_"): name for name in ("bbox-crs", "filter-crs", "filter-lang")}

COLLECTIONS = (
    "departments",
    "provinces",
    "districts",
    "district_capitals",
    "commitment_territories",
    "environmental_commissions",
    "commission_assistance",
    "commission_policies",
    "environmental_monitoring_points",
    "environmental_measurements",
    "environmental_emergencies",
    "supervised_units",
    "extractive_sites",
    "resource_transfers",
    "health_facilities",
    "emergency_beds",
    "emergency_bed_reports",
    "catalogue_adoption",
    "accreditation_activity",
    "accreditation_days",
    "higher_institutes",
    "degree_counts",
    "rural_schools",
    "rural_residences",
    "eib_schools",
    "sanitation_projects",
    "trafficking_counts",
    "victim_service_counts",
    "transit_routes",
    "transit_stops",
    "transport_surveys",
    "ugel_areas",
    "focalised_ugel",
    "ugel_trainings",
    "urban_transport_plans",
    "urban_transport_projects",
    "urban_transport_indicators",
    "water_supply_counts",
    "crime_counts",
    "crime_months",
    "extortion_counts",
    "police_stations",
    "rural_water_systems",
    "participation_spaces",
    "forum_sessions",
    "sanitation_studies",
)
# A fresh database has no row of these: their rows come from people.
EMPTY_AT_FIRST = ("affected_regions", "intervention_zones", "contributions")


def ask(client: Client, path: str, *, accept: str = "*/*", **parameters: Any) -> Any:
    """GET below ``/ogc``; ``filter_lang`` stands for ``filter-lang``, and so on."""
    query = {_HYPHENATED.get(name, name): value for name, value in parameters.items()}
    return client.get(f"/ogc{path}", query, headers={"accept": accept})


def read(client: Client, path: str, **parameters: Any) -> Any:
    """The JSON of an answer that succeeded."""
    response = ask(client, path, **parameters)
    body = response.getvalue()
    assert response.status_code == 200, body
    return json.loads(body)


def items(client: Client, collection: str = "districts", **parameters: Any) -> Any:
    """A page of features."""
    return read(client, f"/collections/{collection}/items", **parameters)


def ids(client: Client, collection: str = "districts", **parameters: Any) -> list[Any]:
    """The features' identifiers, without their shapes."""
    page = items(client, collection, **{"limit": 10_000, "skipGeometry": "true", **parameters})
    return [feature["id"] for feature in page["features"]]


def linked(document: Any, rel: str, media_type: str | None = None) -> str:
    """The one link with this relation."""
    (href,) = (
        link["href"]
        for link in document["links"]
        if link["rel"] == rel and media_type in (None, link["type"])
    )
    return str(href)


def follow(client: Client, href: str) -> Any:
    """The JSON at an absolute link."""
    assert href.startswith("http://testserver/")
    response = client.get(href)
    body = response.getvalue()
    assert response.status_code == 200, body
    return json.loads(body)
