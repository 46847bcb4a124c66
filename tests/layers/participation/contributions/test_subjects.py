"""Contributions about a published feature, of any layer, and by sector: kept, counted, erased."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.test import Client

from layers.errors import InvalidParameter
from layers.models.datasets import Dataset, DatasetState
from layers.participation import answering
from layers.participation.contributions import published as everybody
from layers.participation.moderating import reject
from layers.participation.receiving import withdraw
from layers.participation.subjects import find
from territory.models import Contribution, ContributionKind, Sector, TransitRoute, TransitStop
from territory.participation.by_sector import SectorLine, sector_lines
from tests.contributions import COMMITMENT, editor, items, moderator, point, published, sent
from tests.datasets import dataset

pytestmark = pytest.mark.django_db
ROUTES, STOPS = "transit_routes", "transit_stops"


def a_route() -> TransitRoute:
    found = TransitRoute.objects.published().filter(commitments=[9]).first()
    assert found is not None
    return found


def a_stop() -> TransitStop:
    found = TransitStop.objects.published().first()
    assert found is not None
    return found


def about(layer: str, fid: object, **values: Any) -> Contribution:
    return sent(layer=layer, fid=str(fid), geom=None, **values).contribution


def test_a_sample_is_found_as_one_with_its_own_commitments_and_page() -> None:
    route = a_route()
    found = find(ROUTES, str(route.pk))
    assert found is not None
    assert found.name == f"EJEMPLO · {route.name.removeprefix('EJEMPLO · ')}"
    assert found.commitments == tuple(route.commitments)
    assert found.unit == route.declared_unit_id
    assert found.address == f"/transporte/rutas/{route.pk}/"


@pytest.mark.parametrize(
    ("layer", "fid", "address"),
    [
        ("districts", "080101", "/ogc/collections/districts/items/080101?f=html"),
        ("departments", "08", "/ogc/collections/departments/items/08?f=html"),
    ],
)
def test_any_layers_feature_may_be_meant(layer: str, fid: str, address: str) -> None:
    found = find(layer, fid)
    assert found is not None
    assert (found.unit, found.address) == (fid, address)


@pytest.mark.parametrize(
    ("layer", "fid"),
    [
        (ROUTES, "0"),
        (ROUTES, "999999999999999999999999"),
        (ROUTES, "1 OR 1=1"),
        (ROUTES, ""),
        (ROUTES, "1" * 10_000),
        ("districts", "08\x000101"),
        ("no_such_layer", "1"),
        ("x\x00", "1"),
        ("", "1"),
    ],
)
def test_what_is_not_published_is_about_nothing(layer: str, fid: str) -> None:
    assert find(layer, fid) is None
    if layer or fid:
        with pytest.raises(InvalidParameter) as error:
            about(layer, fid)
        assert error.value.parameter == "feature"


def test_a_key_has_one_spelling() -> None:
    """«07» isn't feature 7 on any service, so it isn't here."""
    assert find(ROUTES, f"0{a_route().pk}") is None


def test_no_contribution_is_about_another_one() -> None:
    """Its name would be the other's words, which go with the other."""
    other = published(moderator(), sent())
    assert find("contributions", str(other.pk)) is None


def test_of_a_stop_the_place_is_its_own_and_of_a_route_its_unit() -> None:
    stop, route = a_stop(), a_route()
    of_stop = about(STOPS, stop.pk)
    assert of_stop.geom is not None
    assert of_stop.geom.coords == pytest.approx(stop.geom.coords)
    assert of_stop.says_public_place
    of_route = about(ROUTES, route.pk)
    assert of_route.geom is None
    assert of_route.unit_id == route.declared_unit_id
    pinned = sent(layer=ROUTES, fid=str(route.pk), geom=point()).contribution
    assert pinned.geom == point()
    assert not pinned.says_public_place


def test_it_keeps_the_name_when_the_feature_is_gone() -> None:
    route = a_route()
    fid, name = str(route.pk), f"EJEMPLO · {route.name.removeprefix('EJEMPLO · ')}"
    received = sent(layer=ROUTES, fid=fid, geom=None)
    route.delete()
    kept = published(moderator(), received)
    assert (kept.feature_layer, kept.feature_fid, kept.feature_name) == (ROUTES, fid, name)
    assert find(ROUTES, fid) is None


