"""What comes in, what is shown of it, who decides, and that what is withdrawn leaves nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.gis.geos import Polygon
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from pyproj import Geod

from layers.errors import (
    EditNotAllowed,
    InvalidGeometry,
    InvalidParameter,
    TooManyRequests,
    VersionConflict,
    WrongState,
)
from layers.models import ContributionPhoto, StoredFile
from layers.participation import answering, moderating, photos
from layers.participation.admission import PLAIN, admit, by_code
from layers.participation.moderating import Publication
from layers.participation.places import place_from_text
from layers.participation.receiving import withdraw
from territory.models import Contribution, ContributionStep, LimitMark
from territory.participation.codes import digest_of, new_code, read_code
from territory.participation.limits import Limit, forget_expired
from territory.participation.nearby import NEAR_M, published_near
from territory.participation.proofs import BITS, new_challenge, proves
from territory.participation.redaction import is_redaction, proposed
from tests.contributions import (
    EAST,
    NORTH,
    WORDS,
    editor,
    lead_of,
    moderator,
    picture,
    point,
    published,
    sent,
)
from tests.zones import account, planner

pytestmark = pytest.mark.django_db


def items(client: Client) -> Any:
    response: Any = client.get("/ogc/collections/contributions/items?f=json")
    return json.loads(response.getvalue())["features"]


def test_the_code_is_kept_nowhere() -> None:
    received = sent()
    assert received.contribution.code_hash == digest_of(received.code)
    with connection.cursor() as cursor:
        cursor.execute("SELECT c::text FROM territory_contribution c")
        assert received.code not in str(cursor.fetchall())
    typed = "-".join((received.code[:5], received.code[5:])).upper()
    assert read_code(typed) == received.code
    assert by_code("192.0.2.1", typed) == received.contribution


def test_a_pin_is_rounded_to_the_grid(client: Client) -> None:
    """0.001° of a meridian is 111 m (WGS 84, pyproj's geodesic)."""
    found = published(moderator(), sent(is_public_place=True))
    found.refresh_from_db()
    assert found.public_geom is not None
    assert found.public_geom.coords == pytest.approx((-71.978, -13.516))
    moved = Geod(ellps="WGS84").inv(EAST, NORTH, *found.public_geom.coords)[2]
    assert 0 < moved < 80
    (item,) = items(client)
    assert item["geometry"]["coordinates"] == pytest.approx([-71.978, -13.516])
    assert item["properties"]["place_kind"] == "rounded"
    assert str(EAST) not in json.dumps(item)


def test_only_both_words_show_the_exact_place(client: Client) -> None:
    found = published(moderator(), sent(is_public_place=True), is_public_place=True)
    found.refresh_from_db()
    assert found.public_geom == found.geom
    said_not = published(moderator("otra"), sent(), is_public_place=True)
    said_not.refresh_from_db()
    assert said_not.public_geom != said_not.geom


def test_an_outline_is_rounded_too_or_becomes_a_point() -> None:
    large = Polygon.from_bbox((EAST, NORTH, EAST + 0.01, NORTH + 0.01))
    small = Polygon.from_bbox((EAST, NORTH, EAST + 0.0001, NORTH + 0.0001))
    user = moderator()
    for shape, kind in ((large, "MultiPolygon"), (small, "Point")):
        shape.srid = 4326
        found = published(user, sent(geom=shape))
        found.refresh_from_db()
        assert found.public_geom is not None
        assert found.public_geom.geom_type == kind
        coordinates = json.loads(found.public_geom.json)["coordinates"]
        corners = coordinates[0][0] if kind == "MultiPolygon" else [coordinates]
        assert all(abs(n * 1000 - round(n * 1000)) < 1e-6 for corner in corners for n in corner)


def test_raw_sql_shows_no_exact_place_either() -> None:
    found = sent().contribution
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE territory_contribution SET public_geom = geom WHERE id = %s", [found.pk]
        )
    found.refresh_from_db()
    assert found.public_geom is None


def test_nothing_is_left_of_what_is_withdrawn(client: Client) -> None:
    user = moderator()
    received = sent(photo=photos.Photo(picture(), 64, 48))
    found = published(user, received, shows_photo=True)
    answering.answer(editor(), found.pk, found.version, "Se repara el lunes.", "accepted")
    assert len(items(client)) == 1
    files = StoredFile.objects.count()
    withdraw(found)
    assert items(client) == []
    assert StoredFile.objects.count() == files - 1
    assert not ContributionPhoto.objects.exists()
    assert not ContributionStep.objects.exists()
    row = Contribution.objects.values().get()
    left = {name for name, value in row.items() if value not in (None, "", False)}
    assert left == {
        "id",
        "code_hash",
        "state",
        "version",
        "received_at",
        "answer_state",
        "withdrawn_on",
    }
    assert (row["state"], row["answer_state"]) == ("withdrawn", "none")
    assert by_code("192.0.2.1", received.code).state == "withdrawn"


