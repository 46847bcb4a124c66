"""What isn't published leaves the site by no way, for nobody but those who prepare or decide on it.

The addresses are the URL conf's own and the kinds of records all that are reviewed: one that is
added later is asked here as well, or fails. Of services: ``tests/test_unpublished_services.py``.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from frontend.views.tracking.shared import MODELS as TRACKED
from territory.models import (
    AgencyRole,
    ChangeEntry,
    Contribution,
    ContributionStep,
    ReviewedRecord,
)
from tests.processes import agency_of
from tests.publishers import APPROVER, EDITOR
from tests.reviewed_records import MAKERS, SHARED
from tests.reviewed_wholes import NUMBER
from tests.reviewed_world import ACTORS, World, populate, word_of
from tests.site_addresses import addresses, routes, text_of
from tests.zones import account, client_of

pytestmark = pytest.mark.django_db

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
