"""A feed is no plan: the badge says which part of the promise is shown, with one, the other, both.

The authority is the plan's text: 9 promises participation and instruments of a reform, 10 plans of
transport that are drawn up and followed with the citizens.
"""

from __future__ import annotations

import pytest
from django.test import Client

from layers.versions import bump
from territory.models import TransitRoute, TransitStop
from tests.frontend.reading import text_of
from tests.frontend.transit.test_plan_pages import publish_plan
from tests.territory import peopled

pytestmark = pytest.mark.django_db

ROUTES = "las rutas y los paraderos de cada ciudad"
NO_PLANS = "no los planes de transporte ni su seguimiento"
PLANS = "los planes, sus medidas por fase con su presupuesto y sus indicadores"
ADDRESSES = ("/", "/compromisos/", "/compromisos/10/")


def feed() -> None:
    peopled.make_stops([(-79.045, -8.11)])
    bump("transit_routes", "transit_stops")


def plan() -> None:
    publish_plan()
    bump("urban_transport_plans")


@pytest.mark.parametrize("address", ADDRESSES)
def test_of_feeds_alone_it_says_that_there_is_no_plan(client: Client, address: str) -> None:
    feed()
    text = text_of(client, address)
    assert f"Datos publicados: {ROUTES}, {NO_PLANS}" in text
    assert PLANS not in text  # samples of plans are there, and are no facts


@pytest.mark.parametrize("address", ADDRESSES)
def test_of_plans_alone_it_says_nothing_of_routes(client: Client, address: str) -> None:
    plan()
    text = text_of(client, address)
    assert f"Datos publicados: {PLANS}" in text
    assert ROUTES not in text


@pytest.mark.parametrize("address", ADDRESSES)
def test_with_both_it_does_not_deny_what_it_shows(client: Client, address: str) -> None:
    feed()
    plan()
    text = text_of(client, address)
    assert f"Datos publicados: {ROUTES}" in text
    assert PLANS in text
    assert NO_PLANS not in text


def test_of_nine_feeds_are_not_the_reform(client: Client) -> None:
    peopled.make_stops([(-77.03, -12.05)])
    for model in (TransitStop, TransitRoute):
        model._default_manager.filter(feed="prueba").update(commitments=[9])
    bump("transit_routes", "transit_stops")
    text = text_of(client, "/compromisos/9/")
    assert "Datos publicados: las rutas y los paraderos; los espacios participativos y los" in text
    assert "Solo ejemplos" in text_of(client, "/compromisos/10/")