def test_the_database_holds_that_nothing_is_left() -> None:
    found = sent().contribution
    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.filter(pk=found.pk).update(state="withdrawn")


def test_steps_are_kept_while_the_contribution_is() -> None:
    found = sent().contribution
    for change in (
        lambda: found.steps.all().delete(),
        lambda: found.steps.update(kind="answered"),
    ):
        with pytest.raises(DatabaseError, match="are kept"), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("written", "shown", "fits"),
    [
        ("Llame al 987654321 ya", "Llame al [dato personal] ya", True),
        ("Llame al 987654321 ya", "Llame al 987654321 ya", True),
        ("Llame al 987654321 ya", "[dato personal]", True),
        ("Llame a Ana y a Eva", "Llame a [dato personal] y a [dato personal]", True),
        ("Llame al 987654321 ya", "No llame al [dato personal] ya", False),
        ("Llame al 987654321 ya", "Llame al [dato personal] nunca", False),
        ("aba", "ab[dato personal]ba", False),
        ("No es así", "Es así", False),
    ],
)
def test_a_moderator_hides_and_writes_nothing(written: str, shown: str, fits: bool) -> None:
    assert is_redaction(written, shown) is fits


def test_what_is_proposed_to_hide_fits() -> None:
    text = "Soy Ana, mi correo es ana@example.org y mi celular 987 654 321."
    assert "ana@example.org" not in proposed(text)
    assert "987 654 321" not in proposed(text)
    assert is_redaction(text, proposed(text))


def test_who_moderates_and_who_answers() -> None:
    received = sent()
    pk = received.contribution.pk
    everybody: dict[str, User] = {
        "member": account("alguien"),
        "planner": planner("plan"),
        "editor": editor(),
        "editor of others": editor("ajena", lead_of(5)),
        "approver": editor("aprueba", role="approver"),
    }
    for user in everybody.values():
        with pytest.raises(EditNotAllowed):
            moderating.publish(user, pk, 1, Publication(WORDS))
        with pytest.raises(EditNotAllowed):
            moderating.reject(user, pk, 1, "off_topic")
    moderates = moderator()
    with pytest.raises(WrongState):
        answering.answer(everybody["editor"], pk, 1, "Se repara el lunes.", "accepted")
    found = published(moderates, received)
    found.refresh_from_db()
    for name, user in (everybody | {"moderator": moderates}).items():
        if name != "editor":
            with pytest.raises(EditNotAllowed):
                answering.answer(user, pk, found.version, "Se repara el lunes.", "accepted")
    answering.answer(everybody["editor"], pk, found.version, "Se repara el lunes.", "accepted")
    found.refresh_from_db()
    assert found.is_answered


def test_an_answer_waits_for_a_second_person_where_the_agency_wants_one(client: Client) -> None:
    agency = lead_of()
    agency.needs_approval = True
    agency.save()
    both = editor("ambas", agency)
    both.agency_roles.create(agency=agency, role="approver")
    found = published(moderator(), sent())
    found.refresh_from_db()
    answering.answer(both, found.pk, found.version, "Se repara el lunes.", "accepted")
    found.refresh_from_db()
    assert not found.is_answered
    assert items(client)[0]["properties"]["answer"] is None
    assert "Se repara" not in client.get(f"/participar/aportes/{found.pk}/").content.decode()
    with pytest.raises(EditNotAllowed):
        answering.approve(both, found.pk, found.version)
    answering.approve(editor("segunda", agency, "approver"), found.pk, found.version)
    assert items(client)[0]["properties"]["answer"] == "Se repara el lunes."


def test_refusals_of_moderation() -> None:
    user, found = moderator(), sent().contribution
    with pytest.raises(VersionConflict):
        moderating.publish(user, found.pk, 7, Publication(WORDS))
    with pytest.raises(InvalidParameter, match="motivo"):
        moderating.reject(user, found.pk, 1, "porque sí")
    with pytest.raises(InvalidParameter, match="ocultar"):
        moderating.publish(user, found.pk, 1, Publication("Otra cosa que nadie dijo."))
    with pytest.raises(InvalidParameter, match="entidad"):
        moderating.publish(user, found.pk, 1, Publication(WORDS, agency="NADIE"))
    moderating.reject(user, found.pk, 1, "off_topic")
    with pytest.raises(WrongState):
        moderating.publish(user, found.pk, 2, Publication(WORDS))