def test_of_an_agencys_layer_that_is_private_again_nothing_is_named(client: Client) -> None:
    layer = dataset("Lugares de prueba")
    Dataset.objects.filter(pk=layer.pk).update(state=DatasetState.PUBLISHED)
    layer.refresh_from_db()
    found = find(layer.name, "1")
    assert found is not None
    kept = published(moderator(), sent(layer=layer.name, fid="1"))
    assert named(kept) == found.name
    Dataset.objects.filter(pk=layer.pk).update(state=DatasetState.PRIVATE)
    assert named(kept) is None
    (item,) = items(client)
    assert item["properties"]["feature_name"] is None
    assert item["properties"]["feature_layer"] is None
    assert find(layer.name, "1") is None


def named(kept: Contribution) -> str | None:
    """What everybody reads that it is about."""
    rows: QuerySet[Any] = everybody()
    name: str | None = rows.values_list("public_feature", flat=True).get(pk=kept.pk)
    return name


def test_the_layer_says_what_it_is_about_and_never_the_sector(client: Client) -> None:
    route = a_route()
    received = sent(
        layer=ROUTES,
        fid=str(route.pk),
        geom=None,
        kind=ContributionKind.PROPOSAL,
        sector=Sector.ACADEMIA,
    )
    kept = published(moderator(), received)
    (item,) = items(client)
    values = item["properties"]
    assert (values["kind"], values["feature_layer"]) == ("proposal", ROUTES)
    assert values["feature_fid"] == str(route.pk)
    assert "sector" not in values
    for address in (f"/participar/aportes/{kept.pk}/", "/participar/", "/ogc/collections"):
        assert "academia" not in client.get(address).content.decode().lower()


def line(code: str) -> SectorLine:
    return next(line for line in sector_lines(COMMITMENT) if line.code == code)


def test_sectors_are_counted_of_what_is_published_and_none_is_supposed() -> None:
    """Five sectors of the plan; whoever says none is no sixth of them (issue's list of sectors)."""
    assert [found.code for found in sector_lines(COMMITMENT)] == [*Sector.values, ""]
    user = moderator()
    sent(sector=Sector.DONORS)
    hidden = sent(sector=Sector.DONORS)
    reject(user, hidden.contribution.pk, 1, "off_topic")
    assert line("donors").contributions == 0
    first = published(user, sent(sector=Sector.DONORS))
    published(user, sent())
    elsewhere = published(user, sent(sector=Sector.DONORS, commitment=10))
    assert (line("donors").contributions, line("").contributions) == (1, 1)
    assert elsewhere.commitment_id != first.commitment_id
    answering.answer(editor(), first.pk, first.version, "Se verá este año.", "declined")
    found = line("donors")
    assert (found.contributions, found.answered) == (1, 1)
    assert found.outcomes == {"accepted": 0, "partly": 0, "declined": 1, "informed": 0}
    assert line("").answered == 0
    withdraw(first)
    assert line("donors").contributions == 0


@pytest.mark.parametrize("values", [{"kind": "praise"}, {"sector": "military"}])
def test_what_no_list_has_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(InvalidParameter) as error:
        sent(**values)
    assert error.value.parameter in values


def test_withdrawal_erases_what_it_was_about() -> None:
    stop = a_stop()
    received = sent(
        layer=STOPS,
        fid=str(stop.pk),
        geom=None,
        kind=ContributionKind.PROBLEM,
        sector=Sector.BUSINESS,
    )
    kept = published(moderator(), received)
    withdraw(kept)
    kept.refresh_from_db()
    said = (kept.kind, kept.sector, kept.feature_layer, kept.feature_fid, kept.feature_name)
    assert said == ("", "", "", "", "")


@pytest.mark.parametrize("name", ["kind", "sector", "feature_name"])
def test_the_database_holds_that_nothing_is_left(name: str) -> None:
    """Whoever writes the row: a withdrawn one has nothing."""
    kept = sent().contribution
    withdraw(kept)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.filter(pk=kept.pk).update(**{name: "proposal"})
