"""Every way in and out of publishing, for every kind of account: what it is answered."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from layers.models import DiaryEntry, Job, Snapshot, SourceSetting, Submission
from layers.stored import create
from territory.models import PublishedPart
from tests.layers.loading.regional_files import TUMBES, Import, facts
from tests.publishers import everybody
from tests.submissions import SOURCE, csv_of, page
from tests.zones import client_of

pytestmark = pytest.mark.django_db

PEOPLE = (
    "anonymous",
    "member",
    "planner",
    "staff",
    "editor",
    "second_editor",
    "approver",
    "both",
    "regional",
    "foreign_editor",
    "foreign_approver",
    "admin",
)
SEES = {"editor", "second_editor", "approver", "both", "admin"}
PREPARES = SEES - {"approver"}
# Whoever has a role for a part of the country: the source is theirs, what covers more isn't.
OF_THE_SOURCE = {"source", "example", "hand in"}
# Not who prepared it.
SECOND = {"approver", "both", "admin"}


@dataclass(frozen=True)
class World:
    """A source with something published, and a file of the editor's that is checked."""

    people: dict[str, User]
    held: Submission
    part: PublishedPart
    snapshot: Snapshot

    def client(self, person: str) -> Client:
        return client_of(self.people[person]) if person in self.people else Client()


@pytest.fixture(scope="module")
def made(module_db: None, tmp_path_factory: pytest.TempPathFactory) -> World:
    people, publish = everybody(), Import(tmp_path_factory.mktemp("files") / "comisiones.csv")
    publish(*TUMBES)
    publish(TUMBES[0])
    with create("c.csv", "text/csv", owner=people["editor"]) as writer:
        writer.write(b"x")
    held = Submission.objects.create(
        source="environment",
        file=writer.file,
        file_name="c.csv",
        sha256="0" * 64,
        size=1,
        handed={"provenance": None, "feed": None, "choice": {}},
        state=Submission.State.CHECKED,
        summary={"number_of_rows": 1, "refused_rows": 0, "left_out": 0, "remarks": []},
        created_by=people["editor"],
    )
    return World(people, held, PublishedPart.objects.get(), Snapshot.objects.earliest("pk"))


@pytest.fixture
def world(made: World, db: None) -> World:
    """As it was made, whatever the test before did to it."""
    return deepcopy(made)


Ask = Callable[[Client, World], Any]


def _decide(decision: str) -> Ask:
    return lambda client, world: client.post(page(world.held, "decidir/"), {"decision": decision})


def _part(decision: str) -> Ask:
    address = "/publicar/partes/{}/"
    return lambda client, world: client.post(address.format(world.part.pk), {"decision": decision})


def _get(part: str) -> Ask:
    return lambda client, world: client.get(page(world.held, part))


# Way → who gets through; the others are led to where they sign in, or told that they may not.
READ: dict[str, Ask] = {
    "source": lambda client, _world: client.get(SOURCE),
    "example": lambda client, _world: client.get(f"{SOURCE}ejemplo/"),
    "submission": _get(""),
    "cells": _get("celdas/"),
    "cells as CSV": _get("celdas.csv"),
    "rows": _get("filas/"),
    "rows as GeoJSON": _get("filas.geojson"),
}
CHANGE: dict[str, tuple[Ask, set[str]]] = {
    "hand in": (
        lambda client, _world: client.post(f"{SOURCE}entregar/", {"file": csv_of(*TUMBES)}),
        PREPARES,
    ),
    "check again": (
        lambda client, world: client.post(page(world.held, "revisar/"), {}),
        PREPARES,
    ),
    "publish": (_decide("publish"), PREPARES),
    "discard": (_decide("discard"), PREPARES),
    "mark": (lambda client, world: client.post(page(world.held, "marcar/")), SEES),
    "undo": (_part("undo"), SEES),
    "withdraw": (_part("withdraw"), SEES),
    "return": (
        lambda client, world: client.post(f"/publicar/publicaciones/{world.snapshot.pk}/volver/"),
        SEES,
    ),
}


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("way", READ)
def test_who_reads(world: World, way: str, person: str) -> None:
    answer = READ[way](world.client(person), world)
    if person in SEES or (person == "regional" and way in OF_THE_SOURCE):
        assert answer.status_code == 200
        assert "private" in answer["Cache-Control"]
    elif person == "anonymous":
        assert answer["Location"].startswith("/cuenta/ingresar/?next=/publicar/")
    else:
        assert answer.status_code == 403


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("way", CHANGE)
def test_who_changes(world: World, way: str, person: str) -> None:
    ask, allowed = CHANGE[way]
    before, jobs = facts(), Job.objects.count()
    answer = ask(world.client(person), world)
    if person in allowed or (person == "regional" and way in OF_THE_SOURCE):
        assert answer.status_code == 302
        assert answer["Location"].startswith(("/publicar/", "/trabajos/"))
        return
    if person == "anonymous":
        assert answer["Location"].startswith("/cuenta/ingresar/")
    else:
        assert answer.status_code == 403
    world.held.refresh_from_db()
    assert world.held.state == Submission.State.CHECKED
    assert (facts(), Job.objects.count()) == (before, jobs)
    assert not DiaryEntry.objects.filter(submission=world.held.pk).exists()


