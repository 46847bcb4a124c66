"""The administration shows what isn't published to who looks after all of it, and to nobody else.

A permission to look at a table, which a superuser may give to any account of the staff, is none
to read drafts of agencies.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from territory.models import ChangeEntry, Contribution, ReviewedRecord, SessionMinutes
from tests.reviewed_records import SHARED
from tests.reviewed_world import World, populate
from tests.site_addresses import text_of
from tests.zones import account

pytestmark = pytest.mark.django_db
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
PAGES = ("change", "history", "delete")


@pytest.fixture(scope="module")
def world(module_db: None) -> World:
    found = populate()
    looks = account("mira", is_staff=True)
    looks.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    found.users["looks"] = looks
    found.users["staff"] = account("personal", is_staff=True)
    return found


def addresses(world: World) -> Iterator[str]:
    """Each table's list, searched and not, its empty form, and the pages of the world's rows."""
    yield reverse("admin:index")
    for model in MODELS:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        listed = reverse(f"{name}_changelist")
        yield from (listed, f"{listed}?q={SHARED}", reverse(f"{name}_add"))
        for word in sorted(world.of(model)):
            for page in PAGES:
                yield reverse(f"{name}_{page}", args=[world.records[word].pk])
    kept = ChangeEntry.objects.filter(record="territory.sessionminutes").order_by("-pk")[:3]
    for entry in kept:
        yield reverse("admin:territory_changeentry_change", args=[entry.pk])


def read(world: World, client: Client) -> set[str]:
    """The words on all of these pages; none of them breaks."""
    seen: set[str] = set()
    for address in addresses(world):
        response: Any = client.get(address)
        assert response.status_code in (200, 302, 403, 404), (address, response.status_code)
        # What was searched for is said again.
        seen |= world.words_in(text_of(response))
    return seen


@pytest.mark.parametrize("actor", ["anonymous", "citizen", "others", "moderator", "in_charge"])
def test_who_is_not_of_the_staff_reads_nothing_there(world: World, actor: str) -> None:
    client = world.client(actor)
    assert client.get(reverse("admin:index")).status_code == 302
    assert read(world, client) == set()


def test_staff_without_permissions_reads_nothing_there(world: World) -> None:
    assert read(world, world.client("staff")) == set()


def test_who_may_look_at_the_tables_reads_what_is_public(world: World) -> None:
    seen = read(world, world.client("looks"))
    assert seen <= world.public, seen - world.public
    assert seen  # or the test would be worth nothing
    for entry in ChangeEntry.objects.order_by("-pk")[:3]:
        address = reverse("admin:territory_changeentry_change", args=[entry.pk])
        assert world.client("looks").get(address).status_code == 403


def test_who_looks_after_all_records_reads_them_but_no_contribution(world: World) -> None:
    """Contributions are read where they are moderated; minutes, by what became of them."""
    seen = read(world, world.client("admin"))
    listed = tuple(model for model in MODELS if issubclass(model, ReviewedRecord))
    assert SessionMinutes not in listed
    assert Contribution not in MODELS
    assert seen >= world.of(*listed)
    assert not seen & world.of(Contribution)


def test_nobody_changes_a_reviewed_record_there(world: World) -> None:
    """Not by a form that the page doesn't show either: their one door keeps who did it."""
    before = ChangeEntry.objects.count()
    client = world.client("admin")
    for model in (m for m in MODELS if issubclass(m, ReviewedRecord)):
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        key = world.records[min(world.of(model))].pk
        for page, args in (("add", []), ("change", [key]), ("delete", [key])):
            answer = client.post(reverse(f"{name}_{page}", args=args), {"post": "yes"})
            assert answer.status_code == 403, (name, page)
    assert ChangeEntry.objects.count() == before
