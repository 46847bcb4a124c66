"""A proposal about a route or a stop, through the pages: asked for, answered, seen, withdrawn."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.test import Client

from layers.participation import answering
from layers.participation.receiving import withdraw
from territory.models import Contribution, Sector, TransitRoute, TransitStop
from tests.contributions import WORDS, editor, moderator, published, sent
from tests.frontend.participation.reading import queries_again
from tests.frontend.reading import Outline, text_of

pytestmark = pytest.mark.django_db
NEW = "/participar/aporte/"
ANSWER = "Se evalúa con la operadora este trimestre."


@pytest.fixture
def route() -> TransitRoute:
    found = TransitRoute.objects.published().filter(commitments=[9]).first()
    assert found is not None
    return found


def form_links(client: Client, address: str) -> Iterator[str]:
    page = Outline(client.get(address).content.decode())
    for link in page.all("a"):
        href = link.get("href") or ""
        if href.startswith(NEW):
            yield href


def fields(html: str) -> dict[str, str]:
    return {
        tag["name"] or "": tag.get("value") or ""
        for tag in Outline(html).all("input")
        if tag.get("name")
    }


def test_a_routes_page_leads_to_the_form_that_knows_it(client: Client, route: TransitRoute) -> None:
    (link,) = form_links(client, f"/transporte/rutas/{route.pk}/")
    page = client.get(link).content.decode()
    given = fields(page)
    assert (given["layer"], given["feature"]) == ("transit_routes", str(route.pk))
    assert route.name.removeprefix("EJEMPLO · ") in page
    assert '<option value="9" selected>' in page
    response = client.post(
        NEW,
        {
            "commitment": "9",
            "text": WORDS,
            "layer": given["layer"],
            "feature": given["feature"],
            "kind": "proposal",
            "sector": "academia",
        },
    )
    assert response.status_code == 302, response.content.decode()
    kept = Contribution.objects.get()
    assert kept.feature_fid == str(route.pk)
    assert kept.unit_id == route.declared_unit_id
    own = text_of(client, response["Location"])
    assert kept.feature_name in own
    assert "academia" in own


def test_from_a_stops_proposal_to_its_answer_on_the_stops_page(client: Client) -> None:
    stop = TransitStop.objects.published().first()
    assert stop is not None
    address = f"/transporte/paraderos/{stop.pk}/"
    assert "Todavía no hay aportes publicados sobre este elemento" in text_of(client, address)
    received = sent(layer="transit_stops", fid=str(stop.pk), geom=None, kind="proposal")
    assert WORDS not in text_of(client, address)
    kept = published(moderator(), received)
    page = text_of(client, address)
    assert WORDS in page
    assert "Propuesta" in page
    answering.answer(editor(), kept.pk, kept.version, ANSWER, "partly")
    assert ANSWER in text_of(client, address)
    assert ANSWER in text_of(client, f"/participar/elemento/transit_stops/{stop.pk}/")
    other = TransitStop.objects.published().exclude(pk=stop.pk).first()
    assert other is not None
    assert WORDS not in text_of(client, f"/transporte/paraderos/{other.pk}/")
    withdraw(kept)
    assert WORDS not in text_of(client, address)
    assert ANSWER not in text_of(client, address)


def test_of_a_feature_that_is_gone_what_was_said_is_left(
    client: Client, route: TransitRoute
) -> None:
    fid = str(route.pk)
    about = f"/participar/elemento/transit_routes/{fid}/"
    kept = published(moderator(), sent(layer="transit_routes", fid=fid, geom=None))
    route.delete()
    page = text_of(client, about)
    assert "ya no está publicado" in page
    assert kept.feature_name in page
    assert list(form_links(client, about)) == []
    assert kept.feature_name in text_of(client, f"/participar/aportes/{kept.pk}/")
    withdraw(kept)
    assert client.get(about).status_code == 404


def test_a_link_to_what_is_not_published_says_so_and_keeps_the_form(client: Client) -> None:
    page = client.get(f"{NEW}?capa=transit_routes&elemento=0")
    assert page.status_code == 404
    assert "Ese elemento no está publicado" in page.content.decode()
    assert "layer" not in fields(page.content.decode())


def test_what_was_withdrawn_meanwhile_is_refused_in_words(client: Client) -> None:
    given = {"commitment": "9", "text": WORDS, "layer": "transit_routes", "feature": "0"}
    response = client.post(NEW, given)
    assert response.status_code == 400
    page = response.content.decode()
    assert "El elemento del que trata no está publicado" in page
    # What it can't be about isn't sent again.
    assert "layer" not in fields(page)
    assert not Contribution.objects.exists()


@pytest.mark.parametrize("fid", ["%00", "%E2%80%AE", "1%2F2", "<script>", "x" * 1500])
@pytest.mark.parametrize("layer", ["transit_routes", "no%00such", "departments"])
def test_an_odd_address_is_no_page(client: Client, layer: str, fid: str) -> None:
    assert client.get(f"/participar/elemento/{layer}/{fid}/").status_code in (400, 404)
    asked = client.get(f"{NEW}?capa={layer}&elemento={fid}")
    assert asked.status_code in (400, 404)
    assert "<script>alert" not in asked.content.decode()


def test_every_features_own_page_leads_there(client: Client) -> None:
    page = client.get("/ogc/collections/districts/items/080101?f=html").content.decode()
    assert f"{NEW}?capa=districts&amp;elemento=080101" in page
    assert "/participar/elemento/districts/080101/" in page
    kept = published(moderator(), sent())
    own = client.get(f"/ogc/collections/contributions/items/{kept.pk}?f=html").content.decode()
    assert "/participar/elemento/" not in own


def test_the_map_knows_which_layers_take_any(client: Client) -> None:
    layers = {
        found["name"]: found for found in client.get("/api/v1/layers/?limit=1000").json()["results"]
    }
    assert layers["transit_routes"]["takes_contributions"] is True
    assert layers["contributions"]["takes_contributions"] is False
    assert layers["transit_stops"]["sheet"] == "/transporte/paraderos/{fid}/"


def test_a_commitments_sectors_on_its_page_and_as_csv(client: Client) -> None:
    page = text_of(client, "/compromisos/9/")
    assert "Todavía no hay aportes publicados a este compromiso" in page
    user = moderator()
    kept = published(user, sent(sector=Sector.CIVIL_SOCIETY))
    published(user, sent())
    answering.answer(editor(), kept.pk, kept.version, ANSWER, "accepted")
    page = text_of(client, "/compromisos/9/")
    assert "Sociedad civil 1 1 1 0 0 0" in page
    assert "No dice 1 0 0 0 0 0" in page
    response = client.get("/participar/por-sector/9.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert [row["sector"] for row in rows] == [*Sector.values, ""]
    assert (rows[0]["aportes_publicados"], rows[0]["accepted"]) == ("1", "1")
    assert all(row["fuente"] and row["fecha_de_corte"] for row in rows)
    assert client.get("/participar/por-sector/99.csv").status_code == 404


def test_a_routes_page_asks_no_more_for_more_contributions(
    client: Client, route: TransitRoute
) -> None:
    address = f"/transporte/rutas/{route.pk}/"
    user = moderator()

    before = queries_again(client, address)
    for _ in range(7):
        published(user, sent(layer="transit_routes", fid=str(route.pk), geom=None))
    assert queries_again(client, address) == before
    page = client.get(address).content.decode()
    assert page.count("Aporte ") == 5
    assert quote(f"/participar/elemento/transit_routes/{route.pk}/") in page