def test_an_answer_names_no_persons_data() -> None:
    found = published(moderator(), sent())
    found.refresh_from_db()
    with pytest.raises(InvalidParameter, match="documento"):
        answering.answer(
            editor(), found.pk, found.version, "Escriba a juan@example.org.", "informed"
        )


def test_script_in_a_text_is_text(client: Client) -> None:
    hostile = "<script>alert(1)</script> y <img src=x onerror=alert(1)>"
    found = published(moderator(), sent(text=hostile))
    found.refresh_from_db()
    assert found.unit_id
    for path in ("/participar/", f"/participar/aportes/{found.pk}/"):
        assert "<script>alert" not in client.get(path).content.decode()
    # RFC 4287 §3.1.1.2: of type html the text is HTML once it was unescaped.
    feed = client.get(f"/participar/area/{found.unit_id}.atom").content.decode()
    assert "&amp;lt;script&amp;gt;" in feed


def test_an_area_has_what_lies_in_its_units(client: Client) -> None:
    found = published(moderator(), sent(geom=None, unit="080101"))
    feeds = {code: client.get(f"/participar/area/{code}.atom") for code in ("08", "0801", "13")}
    held = {code: WORDS in feed.content.decode() for code, feed in feeds.items()}
    assert held == {"08": True, "0801": True, "13": False}
    assert client.get("/participar/area/9999.atom").status_code == 404
    withdraw(found)
    again = client.get("/participar/area/08.atom", headers={"If-None-Match": feeds["08"]["ETag"]})
    assert again.status_code == 200
    assert WORDS not in again.content.decode()


def test_what_was_said_nearby_is_found_in_metres() -> None:
    user = moderator()
    near = published(user, sent())
    published(user, sent(commitment=10))
    other_east, other_north, _ = Geod(ellps="WGS84").fwd(EAST, NORTH, 90, NEAR_M + 150)
    published(user, sent(geom=point(other_east, other_north)))
    assert list(published_near(point(), 9)) == [near]


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"text": "corto"}, InvalidParameter),
        ({"text": "x" * 4_001}, InvalidParameter),
        ({"commitment": 19}, InvalidParameter),
        ({"geom": None}, InvalidParameter),
        ({"geom": None, "unit": "999999"}, InvalidParameter),
        ({"geom": point(-13.5, -71.9)}, InvalidGeometry),
    ],
)
def test_bad_input(values: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        sent(**values)
    assert not Contribution.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "no es json",
        "[" * 100_000,
        '{"type": "Point", "coordinates": [NaN, 1]}',
        '{"type": "Point", "coordinates": ["-71", "-13"]}',
        '{"type": "Point", "coordinates": [1e999, 0]}',
        '{"type": "LineString", "coordinates": [[0, 0], [1, 1]]}',
        '{"type": "Polygon", "coordinates": [[[0, 0]]]}',
        '{"type": "Polygon", "coordinates": []}',
        json.dumps({"type": "Polygon", "coordinates": [[[0, 0]] * 1_100]}),
        "x" * 300_000,
    ],
)
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(InvalidGeometry):
        place_from_text(text)


def test_a_flood_has_to_wait_and_leaves_no_address() -> None:
    for _ in range(PLAIN.most):
        admit("203.0.113.7")
    with pytest.raises(TooManyRequests):
        admit("203.0.113.7")
    admit("203.0.113.8")
    assert "203.0.113" not in str(list(LimitMark.objects.values()))


def test_an_ipv6_network_counts_as_one() -> None:
    limit = Limit("prueba", 1, 60)
    assert limit.note("2001:db8::1") == 0
    assert limit.note("2001:db8::2") > 0
    assert limit.note("2001:db8:0:1::1") == 0


def test_what_was_counted_is_forgotten_with_its_window() -> None:
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    Limit("prueba", 1, 60).note("192.0.2.1", now)
    assert forget_expired() == 1
    assert not LimitMark.objects.exists()


def test_guessing_codes_has_to_wait(client: Client) -> None:
    for _ in range(20):
        assert client.get(f"/participar/aporte/{new_code()}/").status_code == 404
    waiting = client.get(f"/participar/aporte/{new_code()}/")
    assert waiting.status_code == 429
    assert int(waiting["Retry-After"]) > 0


def test_a_proof_is_taken_once_and_only_if_it_is_one() -> None:
    challenge = new_challenge()
    nonce = 0
    while int.from_bytes(hashlib.sha256(f"{challenge}:{nonce}".encode()).digest()[:2], "big"):
        nonce += 1
    assert BITS == 16
    assert not proves(challenge, str(nonce + 1))
    assert not proves(f"{challenge}x", str(nonce))
    assert proves(challenge, str(nonce))
    assert not proves(challenge, str(nonce))
