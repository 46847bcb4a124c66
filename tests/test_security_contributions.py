"""Of contributions on commitments 16, 17 and 18 only a summary leaves the site, and no place.

The addresses are the URL conf's own and the formats the table's: one that is added later is asked
here as well. What a citizen wrote is a word that nothing else has.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import etree

from layers.exports.formats import FORMATS
from layers.participation import moderating
from layers.participation.contributions import NAME
from territory.models import Contribution
from tests import processes
from tests.contributions import lead_of, moderator
from tests.ows.wms.wire import INFO
from tests.publishers import APPROVER, EDITOR
from tests.reviewed_world import World
from tests.security_contributions import (
    DISTRICT,
    EAST,
    KEPT,
    NORTH,
    NUMBERS,
    PROVINCE,
    REGION,
    of_district,
    pinned,
    summarised,
    summary,
)
from tests.site_addresses import addresses, routes, text_of
from tests.zones import account

pytestmark = pytest.mark.django_db

WRITTEN, SUMMARY = "Qzescrito", "Qzresumen"
ITEMS = f"/ogc/collections/{NAME}/items"
ATOM = "{http://www.w3.org/2005/Atom}"
# Whoever isn't a moderator: the agency in charge answers the summary, and reads no more either.
ACTORS = ("anonymous", "citizen", "in_charge")


@pytest.fixture(scope="module")
def world(module_db: None) -> World:
    """Of each commitment two published, one that waits and one refused, and one at a paragraph."""
    user, own = moderator(), account("a_cargo")
    for role in (EDITOR, APPROVER):
        own.agency_roles.create(agency=lead_of(17), role=role)
    records: dict[str, Any] = {}
    for number in NUMBERS:
        received = of_district(number)
        records[f"{number}received"] = received
        summarised(user, received)
        summarised(user, pinned(number))
        records[f"{number}waits"] = of_district(number)
        refused = of_district(number)
        moderating.reject(user, refused.contribution.pk, 1, "unclear")
        records[f"{number}refused"] = refused
    held = processes.consultation("cupos", 17)
    processes.version(held, 1)
    Contribution.objects.filter(pk=records["17received"].contribution.pk).update(
        consultation=held, paragraph=1
    )
    users = {"citizen": account("ciudadana"), "moderator": user, "in_charge": own}
    return World(users, records, frozenset(), [held.slug])


def _chosen(world: World) -> dict[str, list[str]]:
    keys = [str(received.contribution.pk) for received in world.records.values()]
    return {
        "number": [str(number) for number in NUMBERS],
        "ubigeo": [REGION, PROVINCE, DISTRICT],
        "pk": keys,
        "fid": keys,
        "name": [NAME],
        "layer": [NAME],
        "code": [received.code for received in world.records.values()],
    }


def _query(route: str) -> dict[str, str]:
    return {"q": WRITTEN} if route.startswith(("buscar", "api/v1/search")) else {}


@pytest.mark.parametrize("actor", ACTORS)
def test_no_address_shows_what_was_written(world: World, actor: str) -> None:
    client, told = world.client(actor), 0
    bare = World(world.users, {}, frozenset(), world.slugs)
    # Of records that agencies prepare, which a contribution isn't.
    prepared = re.compile("<slug:word>/<int:pk>/")
    for route in (each for each in routes() if not prepared.search(each)):
        for address in addresses(route, bare, **_chosen(world)):
            text = text_of(client.get(address, _query(route))).replace(f"q={WRITTEN}", "")
            assert f"{WRITTEN}1" not in text, address
            assert "Rosa Quispe" not in text, address
            told += SUMMARY in text
    # Nothing of this would be worth anything if the pages showed nothing.
    assert told > 10


def test_a_moderator_reads_what_was_written(world: World) -> None:
    client = world.client("moderator")
    pk = world.records["17waits"].contribution.pk
    assert f"{WRITTEN}17" in text_of(client.get(f"/participar/moderacion/{pk}/"))


def _wfs(client: Client) -> Any:
    return client.get(
        "/ows/wfs",
        {"SERVICE": "WFS", "VERSION": "2.0.0", "REQUEST": "GetFeature", "TYPENAMES": NAME},
    )


def _values(client: Client) -> Any:
    asked = {"SERVICE": "WFS", "VERSION": "2.0.0", "REQUEST": "GetPropertyValue"}
    return client.get("/ows/wfs", asked | {"TYPENAMES": NAME, "VALUEREFERENCE": "text"})


def _get(path: str, **query: str) -> Callable[[Client], Any]:
    return lambda client: client.get(path, query)


# Where the summary is read.
TELLING: dict[str, Callable[[Client], Any]] = {
    "WFS": _wfs,
    "WFS GetPropertyValue": _values,
    "API of rows": _get(f"/api/v1/layers/{NAME}/features/"),
    "API of contributions": _get("/api/v1/contributions/"),
    "pages": _get("/participar/"),
    "feed of the region": _get(f"/participar/area/{REGION}.atom"),
    **{f"file {file.name}": _get(ITEMS, f=file.name) for file in FORMATS},
}


@pytest.mark.parametrize("way", TELLING)
def test_every_way_out_tells_the_summary_alone(world: World, way: str) -> None:
    answer = TELLING[way](Client())
    assert answer.status_code == 200
    text = text_of(answer)
    assert WRITTEN not in text
    # A GeoPackage and a shapefile are binary: the words are in them as they are.
    for number in NUMBERS:
        assert f"{SUMMARY}{number}" in text


def test_rows_have_no_place_but_the_unit_that_may_be_named(world: World) -> None:
    features = json.loads(text_of_body(Client().get(ITEMS, {"f": "json"})))["features"]
    assert len(features) == 2 * len(NUMBERS)
    for feature in features:
        properties = feature["properties"]
        kept = KEPT[properties["commitment"]]
        assert feature["geometry"] is None
        assert kept.startswith(properties["declared_ubigeo"])
        assert properties["place_kind"] == "unit"
        assert properties["feature_layer"] is None


def text_of_body(answer: Any) -> str:
    return str(answer.getvalue().decode())


def _around(half: float = 0.05) -> str:
    return f"{EAST - half},{NORTH - half},{EAST + half},{NORTH + half}"


def test_nothing_is_on_a_map_and_nothing_in_a_rectangle(world: World) -> None:
    client = Client()
    box = _around()
    inside = client.get(ITEMS, {"f": "json", "bbox": box})
    assert json.loads(text_of_body(inside))["features"] == []
    assert client.get("/api/v1/contributions/", {"bbox": box}).json()["features"] == []
    info = INFO | {"LAYERS": NAME, "QUERY_LAYERS": NAME, "CRS": "CRS:84", "BBOX": box}
    info |= {"WIDTH": "200", "HEIGHT": "200", "I": "100", "J": "100", "FEATURE_COUNT": "50"}
    for form in ("text/plain", "application/geo+json"):
        assert SUMMARY not in text_of(client.get("/ows/wms", info | {"INFO_FORMAT": form}))
    tile = client.get(f"/ogc/collections/{NAME}/tiles/WebMercatorQuad/0/0/0", {"f": "mvt"})
    assert tile.status_code in (200, 204)
    assert SUMMARY.encode() not in tile.getvalue()


@pytest.mark.parametrize("ubigeo", [REGION, PROVINCE, DISTRICT])
def test_feeds_and_lists_of_a_unit_stop_at_the_level_of_each(world: World, ubigeo: str) -> None:
    seen = {number for number in NUMBERS if KEPT[number].startswith(ubigeo)}
    feed = Client().get(f"/participar/area/{ubigeo}.atom")
    assert feed.status_code == 200
    said = "".join(map(str, etree.fromstring(feed.getvalue()).itertext()))
    listed = Client().get("/api/v1/contributions/", {"unit": ubigeo})
    for number in NUMBERS:
        assert (f"{SUMMARY}{number}" in said) == (number in seen)
        assert (f"{SUMMARY}{number}" in listed.content.decode()) == (number in seen)


def test_the_secret_page_shows_the_summary_alone(world: World) -> None:
    for number in NUMBERS:
        code = world.records[f"{number}received"].code
        page = text_of(Client().get(f"/participar/aporte/{code}/"))
        assert WRITTEN not in page
        assert summary(number) in page
        status = Client().get(f"/api/v1/contributions/{code}/").json()
        assert status["text"] is None
        assert status["public_text"] == summary(number)
        assert status["unit"] == KEPT[number]
        waits = Client().get(f"/api/v1/contributions/{world.records[f'{number}waits'].code}/")
        assert WRITTEN not in waits.content.decode()


@pytest.mark.parametrize("query", ["", *(f"?compromiso={number}" for number in NUMBERS)])
def test_the_form_says_what_it_is_not(query: str) -> None:
    page = Client().get(f"/participar/aporte/{query}").content.decode()
    assert "no es un canal de denuncias ni una línea de emergencia" in page.replace("Esto no", "no")
    assert "Su texto no se publica" in page
    # No telephone is invented.
    for number in ("105", "1818", "100"):
        assert f">{number}<" not in page
    assert ('name="photo"' in page) == (query == "")


def test_the_form_refuses_a_photo_of_these(world: World) -> None:
    given = {"commitment": "17", "place": DISTRICT, "text": "Cobran cupos en la provincia."}
    file = SimpleUploadedFile("a.jpg", b"not drawn", "image/jpeg")
    answer = Client().post("/participar/aporte/", given | {"photo": file})
    assert answer.status_code == 400
    assert "no llevan foto" in answer.content.decode()


@pytest.mark.parametrize(
    "properties",
    [
        {"text": "Llamen al 987654321 que lo cuenta todo.", "unit": DISTRICT},
        {"text": "Su DNI es 12345678 y cobra en el mercado.", "unit": DISTRICT},
        {"text": "Cobran cupos en la provincia.", "photo": "data:image/png;base64,AAAA"},
        {"text": "Cobran cupos en la provincia.", "feature": "1", "layer": "schools"},
        {"text": "Cobran cupos\x00", "unit": "130102' OR 1=1"},
        {"text": "\u202e" * 50, "unit": DISTRICT},
        {"text": "x" * 5_000, "unit": DISTRICT},
    ],
)
def test_hostile_members_are_refused_by_name(properties: dict[str, Any]) -> None:
    before = Contribution.objects.count()
    body = {"type": "Feature", "geometry": None, "properties": {"commitment": 17} | properties}
    answer = Client().post("/api/v1/contributions/", body, content_type="application/json")
    assert answer.status_code == 400, answer.content
    assert answer.json()["parameter"] in properties or answer.json()["parameter"] == "text"
    assert Contribution.objects.count() == before


def test_who_answers_reads_the_summary(world: World) -> None:
    user: User = world.users["in_charge"]
    client = Client()
    client.force_login(user)
    pk = world.records["17received"].contribution.pk
    page = text_of(client.get(f"/participar/respuestas/{pk}/"))
    assert summary(17) in page
    assert WRITTEN not in page
