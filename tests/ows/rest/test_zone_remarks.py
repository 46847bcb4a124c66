"""``/api/v1/zones/…/remarks/``: what a review says, with which decision, and who reads it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.gis.geos import Point
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client

from territory.models import InterventionZone, ZoneDecision
from tests.ows.rest.zone_wire import ZONES, created, returned, send
from tests.zones import account, client_of, planner, reviewer, stored

pytestmark = pytest.mark.django_db

PLACE = {"type": "Point", "coordinates": [-71.95, -13.55]}


@pytest.fixture
def author() -> User:
    return planner("ana")


@pytest.fixture
def boss() -> Client:
    return client_of(reviewer("rosa"))


@pytest.fixture
def zone(author: User) -> InterventionZone:
    return stored(author, "submitted")


def path_of(zone: InterventionZone) -> str:
    return f"{ZONES}{zone.pk}/"


def test_a_remark_comes_back_with_who_when_where_and_of_which_version(
    author: User, boss: Client, zone: InterventionZone
) -> None:
    body = {"remark": "  Falta el puente\r\nde Pisac ", "place": PLACE}
    answer = send(boss, "post", f"{path_of(zone)}return/", body, 1)
    assert (answer.status_code, answer.json()["properties"]["status"]) == (200, "draft")
    [remark] = client_of(author).get(f"{path_of(zone)}remarks/").json()
    stored_at = ZoneDecision.objects.get().decided_at
    assert datetime.fromisoformat(remark.pop("decided_at")) == stored_at
    remark.pop("id")
    assert remark == {
        "zone": zone.pk,
        "version": 1,
        "decision": "return",
        "decision_title": "devuelta a borrador",
        "remark": "Falta el puente\nde Pisac",
        "place": PLACE,
        "author": "rosa",
        "url": f"/zonas/{zone.pk}/",
    }


@pytest.mark.parametrize(
    "body",
    [None, {}, {"remark": ""}, {"remark": " \n\t"}, {"remark": "\u200b"}, {"remark": None}],
)
def test_who_returns_anothers_zone_says_why(
    boss: Client, zone: InterventionZone, body: Any
) -> None:
    answer = send(boss, "post", f"{path_of(zone)}return/", body, 1)
    assert (answer.status_code, answer.json()["parameter"]) == (400, "remark")
    assert "hace falta una observación" in answer.json()["detail"]
    zone.refresh_from_db()
    assert (zone.status, zone.version) == ("submitted", 1)
    assert not ZoneDecision.objects.exists()


@pytest.mark.parametrize("body", [None, {"remark": "Muy bien trazada"}])
def test_an_approval_may_say_something(boss: Client, zone: InterventionZone, body: Any) -> None:
    assert send(boss, "post", f"{path_of(zone)}approve/", body, 1).status_code == 200
    remarks = boss.get(f"{path_of(zone)}remarks/").json()
    assert [remark["remark"] for remark in remarks] == (["Muy bien trazada"] if body else [])
    assert ZoneDecision.objects.get().decision == "approve"


@pytest.mark.parametrize(
    ("body", "parameter", "word"),
    [
        ({"remark": 7}, "remark", "texto"),
        ({"remark": "x" * 2001}, "remark", "2001"),
        ({"remark": "a\x07b"}, "remark", "control"),
        ({"remark": "a\u202eb"}, "remark", "control"),
        ({"place": PLACE}, "remark", "lugar sin observación"),
        ({"remark": "x", "place": "-13.5,-71.9"}, "place", "Point"),
        ({"remark": "x", "place": {"type": "LineString", "coordinates": []}}, "place", "Point"),
        ({"remark": "x", "place": {"type": "Point"}}, "place", "posición"),
        ({"remark": "x", "place": {"type": "Point", "coordinates": []}}, "place", "posición"),
        (
            {"remark": "x", "place": {"type": "Point", "coordinates": [True, 1]}},
            "place",
            "número",
        ),
        (
            {"remark": "x", "place": {"type": "Point", "coordinates": [-13.5, -71.9]}},
            "place",
            "fuera del Perú",
        ),
        ({"remark": "x", "plaza": None}, "plaza", "no existe"),
        ([], "remark", "objeto"),
    ],
)
def test_a_bad_remark_names_its_member_and_changes_nothing(
    boss: Client, zone: InterventionZone, body: Any, parameter: str, word: str
) -> None:
    answer = send(boss, "post", f"{path_of(zone)}return/", body, 1)
    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter), answer.content
    assert word in answer.json()["detail"]
    zone.refresh_from_db()
    assert zone.version == 1


def test_a_form_says_it_too(boss: Client, zone: InterventionZone) -> None:
    """``curl -d remark=…`` sends one."""
    headers = {"If-Match": '"1"'}
    path = f"{path_of(zone)}return/"
    assert boss.post(path, {"remark": "Por formulario"}, headers=headers).status_code == 200
    assert ZoneDecision.objects.get().remark == "Por formulario"


def test_the_author_needs_no_words_to_withdraw(author: User, zone: InterventionZone) -> None:
    ana = client_of(author)
    assert send(ana, "post", f"{path_of(zone)}return/", None, 1).status_code == 200
    assert ana.get(f"{path_of(zone)}remarks/").json() == []


@pytest.mark.parametrize("status", ["draft", "submitted", "approved"])
@pytest.mark.parametrize(
    "actor", ["anonymous", "author", "mate", "reviewer", "admin", "sample_reviewer"]
)
def test_who_reads_remarks(author: User, status: str, actor: str) -> None:
    """Its author and its reviewers, whatever became of the zone; nobody else."""
    zone = stored(author, status)
    ZoneDecision.objects.create(
        zone=zone, version=1, decision="return", remark="Entre nosotros", by=author, by_name="x"
    )
    users = {
        "author": lambda: author,
        "mate": lambda: planner("beto"),
        "reviewer": lambda: reviewer("rosa"),
        "admin": lambda: account("jefa", is_superuser=True),
        "sample_reviewer": lambda: reviewer("eva", samples=True),
    }
    client = client_of(users[actor]()) if actor in users else Client()
    inside = actor in ("author", "reviewer", "admin")
    answer = client.get(f"{path_of(zone)}remarks/")
    assert answer.status_code == (200 if inside or status == "approved" else 404)
    assert ("Entre nosotros" in answer.content.decode()) is inside
    listed = client.get(f"{ZONES}remarks/").json()
    assert listed["count"] == len(listed["results"]) == int(inside)
    for page in (client.get("/zonas/"), client.get(f"/zonas/{zone.pk}/")):
        assert ("Entre nosotros" in page.content.decode()) is inside


def test_the_list_goes_by_pages_the_last_first(author: User, boss: Client) -> None:
    for number in range(3):
        zone = stored(author, "submitted")
        assert returned(boss, path_of(zone), 1, f"Observación {number}").status_code == 200
    page = boss.get(f"{ZONES}remarks/", {"limit": 2}).json()
    assert [item["remark"] for item in page["results"]] == ["Observación 2", "Observación 1"]
    assert page["count"] == 3
    assert "offset=2" in page["next"]
    assert boss.get(f"{ZONES}remarks/", {"mine": 1}).status_code == 400


def test_a_deleted_zones_remarks_are_listed_nowhere(
    author: User, boss: Client, zone: InterventionZone
) -> None:
    returned(boss, path_of(zone), 1)
    assert send(client_of(author), "delete", path_of(zone), version=2).status_code == 204
    assert boss.get(f"{ZONES}remarks/").json()["count"] == 0
    assert ZoneDecision.objects.count() == 1, "it is kept, as versions are"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE territory_zonedecision SET remark = 'otra'",
        "DELETE FROM territory_zonedecision",
        "TRUNCATE territory_zonedecision",
    ],
)
def test_what_was_said_stays(boss: Client, zone: InterventionZone, statement: str) -> None:
    returned(boss, path_of(zone), 1, "Lo dicho")
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert ZoneDecision.objects.get().remark == "Lo dicho"


def test_the_database_takes_no_place_without_words(author: User, zone: InterventionZone) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ZoneDecision.objects.create(
            zone=zone, version=1, decision="return", place=Point(-72, -13), by=author, by_name="x"
        )


def test_one_of_two_decisions_on_a_version_counts(boss: Client, author: User) -> None:
    zone = created(client_of(author))
    path = f"{ZONES}{zone['id']}/"
    send(client_of(author), "post", f"{path}submit/", {"remark": "Corregida"}, 1)
    assert returned(boss, path, 1).status_code == 412
    assert returned(boss, path, 2).status_code == 200
    assert [item["version"] for item in boss.get(f"{path}remarks/").json()] == [2, 1]
