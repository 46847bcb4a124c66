"""``/api/v1/participation/``: forums to consultations; drafts for their agency alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.consultations import decided, deciders, opened, revised, shown_at
from tests.contributions import moderator
from tests.processes import agreement, consultation, forum, member, minutes, session, version
from tests.zones import client_of

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/participation/"


def ask(client: Client, path: str, status: int = 200) -> Any:
    response: Any = client.get(ROOT + path)
    assert response.status_code == status, response.content
    return response.json()


def rows(client: Client, path: str) -> list[dict[str, Any]]:
    """Without the samples, which are shown while there is no fact."""
    content = ask(client, path)
    found = content.get("results") or [item["properties"] for item in content.get("features", [])]
    return [row for row in found if not row["is_sample"]]


def test_the_root_names_what_there_is(client: Client) -> None:
    assert set(ask(client, "")) == {"spaces", "sessions", "agreements", "consultations"}
    for address in ask(client, "").values():
        assert client.get(address).status_code == 200


def test_a_forum_with_its_session_and_agreement(client: Client) -> None:
    held = session(forum(academia=7), agenda="Presupuesto")
    minutes(held, text="Se leyó el acta", cleared_at=timezone.now(), state="published")
    agreement(held)
    (space,) = ask(client, "spaces/")["features"]
    assert (space["id"], space["properties"]["academia"]) == ("foro", 7)
    assert space["geometry"] == {"type": "Point", "coordinates": [-71.97, -13.52]}
    assert space["properties"]["civil_society"] is None
    (shown,) = rows(client, "sessions/")
    assert (shown["space"], shown["minutes"]) == ("foro", "Se leyó el acta")
    (agreed,) = rows(client, "agreements/")
    assert (agreed["space"], agreed["code"], agreed["overdue"]) == ("foro", "A1", True)


def test_minutes_that_nobody_confirmed_are_nobodys(client: Client) -> None:
    minutes(session(forum()), text="Acta callada")
    for asks in (client, client_of(member("prepara", "editor"))):
        (shown,) = rows(asks, "sessions/")
        assert shown["minutes"] is None


def test_drafts_are_their_agencys_alone(client: Client) -> None:
    """Anonymous, another agency's editor and a moderator see what is published; its own see all."""
    held = session(forum("callado", state="draft"), state="draft")
    agreement(held, state="draft")
    version(consultation("callada", state="draft"), state="draft")
    version(consultation("abierta"), 1, "Texto público")
    paths = ("spaces/", "sessions/", "agreements/", "consultations/")
    others = (client, client_of(member("ajena", "editor", 5)), client_of(moderator()))
    for asks in others:
        assert [len(rows(asks, path)) for path in paths] == [0, 0, 0, 1]
        ask(asks, "consultations/callada/", 404)
    for role in ("editor", "approver"):
        own = client_of(member(role, role))
        assert [len(rows(own, path)) for path in paths] == [1, 1, 1, 2]
        assert ask(own, "consultations/callada/")["state"] == "draft"


def test_a_consultation_with_its_versions_and_what_was_decided(client: Client) -> None:
    of = opened(kind="governance")
    first, _second = shown_at(of), shown_at(of, 2)
    revised(of)
    version(of, 3, "Texto callado", state="draft")
    decided(deciders(), first, version=2, paragraph=1)
    told = ask(client, "consultations/consulta/")
    assert (told["kind"], told["phase"]) == ("governance", "open")
    assert [one["number"] for one in told["versions"]] == [1, 2]
    assert [p["number"] for p in told["versions"][0]["paragraphs"]] == [1, 2, 3]
    assert told["contributions"] == {
        "total": 2,
        "accepted": 1,
        "partly": 0,
        "declined": 0,
        "undecided": 1,
    }
    assert [one["paragraph"] for one in told["by_paragraph"]] == [1, 2]
    assert told["changes"] == [{"version": 2, "paragraph": 1, "contributions": 1}]
    assert "Texto callado" not in str(told)


def test_lists_are_chosen_by_what_they_have(client: Client) -> None:
    held = session(forum(), units=["08"])
    agreement(held)
    agreement(session(forum("otro", 6)), "B2", topic="Agua", units=["15"])
    opened(kind="governance")
    version(consultation("cerrada"))
    assert [row["slug"] for row in rows(client, "spaces/?commitment=6")] == ["otro"]
    assert [row["space"] for row in rows(client, "sessions/?space=foro")] == ["foro"]
    for query in ("topic=Agua", "unit=15", "space=otro", "commitment=6"):
        assert [row["code"] for row in rows(client, f"agreements/?{query}")] == ["B2"]
    assert len(rows(client, "agreements/?progress=overdue")) == 2
    assert [row["slug"] for row in rows(client, "consultations/?phase=closed")] == ["cerrada"]
    assert [row["slug"] for row in rows(client, "consultations/?kind=governance")] == ["consulta"]


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("spaces/?commitment=0", "commitment"),
        ("sessions/?espacio=foro", "espacio"),
        ("agreements/?progress=x", "progress"),
        ("agreements/?unit=٠٨", "unit"),
        ("agreements/?topic=%00", "topic"),
        ("consultations/?kind=x", "kind"),
        ("consultations/?phase=x", "phase"),
        ("consultations/?limit=x", "limit"),
    ],
)
def test_a_parameter_that_is_wrong_is_named(client: Client, path: str, parameter: str) -> None:
    assert ask(client, path, 400)["parameter"] == parameter


@pytest.mark.parametrize(
    "path", ["spaces/", "sessions/", "agreements/", "consultations/", "consultations/consulta-0/"]
)
def test_a_page_asks_the_same_whatever_there_is(client: Client, path: str) -> None:
    def made(number: int) -> None:
        held = session(forum(f"foro-{number}"))
        agreement(held)
        minutes(held, cleared_at=timezone.now(), state="published")
        version(consultation(f"consulta-{number}", forum=held.forum))

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            ask(client, path)
        return len(captured)

    made(0)
    ask(client, path)
    before = queries()
    for number in (1, 2, 3):
        made(number)
    assert queries() == before


@pytest.mark.parametrize("path", ["", "spaces/", "agreements/", "consultations/"])
def test_nothing_is_written_here(path: str) -> None:
    response = Client(enforce_csrf_checks=True).post(ROOT + path, "{}", "application/json")
    assert response.status_code == 405
