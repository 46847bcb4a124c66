"""Numbers by which caches and clients go: what rises when, and how many queries it takes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from layers import registry, tiles, versions
from layers.datasets import listing, states
from layers.datasets.listing import _kept
from layers.errors import FeatureNotFound, LayerNotFound, WrongState
from layers.models import Dataset, DatasetEvent
from tests.datasets import contents, dataset
from tests.publishers import EDITOR, MINAM, MTC, publisher
from tests.test_fixed_queries import ADDRESSES

pytestmark = pytest.mark.django_db

USER = AnonymousUser()
SERVICES = (
    "/ows/wms?service=WMS&request=GetCapabilities",
    "/ows/wfs?service=WFS&request=GetCapabilities",
    "/ows/wfs?service=WFS&version=2.0.0&request=DescribeFeatureType",
    "/ows/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=departments&count=1",
    "/ogc/collections",
    "/ogc/collections/departments/items?limit=1",
    "/ogc/collections/departments/tiles/WebMercatorQuad/5/17/9?f=mvt",
    "/ogc/tiles/WebMercatorQuad/5/17/9",
    "/ogc/api",
)


def asked(client: Client, address: str) -> list[str]:
    """The queries of a warm request."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response: Any = client.get(address)
        response.getvalue()
    assert response.status_code in (200, 204), address
    return [query["sql"] for query in captured]


def test_datasets_are_one_query_of_an_answer_and_many_ask_no_more(client: Client) -> None:
    """Of every address: with one of them, then with eight."""
    addresses = (*ADDRESSES, *SERVICES)
    dataset("Capa 0", state="published")
    of_one = {address: asked(client, address) for address in addresses}
    for address, queries in of_one.items():
        listings = [query for query in queries if 'FROM "layers_dataset" WHERE' in query]
        assert len(listings) <= 1, address
    for number in range(1, 8):
        dataset(f"Capa {number}", state="published")
    numbers = {address: len(asked(client, address)) for address in addresses}
    assert numbers == {address: len(queries) for address, queries in of_one.items()}


def test_a_cold_process_asks_twice_however_many_there_are() -> None:
    for number in range(5):
        dataset(f"Capa {number}", state="published")
    _kept.clear()
    with CaptureQueriesContext(connection) as captured:
        assert len(listing.published(USER)) == 5
    assert len(captured) == 2
    with CaptureQueriesContext(connection) as captured:
        assert len(listing.published(USER)) == 5
    assert len(captured) == 1


def test_nothing_of_a_table_is_asked_to_describe_its_layer() -> None:
    dataset("Capa", state="published")
    registry.describe_all(USER)
    with CaptureQueriesContext(connection) as captured:
        registry.describe_all(USER)
    assert not [query for query in captured if "datasets" in query["sql"].split("layers_")[0]]
    assert len(captured) == 1  # the datasets' keys, with the versions of the other layers


def test_a_layer_in_code_is_found_without_asking_for_datasets() -> None:
    with CaptureQueriesContext(connection) as captured:
        registry.get("departments", USER)
    assert not captured.captured_queries


@pytest.mark.parametrize(
    "address",
    [
        "/ogc/collections/departments?f=json",
        "/ogc/collections/departments/tiles/WebMercatorQuad/5/17/9?f=mvt",
        "/ogc/tiles/WebMercatorQuad/5/17/9",
        "/ogc/tiles/WebMercatorQuad/5/17/9?collections=departments,provinces",
    ],
)
def test_an_answer_of_layers_in_code_asks_for_no_datasets(client: Client, address: str) -> None:
    dataset("Capa", state="published")
    with CaptureQueriesContext(connection) as captured:
        response: Any = client.get(address)
        response.getvalue()
    assert response.status_code == 200
    assert len(captured) > 0
    assert not [query for query in captured if "layers_dataset" in query["sql"]]


def test_what_is_listed_already_is_found_in_the_list() -> None:
    made = dataset("Capa", state="published")
    with versions.read_once():
        registry.describe_all(USER)
        with CaptureQueriesContext(connection) as captured:
            found = registry.get(made.name, USER)
            assert versions.all_seen([found, *registry.LAYERS], USER)[made.name] == made.version
            with pytest.raises(LayerNotFound):
                registry.get("minam_otra", USER)
    assert not captured.captured_queries


def test_versions_that_came_with_the_list_are_those_that_are_asked_for() -> None:
    """Those of planners' zones too, which are summed by audience; whichever is asked first."""
    dataset("Capa", state="published")
    editor = publisher("edita", MINAM, EDITOR)
    for user in (USER, editor):
        alone = versions.all_seen(registry.LAYERS, user)
        with versions.read_once():
            listed = [layer.name for layer in registry.published(user)]
            assert versions.all_seen(registry.LAYERS, user) == alone
        with versions.read_once():
            assert versions.all_seen(registry.LAYERS, user) == alone
            assert [layer.name for layer in registry.published(user)] == listed
    assert any(alone.values())


@pytest.mark.parametrize("name", ["x" * 80, "Mayúsculas", "a\x00b", "1a", "", "a-b", "'; DROP"])
def test_what_can_be_no_name_is_not_asked_for(name: str) -> None:
    with CaptureQueriesContext(connection) as captured, pytest.raises(LayerNotFound):
        registry.get(name, USER)
    assert not captured.captured_queries


