"""Offers without an account: what is unmet alone, private until moderated, gone when withdrawn."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.test import Client

from layers.errors import InvalidParameter
from layers.participation.moderating import Publication, publish, reject
from layers.participation.receiving import withdraw
from layers.residences.offering import Offered, offer, unmet
from territory.models import Contribution, ContributionOffer, LimitMark, RuralResidence
from territory.personal_data import MASK
from territory.residences.offers import offers
from tests.contributions import moderator
from tests.frontend.reading import text_of
from tests.residences import alliance, need, residence, shown_delivery

pytestmark = pytest.mark.django_db

NAME = "Asociación Qzkallpa"
SHEET = "/residencias/0000001-0/"


@pytest.fixture
def of() -> Any:
    made = residence(1)
    need(made, "bed", 10)
    return made


def sent(of: Any, **values: Any) -> Any:
    given = {"residence": of, "item": "bed", "quantity": 3, "organisation": NAME}
    return offer(Offered(**given | values))


def test_an_offer_is_public_once_it_is_approved_and_says_no_more(of: Any, client: Client) -> None:
    received = sent(of, sector="business")
    stored = received.contribution
    assert (stored.state, stored.commitment.number) == ("received", 8)
    assert (stored.feature_layer, stored.feature_fid) == ("rural_residences", str(of.pk))
    assert stored.unit_id == "080101"
    everywhere = (
        SHEET,
        "/residencias/",
        "/participar/?compromiso=8",
        "/compromisos/8/",
        "/t/0801/",
    )
    assert not any("Qzkallpa" in text_of(client, address) for address in everywhere)
    assert "Qzkallpa" not in client.get("/api/v1/contributions/").content.decode()
    publish(moderator(), stored.pk, stored.version, Publication(text=stored.text))
    (shown,) = offers(of)
    assert (shown.quantity, shown.shown_organisation) == (3, NAME)
    page = text_of(client, SHEET)
    assert f"3 unidades · cama · {NAME}" in page
    # What is asked for is all that there is.
    assert stored.text == (
        f"{NAME} ofrece 3 unidades de «cama» para la residencia COLEGIO 1 (0000001-0)."
    )


def test_a_citizen_offers_without_a_name(of: Any, client: Client) -> None:
    """Nothing is asked or kept of who it is; the code follows, answers and takes it back."""
    answer = client.post(f"{SHEET}ofrecer/", form(by="citizen", organisation=""))
    assert answer.status_code == 302
    followed = answer["Location"]
    kept = ContributionOffer.objects.select_related("contribution").get()
    stored = kept.contribution
    assert (kept.organisation, kept.is_citizens, kept.quantity) == (None, True, 3)
    assert stored.text == (
        "La ciudadanía ofrece 3 unidades de «cama» para la residencia COLEGIO 1 (0000001-0)."
    )
    assert "cama · la ciudadanía" not in text_of(client, SHEET)
    publish(moderator(), stored.pk, stored.version, Publication(text=stored.text))
    page = text_of(client, SHEET)
    assert "3 unidades · cama · la ciudadanía" in page
    assert "oculta por la moderación" not in page
    client.post(f"{followed}retirar/", {"sure": "on"})
    assert not ContributionOffer.objects.exists()
    assert Contribution.objects.get().text == ""
    assert "cama · la ciudadanía" not in text_of(client, SHEET)


@pytest.mark.parametrize(
    "values",
    [
        {"by": "citizen", "organisation": "Juan Pérez Quispe"},
        {"by": "citizen", "organisation": NAME},
        {"by": "", "organisation": ""},
        {"by": "vecino", "organisation": ""},
    ],
    ids=str,
)
def test_a_citizens_name_is_refused_and_an_organisation_has_one(
    of: Any, client: Client, values: dict[str, str]
) -> None:
    answer = client.post(f"{SHEET}ofrecer/", form(**values))
    assert answer.status_code == 400
    assert not Contribution.objects.exists()


def test_an_offer_to_an_example_says_that_it_is_one() -> None:
    example = next(row for row in RuralResidence.objects.filter(is_sample=True) if unmet(row))
    item = unmet(example)[0].item
    text = sent(example, item=item, quantity=1).contribution.text
    assert text.startswith(f"EJEMPLO · {NAME} ofrece 1 ")


def test_what_a_moderator_hides_is_hidden_everywhere(of: Any, client: Client) -> None:
    stored = sent(of).contribution
    hidden = stored.text.replace(NAME, MASK)
    publish(moderator(), stored.pk, stored.version, Publication(text=hidden))
    page = text_of(client, SHEET)
    assert "3 unidades · cama" in page
    assert "Qzkallpa" not in page


def test_what_is_not_approved_or_is_withdrawn_is_seen_by_nobody(of: Any, client: Client) -> None:
    refused, taken_back = sent(of).contribution, sent(of).contribution
    reject(moderator(), refused.pk, refused.version, "advertising")
    publish(moderator("otra"), taken_back.pk, taken_back.version, Publication(taken_back.text))
    assert "Qzkallpa" in text_of(client, SHEET)
    withdraw(taken_back)
    assert "Qzkallpa" not in text_of(client, SHEET)
    assert not ContributionOffer.objects.filter(pk=taken_back.pk).exists()
    assert Contribution.objects.get(pk=taken_back.pk).text == ""


def test_only_what_is_unmet_can_be_offered(of: Any) -> None:
    shown_delivery(alliance(need(of, "stove", 2), 2), 2)
    need(of, "lamp", 5, state="draft")
    assert [(row.item, row.missing) for row in unmet(of)] == [("bed", 10)]
    for values, parameter in (
        ({"item": "stove"}, "item"),
        ({"item": "lamp"}, "item"),
        ({"item": "yacht"}, "item"),
        ({"quantity": 11}, "quantity"),
        ({"quantity": 0}, "quantity"),
        ({"organisation": "Juan Pérez Quispe"}, "organisation"),
        ({"organisation": "Kallpa"}, "organisation"),
        ({"organisation": "Asociación 987654321"}, "organisation"),
        ({"organisation": "   "}, "organisation"),
        ({"sector": "x"}, "sector"),
    ):
        with pytest.raises(InvalidParameter) as caught:
            sent(of, **values)
        assert caught.value.parameter == parameter
    assert not Contribution.objects.exists()


def form(**values: str) -> dict[str, str]:
    return {"item": "bed", "quantity": "3", "organisation": NAME} | values


def test_the_form_gives_a_code_by_which_it_is_followed_and_taken_back(
    of: Any, client: Client
) -> None:
    page = client.get(f"{SHEET}ofrecer/").content.decode()
    assert "Cama: faltan 10 unidades" in page
    answer = client.post(f"{SHEET}ofrecer/", form())
    assert answer.status_code == 302
    followed = answer["Location"]
    assert followed.startswith("/participar/aporte/")
    assert NAME in text_of(client, followed)
    client.post(f"{followed}retirar/", {"sure": "on"})
    assert not ContributionOffer.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"item": "stove"},
        {"quantity": "x"},
        {"quantity": "-1"},
        {"quantity": "99999999999999999999"},
        {"organisation": "<script>alert(1)</script>"},
        {"organisation": "Mar\x00ía"},
        {"organisation": "x" * 200},
        {"website": "https://spam.example.org"},
    ],
    ids=str,
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    of: Any, client: Client, values: dict[str, str]
) -> None:
    answer = client.post(f"{SHEET}ofrecer/", form(**values))
    assert answer.status_code == 400
    assert "<script>alert" not in answer.content.decode()
    assert not Contribution.objects.exists()


def test_a_position_that_is_no_place_keeps_nobody_from_offering(client: Client) -> None:
    """A register may have a point far out at sea, or none."""
    for number, geom in ((5, Point(5.8, -13.5, srid=4326)), (6, None)):
        need(residence(number, geom=geom), "bed", 10)
        answer = client.post(f"/residencias/000000{number}-0/ofrecer/", form())
        assert answer.status_code == 302
    nowhere = residence(7, geom=None, declared_unit_id=None)
    need(nowhere, "bed", 10)
    answer = client.post("/residencias/0000007-0/ofrecer/", form())
    assert answer.status_code == 400
    assert "qué lugar" in answer.content.decode()


@pytest.mark.usefixtures("one_window")
def test_it_is_limited_as_contributions_are(of: Any, client: Client) -> None:
    LimitMark.objects.all().delete()
    statuses = [client.post(f"{SHEET}ofrecer/", form()).status_code for _ in range(6)]
    assert statuses == [302, 302, 302, 302, 429, 429]


def test_there_is_nothing_to_offer_where_nothing_is_published(client: Client) -> None:
    residence(2)
    page = text_of(client, "/residencias/0000002-0/ofrecer/")
    assert "no hay nada publicado que falte" in page
    assert client.get("/residencias/0000009-0/ofrecer/").status_code == 404
