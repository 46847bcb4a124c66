"""What isn't published leaves the site by no way, for nobody but those who prepare or decide on it.

The addresses are the URL conf's own, the layers the registry's, the formats the table's and the
kinds of records all that are reviewed: one that is added later is asked here as well, or fails.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import MultiPolygon, Point
from django.db import connection
from django.test import Client

from frontend.views.tracking.shared import MODELS as TRACKED
from layers import versions
from layers.drawing import mapnik_table
from layers.exports.formats import FORMATS
from layers.layer import Layer
from layers.participation.contributions import published
from territory.models import (
    AgencyRole,
    ChangeEntry,
    Contribution,
    ContributionDecision,
    ContributionStep,
    ReviewedRecord,
)
from tests.ows.wms.wire import INFO
from tests.processes import agency_of
from tests.publishers import APPROVER, EDITOR
from tests.reviewed_records import MAKERS, NUMBER, SHARED
from tests.reviewed_world import World, populate, word_of
from tests.site_addresses import addresses, layers_of_people, routes, text_of
from tests.test_without_samples import TOKENS
from tests.zones import account, client_of

pytestmark = pytest.mark.django_db

# ``others`` has every foreign role at once, so that what it doesn't see no single one does.
ACTORS = ("anonymous", "citizen", "regional", "others", "moderator", "in_charge", "admin")
ROOMS = (
    "compromisos/",
    "comisiones/",
    "seguimiento",
    "participar/",
    "residencias/",
    "seguridad/",
    "api/v1/tracking",
    "api/v1/participation",
    "api/v1/residences",
    "api/v1/security",
    "eib/instrumentos",
    "eib/rondas",
    "api/v1/eib/",
)
ROUTES = routes()
FEW = 3


@pytest.fixture(scope="module")
def world(module_db: None) -> World:
    return populate()


def allowed(world: World, actor: str) -> set[str]:
    """The words that an account may read somewhere."""
    reviewed = world.of(ReviewedRecord)
    contributions = world.of(Contribution)
    match actor:
        case "in_charge":
            return set(world.public) | reviewed
        case "moderator":
            return set(world.public) | contributions
        case "admin":
            return set(world.records)
    return set(world.public)


def test_every_kind_of_record_that_is_reviewed_is_in_the_world() -> None:
    assert set(MAKERS) == set(ReviewedRecord.__subclasses__())


def asked(world: World, client: Client, route: str, most: int | None = None) -> str:
    """All that the route's addresses answer; at most so many of them, from first to last."""
    every = addresses(route, world)
    chosen = every if most is None else every[:: max(1, -(-len(every) // most))]
    found = []
    for address in chosen:
        for query in _queries(route):
            response: Any = client.get(address, query)
            assert response.status_code < 500, (address, response.status_code)
            # What was asked for may be said to be nowhere.
            found.append(text_of(response).replace(address, "").replace(quote(address), ""))
    return "\n".join(found)


def _queries(route: str) -> list[dict[str, str]]:
    if route.startswith(("buscar", "api/v1/search")):
        return [{"q": SHARED}]
    if route.startswith("api/v1/layers/<"):
        return [{}, {"limit": "500"}]
    return [{}]


@pytest.mark.parametrize("actor", ACTORS)
def test_no_address_shows_what_its_reader_may_not_see(world: World, actor: str) -> None:
    client, seen = world.client(actor), set[str]()
    for route in ROUTES:
        # All of the site for who has most roles and, for the rest, the rooms that these records
        # are in: of the other rooms a few addresses of each route, so that the work stays bounded.
        whole = actor == "others" or route.startswith(ROOMS)
        words = world.words_in(asked(world, client, route, None if whole else FEW))
        assert words <= allowed(world, actor), (route, words - allowed(world, actor))
        seen |= words
    # Nothing of this would be worth anything if the pages showed nothing.
    assert seen >= world.public & world.of(ReviewedRecord)
    if actor in ("moderator", "admin"):
        assert word_of(Contribution, "received") in seen
    if actor in ("in_charge", "admin"):
        assert seen >= world.of(*TRACKED.values()) - _within_drafts(world)


def _within_drafts(world: World) -> set[str]:
    return {word for word in world.records if word.endswith("hidden")}


def _place(layer: Layer, record: Any) -> Any:
    """A point of what the map shows of it, or would show."""
    shown = getattr(record, str(layer.geom))
    return (record.geom if shown is None else shown).point_on_surface


def _feature_info(client: Client, layer: Layer, record: Any) -> Any:
    place = _place(layer, record)
    half, size = 0.02, 200
    box = (place.x - half, place.y - half, place.x + half, place.y + half)
    given: dict[str, Any] = {
        "LAYERS": layer.name,
        "QUERY_LAYERS": layer.name,
        "CRS": "CRS:84",
        "FEATURE_COUNT": 50,
    }
    given |= {"BBOX": ",".join(map(str, box)), "WIDTH": size, "HEIGHT": size}
    return client.get("/ows/wms", INFO | given | {"I": size // 2, "J": size // 2})


def _tile(client: Client, layer: Layer, record: Any) -> Any:
    """The tile of the place (OGC 17-083r4, WebMercatorQuad)."""
    side, place = 2**14, _place(layer, record)
    column = int((place.x + 180) / 360 * side)
    row = int((1 - math.asinh(math.tan(math.radians(place.y))) / math.pi) / 2 * side)
    path = f"/ogc/collections/{layer.name}/tiles/WebMercatorQuad/14/{row}/{column}?f=mvt"
    return client.get(path)


def _services(
    client: Client, layer: Layer, records: list[Any], *, files: bool
) -> Iterator[tuple[int, str]]:
    """What every service answers of a layer's rows, each record's place and key included.

    Each is read to its end before the next is asked: they share a connection.
    """
    wfs = {"SERVICE": "WFS", "VERSION": "2.0.0", "TYPENAMES": layer.name}
    values = {"REQUEST": "GetPropertyValue"}
    items, features = (
        f"/ogc/collections/{layer.name}/items",
        f"/api/v1/layers/{layer.name}/features/",
    )
    asked: list[tuple[str, dict[str, str]]] = [
        ("/ows/wfs", wfs | {"REQUEST": "GetFeature"}),
        *(("/ows/wfs", wfs | values | {"VALUEREFERENCE": name}) for name in layer.field_names),
        *((items, {"f": file.name}) for file in (FORMATS if files else ())),
        *((items, {"f": form, "limit": "500"}) for form in ("json", "html")),
        (features, {}),
    ]
    for record in records:
        asked += [(f"{items}/{record.pk}", {"f": "json"}), (f"{features}{record.pk}/", {})]
    for address, given in asked:
        answer: Any = client.get(address, given)
        yield answer.status_code, text_of(answer)
    for record in records:
        for answer in (_feature_info(client, layer, record), _tile(client, layer, record)):
            yield answer.status_code, text_of(answer)


@pytest.mark.parametrize("layer", layers_of_people(), ids=lambda layer: layer.name)
def test_no_service_shows_what_is_not_published_whoever_asks(world: World, layer: Layer) -> None:
    """Layers are the public's: those who prepare see their drafts on the pages."""
    model = layer.rows(world.users["others"]).model
    records = [world.records[word] for word in sorted(world.of(model))]
    for record in records:
        record.refresh_from_db()
    for actor in ("anonymous", "in_charge"):
        # A file is the same rows in another form.
        answers = list(_services(world.client(actor), layer, records, files=actor == "in_charge"))
        assert all(status in (200, 204, 404) for status, _text in answers)
        words = world.words_in("\n".join(text for _status, text in answers))
        # A contribution says what was decided on it.
        models = (model, ContributionDecision) if model is Contribution else (model,)
        assert words == world.public & world.of(*models), (actor, words)


@pytest.mark.parametrize("layer", layers_of_people(), ids=lambda layer: layer.name)
def test_no_map_is_drawn_of_what_is_not_published(world: World, layer: Layer) -> None:
    """What Mapnik is given, each record at a place of its own: it has a connection of its own."""
    model: Any = layer.rows(world.users["others"]).model
    words = sorted(world.of(model))
    for number, word in enumerate(words):
        model.objects.filter(pk=world.records[word].pk).update(**_moved(layer, number))
    versions.bump(layer.name)
    users = (AnonymousUser(), *(world.users[name] for name in ("citizen", "in_charge", "admin")))
    for user in users:
        drawn = {word for n, word in enumerate(words) if _is_drawn(user, layer, n)}
        assert drawn == world.public & set(words), user
    versions.bump(layer.name)


def _moved(layer: Layer, number: int) -> dict[str, Any]:
    """The columns of a record at a place of its own."""
    place = Point(-76.5 + number / 2, -9.25, srid=4326)
    if layer.shape_type.dimensions == (2,):
        area = MultiPolygon(place.buffer(0.01), srid=4326)
        return {str(layer.geom): area}
    return {"geom": place}


def _is_drawn(user: Any, layer: Layer, number: int) -> bool:
    east, half = -76.5 + number / 2, 0.02
    around = f"ST_MakeEnvelope({east - half}, -9.27, {east + half}, -9.23, 4326)"
    table = mapnik_table(layer, user, layer.style.rules)
    for token, value in (TOKENS | {"!bbox!": around}).items():
        table = table.replace(token, value)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return bool(cursor.fetchone()[0])


def test_it_is_counted_by_no_service(world: World) -> None:
    for layer in layers_of_people():
        model = layer.rows(world.users["others"]).model
        rows = model.objects.published() if model in MAKERS else published()
        shown = rows.count()
        for actor in ACTORS:
            client = world.client(actor)
            page = client.get(f"/ogc/collections/{layer.name}/items", {"f": "json", "limit": "1"})
            hits = client.get(
                "/ows/wfs",
                {
                    "SERVICE": "WFS",
                    "VERSION": "2.0.0",
                    "REQUEST": "GetFeature",
                    "TYPENAMES": layer.name,
                    "RESULTTYPE": "hits",
                },
            )
            assert f'"numberMatched":{shown},' in text_of(page).replace(" ", ""), actor
            assert f'numberMatched="{shown}"' in text_of(hits), actor


# Whoever sends, follows or withdraws a contribution needs no account.
FOR_ALL = ("participar/aporte", "participar/avisos", "cuenta/")


@pytest.mark.parametrize("actor", ["anonymous", "citizen", "others"])
def test_no_form_takes_anything_from_who_may_not(world: World, actor: str) -> None:
    client = world.client(actor)
    before = ChangeEntry.objects.count(), ContributionStep.objects.count()
    for route in ROUTES:
        if not route.startswith(ROOMS) or route.startswith(FOR_ALL):
            continue
        for address in addresses(route, world):
            for step in ("submit", "publish", "withdraw", "drop"):
                given = {"version": "1", "step": step, "decision": "publish", "cleared": "on"}
                status = client.post(address, given).status_code
                assert status in (302, 400, 401, 403, 404, 405, 412, 415, 422), (address, status)
                if status in (403, 404, 405):
                    break
    assert (ChangeEntry.objects.count(), ContributionStep.objects.count()) == before


STEPS = {
    "submit": ("draft", "editor"),
    "publish": ("submitted", "approver"),
    "return": ("submitted", "approver"),
    "withdraw": ("published", "approver"),
    "reopen": ("withdrawn", "editor"),
}


@pytest.mark.parametrize("kind", TRACKED)
@pytest.mark.parametrize("step", STEPS)
def test_each_step_is_its_roles_alone(world: World, kind: str, step: str) -> None:
    """An editor submits and opens again, an approver publishes, gives back and withdraws."""
    state, role = STEPS[step]
    held = {"editor": EDITOR, "approver": APPROVER}
    accounts = {name: account(f"{name}_{kind}_{step}") for name in held}
    for name, user in accounts.items():
        agency = agency_of(NUMBER)
        AgencyRole.objects.create(user=user, agency=agency, role=held[name])
    record = next(
        found
        for word, found in world.records.items()
        if isinstance(found, TRACKED[kind]) and word.endswith(state)
    )
    address = f"/compromisos/{NUMBER}/seguimiento/{kind}/{record.pk}/paso/"
    other = "approver" if role == "editor" else "editor"
    for name, expected in ((other, 403), (role, 302)):
        record.refresh_from_db()
        given = {"version": str(record.version), "step": step, "cleared": "on"}
        answer = client_of(accounts[name]).post(address, given)
        assert answer.status_code == expected, name