def test_another_process_sees_each_change_at_once() -> None:
    """What one process remembers of a version isn't asked for once there is another."""
    made = dataset(state="published")
    before = registry.get(made.name, USER)
    tile, fingerprint = tiles.version(before, USER), registry.fingerprint(USER)
    # Another process: nothing here is told of it but the row.
    Dataset.objects.filter(pk=made.pk).update(abstract="Otro", version=made.version + 1)
    after = registry.get(made.name, USER)
    assert after.abstract == "Otro"
    assert versions.seen(after, USER) == made.version + 1
    assert tiles.version(after, USER) != tile
    assert registry.fingerprint(USER) != fingerprint


def test_a_name_that_is_given_again_has_new_versions() -> None:
    """Otherwise a client would take the tile that it has of the old layer for the new one's."""
    made = dataset(state="published")
    old = registry.get(made.name, USER)
    states.delete_later(made.pk, USER)
    swept_after(made)
    again = dataset(state="published")
    new = registry.get(again.name, USER)
    assert (again.name, again.pk != made.pk) == (made.name, True)
    assert versions.seen(new, USER) > versions.seen(old, USER)
    assert tiles.version(new, USER) != tiles.version(old, USER)


def test_the_sequence_of_each_only_rises() -> None:
    """OGC 06-042, 7.2.3.5: whatever is made, published, changed, withdrawn, deleted."""
    editor, other = publisher("edita", MINAM, EDITOR), publisher("ajena", MTC, EDITOR)
    seen: dict[str, list[int]] = {"everybody": [], "editor": [], "other": []}

    def note() -> None:
        for name, user in (("everybody", USER), ("editor", editor), ("other", other)):
            seen[name].append(registry.sequence(user))

    note()
    made = dataset()
    note()
    states.publish(made.pk, editor)
    note()
    with states.changing(made.pk, editor, "changed") as found:
        found.title = "Otro"
    note()
    states.withdraw(made.pk, editor)
    note()
    states.delete_later(made.pk, editor)
    swept_after(made)
    note()
    start = {name: numbers[0] for name, numbers in seen.items()}
    public = [number - start["everybody"] for number in seen["everybody"]]
    assert public == [0, 0, 1, 2, 3, 3]
    assert [number - start["other"] for number in seen["other"]] == public
    own = seen["editor"]
    assert all(one < other for one, other in pairwise(own[:-1]))
    assert own == sorted(own)


def test_its_life_is_kept_in_its_diary() -> None:
    editor = publisher("edita", MINAM, EDITOR)
    made = dataset()
    states.publish(made.pk, editor)
    states.withdraw(made.pk, editor)
    states.delete_later(made.pk, editor)
    states.keep(made.pk, editor)
    found = DatasetEvent.objects.filter(dataset=made).order_by("pk")
    assert [(event.done, event.by_name) for event in found] == [
        ("created", ""),
        *[(done, "Nombre de edita") for done in ("published", "withdrawn", "deleting", "kept")],
    ]


def test_a_dataset_is_dropped_when_its_time_is_over_and_not_before() -> None:
    made = dataset()
    states.delete_later(made.pk, USER)
    assert states.sweep() == 0
    assert table_exists(made)
    Dataset.objects.filter(pk=made.pk).update(delete_after=timezone.now() - dt.timedelta(1))
    assert states.sweep() == 1
    assert not table_exists(made)
    gone = Dataset.objects.get(pk=made.pk)
    assert (gone.state, gone.abstract, gone.fields, gone.style) == ("deleted", "", [], {})
    assert states.sweep() == 0
    with pytest.raises(FeatureNotFound):
        states.publish(made.pk, USER)


@pytest.mark.parametrize(
    ("state", "step"),
    [
        ("published", states.publish),
        ("private", states.withdraw),
        ("withdrawn", states.withdraw),
        ("deleting", states.publish),
        ("deleting", states.delete_later),
        ("published", states.keep),
    ],
)
def test_a_step_that_the_state_does_not_admit(state: str, step: Any) -> None:
    made = dataset(state=state)
    with pytest.raises(WrongState, match="no admite este paso"):
        step(made.pk, USER)
    made.refresh_from_db()
    assert made.state == state


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"abstract": ""}, "Falta el resumen"),
        ({"source": ""}, "Falta la fuente"),
        ({"cutoff_date": None}, "Falta la fecha de corte"),
        ({"licence": ""}, "Falta la licencia"),
        ({"personal_columns": {"dni": ""}}, "datos personales: dni"),
    ],
)
def test_what_has_to_be_said_before_others_see_it(values: dict[str, Any], reason: str) -> None:
    made = dataset(**values)
    with pytest.raises(WrongState, match=reason):
        states.publish(made.pk, USER)


def test_nothing_stays_of_a_dataset_whose_rows_can_not_be_written() -> None:
    good = contents()
    rows = [*good.rows, ("no es una geometría", *[None] * len(good.columns))]
    with pytest.raises(DatabaseError, match="geometry"):
        dataset(made_of=replace(good, rows=rows))
    assert not Dataset.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'datasets'")
        assert cursor.fetchone() == (0,)


def swept_after(made: Dataset) -> None:
    Dataset.objects.filter(pk=made.pk).update(delete_after=timezone.now() - dt.timedelta(1))
    states.sweep()


def table_exists(made: Dataset) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [f"datasets.{made.table}"])
        return cursor.fetchone()[0] is not None