@pytest.mark.parametrize("person", PEOPLE)
def test_who_publishes_where_a_second_person_is_required(world: World, person: str) -> None:
    SourceSetting.objects.create(source="environment")
    answer = _decide("publish")(world.client(person), world)
    world.held.refresh_from_db()
    if person in PREPARES:
        assert answer.status_code == 302
        assert world.held.state == Submission.State.AWAITING
    else:
        assert world.held.state == Submission.State.CHECKED
    assert not Job.objects.filter(kind="publish_file").exists()


@pytest.mark.parametrize("decision", ["approve", "reject"])
@pytest.mark.parametrize("person", PEOPLE)
def test_who_decides(world: World, person: str, decision: str) -> None:
    SourceSetting.objects.create(source="environment")
    _decide("publish")(world.client("editor"), world)
    answer = _decide(decision)(world.client(person), world)
    world.held.refresh_from_db()
    if person in SECOND:
        assert answer.status_code == 302
        expected = {"approve": Submission.State.PUBLISHING, "reject": Submission.State.CHECKED}
        assert world.held.state == expected[decision]
        assert world.held.decided_by == world.people[person]
    else:
        assert answer.status_code in (302, 403)
        assert world.held.state == Submission.State.AWAITING


@pytest.mark.parametrize("person", ["both", "admin"])
def test_nobody_decides_on_their_own(world: World, person: str) -> None:
    SourceSetting.objects.create(source="environment")
    Submission.objects.update(created_by=world.people[person])
    client = world.client(person)
    _decide("publish")(client, world)
    assert _decide("approve")(client, world).status_code == 403
    world.held.refresh_from_db()
    assert world.held.state == Submission.State.AWAITING


def test_columns_of_persons_wait_for_a_second_person(world: World) -> None:
    finding = {"table": "", "column": "DNI", "kind": "documents"}
    Submission.objects.update(personal=[finding])
    _decide("publish")(world.client("editor"), world)
    world.held.refresh_from_db()
    assert world.held.state == Submission.State.AWAITING
    _decide("approve")(world.client("approver"), world)
    world.held.refresh_from_db()
    assert world.held.state == Submission.State.PUBLISHING
    assert world.held.allowed_by == world.people["approver"]
    actions = list(DiaryEntry.objects.filter(submission=world.held.pk).order_by("pk"))
    assert [entry.action for entry in actions] == ["requested", "allowed", "approved"]


@pytest.mark.parametrize("person", PEOPLE)
def test_the_list_is_of_ones_own_sources(world: World, person: str) -> None:
    answer = world.client(person).get("/publicar/")
    if person == "anonymous":
        assert answer.status_code == 302
        return
    assert answer.status_code == 200
    assert ("c.csv" in answer.content.decode()) is (person in SEES)


def test_another_site_cannot_press_a_button(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["editor"])
    assert _decide("publish")(client, world).status_code == 403
    assert _part("withdraw")(client, world).status_code == 403
