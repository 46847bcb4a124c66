"""Roles that are limited to units: a regional office publishes its part, and nothing beyond it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client

from layers.datasets.access import agencies_of, prepared_agencies
from layers.loading.sources import find
from layers.models import Snapshot, SourceSetting, Submission
from layers.publishing.permissions import Verb, may
from territory.agencies import roles_of
from territory.models import AgencyRole, Commitment, PublishedPart
from territory.participation.permissions import answers_something
from territory.reviewing import Verb as RecordVerb
from territory.reviewing import may as may_record
from tests import publishers
from tests.frontend.reading import text_of
from tests.layers.loading.regional_files import MOQUEGUA, TUMBES, Import
from tests.publishers import EDITOR, MINAM, publisher
from tests.submissions import SOURCE, decide, hand_in, page, published
from tests.zones import client_of

pytestmark = pytest.mark.django_db


def regional(name: str, unit: str, *roles: str) -> User:
    return publishers.regional(name, MINAM, unit, *roles)


def parts() -> list[list[str]]:
    found = PublishedPart.objects.filter(source="environment")
    return sorted(found.values_list("covers", flat=True))


TUMBES_ROW = "CAR;24;Tumbes;CAR Tumbes;Prueba;2019-01-31"
MOQUEGUA_ROW = "CAR;18;Moquegua;CAR Moquegua;Prueba;2019-01-31"


def test_a_regional_office_publishes_undoes_and_withdraws_its_part() -> None:
    user = regional("dre", "24")
    client = client_of(user)
    assert client.get(SOURCE).status_code == 200
    held = hand_in(client, TUMBES_ROW)
    assert held.covered == ["24"]
    assert decide(client, held, "publish").status_code == 302
    held = published(held, user)
    assert held.state == "published"
    assert parts() == [["24"]]
    (part,) = PublishedPart.objects.filter(source="environment")
    assert client.post(f"/publicar/partes/{part.pk}/", {"decision": "withdraw"}).status_code == 302


def test_what_covers_more_is_looked_at_but_not_published() -> None:
    user = regional("dre", "24")
    client = client_of(user)
    held = hand_in(client, TUMBES_ROW, MOQUEGUA_ROW)
    shown = text_of(client, page(held))
    assert "Cubre más que las unidades de su cuenta (" in shown
    assert "Nota para el diario" not in shown
    assert decide(client, held, "publish").status_code == 403
    held.refresh_from_db()
    assert held.state == "checked"
    assert parts() == []
    assert decide(client, held, "discard").status_code == 302
    assert "descartó un archivo entregado" in text_of(client, SOURCE)


def test_what_it_may_publish_and_who_may_more_read_of_no_limit() -> None:
    """Neither the office of its own region, nor the ministry of both."""
    office, full = client_of(regional("dre", "24")), client_of(publisher("edita", MINAM, EDITOR))
    mine = hand_in(office, TUMBES_ROW)
    both = hand_in(full, TUMBES_ROW, MOQUEGUA_ROW)
    for client, held in ((office, mine), (full, both), (full, mine)):
        shown = text_of(client, page(held))
        assert "Cubre más que" not in shown
        assert "Nota para el diario" in shown


def test_anothers_region_is_not_its_own(publish: Import) -> None:
    publish(*MOQUEGUA)
    publish(*TUMBES)
    user = regional("dre", "24")
    client = client_of(user)
    other = PublishedPart.objects.get(source="environment", covers=["18"])
    for decision in ("undo", "withdraw"):
        answer = client.post(f"/publicar/partes/{other.pk}/", {"decision": decision})
        assert answer.status_code == 403
    snapshot = Snapshot.objects.get(source="environment", covers=["18"])
    assert client.post(f"/publicar/volver/{snapshot.pk}/").status_code in (403, 404)
    shown = client.get(SOURCE).content.decode()
    assert shown.count("Cubre más que las unidades de su cuenta") == 1


def test_a_file_of_anothers_region_is_not_read_or_decided_on() -> None:
    full, user = publisher("edita", MINAM, EDITOR), regional("dre", "24")
    held = hand_in(client_of(full), MOQUEGUA_ROW)
    client = client_of(user)
    for part in ("", "celdas/", "filas/"):
        assert client.get(page(held, part)).status_code == 403
    for decision in ("publish", "approve", "reject", "discard"):
        assert decide(client, held, decision).status_code == 403
    mine = hand_in(client_of(full), TUMBES_ROW)
    assert client.get(page(mine)).status_code == 200
    both = hand_in(client, TUMBES_ROW, MOQUEGUA_ROW)  # its own file, whatever it covers
    unread = Submission.objects.create(  # one that nobody has checked yet
        source=held.source, sha256="0" * 64, size=1, handed={}, created_by=full
    )
    for address in ("/publicar/", SOURCE):
        shown = client.get(address).content.decode()
        listed = {found for found in (held, mine, both, unread) if str(found.pk) in shown}
        assert listed == {mine, both}, address
        assert client_of(full).get(address).content.decode().count("/publicar/entregas/") >= 4


def test_the_diary_of_other_units_is_what_everybody_may_read() -> None:
    full, user = publisher("edita", MINAM, EDITOR), regional("dre", "24")
    SourceSetting.objects.create(source="environment", needs_approval=True)
    for row in (MOQUEGUA_ROW, TUMBES_ROW):
        decide(client_of(full), hand_in(client_of(full), row), "publish", note="Pedido de hoy")
    assert client_of(full).get(SOURCE).content.decode().count("Pedido de hoy") == 2
    assert client_of(user).get(SOURCE).content.decode().count("Pedido de hoy") == 1


def test_a_part_that_covers_more_does_not_make_way(publish: Import) -> None:
    """Its region lies in what the ministry published for two: it can't replace the whole."""
    full = publisher("edita", MINAM, EDITOR)
    both = hand_in(client_of(full), TUMBES_ROW, MOQUEGUA_ROW)
    decide(client_of(full), both, "publish")
    published(both, full)
    user = regional("dre", "24")
    held = hand_in(client_of(user), TUMBES_ROW)
    assert held.overlap
    answer = decide(client_of(user), held, "publish", replaces_others="on")
    assert answer.status_code == 403
    assert parts() == [["18", "24"]]


@pytest.mark.parametrize(
    ("unit", "covers", "allowed"),
    [
        ("24", ("24",), True),
        ("24", ("2401", "240201"), True),
        ("2401", ("24",), False),
        ("24", ("18", "24"), False),
        ("24", ("PE",), False),
        ("24", (), False),
    ],
)
def test_what_is_within_its_units(unit: str, covers: tuple[str, ...], allowed: bool) -> None:
    user, source = regional("dre", unit), find("environment")
    assert may(user, Verb.PUBLISH, source, covers) is allowed
    assert may(user, Verb.WITHDRAW, source, covers) is allowed
    assert may(user, Verb.PUBLISH, source)


def test_it_does_nothing_else_in_the_agencys_name() -> None:
    user = regional("dre", "24")
    assert roles_of(user) == {}
    assert not agencies_of(user).exists()
    assert not prepared_agencies(user).exists()
    assert not answers_something(user)
    of_agency = Commitment.objects.filter(lead_agencies__acronym=MINAM)
    assert of_agency.exists()
    for commitment in of_agency:
        assert not any(may_record(user, verb, commitment) for verb in RecordVerb)
    client: Client = client_of(user)
    assert client.get("/participar/responder/").status_code in (403, 404)


def test_units_are_ubigeos_that_there_are() -> None:
    user = regional("dre", "24")
    role = AgencyRole.objects.filter(user=user).first()
    assert role is not None
    role.clean()
    role.units = ["24", "99", "x"]
    with pytest.raises(ValidationError, match="99, x"):
        role.clean()
