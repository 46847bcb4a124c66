"""What becomes of a harvest: differences, a shrink, a break, a source that stops answering."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User

from layers import stored
from layers.datasets.layer import layer_of
from layers.errors import WrongState
from layers.harvest import running
from layers.harvest.snapshots import KEPT
from layers.models import HarvestPage, HarvestRun, StoredFile
from layers.progress import JobCancelled, Unwatched
from layers.reading.results import SourceError
from layers.remote import RemoteError
from tests.layers.harvest import arcgis_server as faults
from tests.layers.harvest.arcgis_server import ArcGIS, point
from tests.layers.harvest.conftest import Place
from tests.zones import account

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOBODY = AnonymousUser()
State = HarvestRun.State


def served(number: int, most: int = 1_000) -> ArcGIS:
    return ArcGIS({key: point(key) for key in range(1, number + 1)}, most=most)


def keys(place: Place) -> dict[int, int]:
    """The service's key → the feature's own, which its address holds."""
    dataset = place.state.dataset
    assert dataset is not None
    layer = layer_of(dataset)
    return dict(layer.rows(NOBODY).values_list(layer.field("objectid").path, "pk"))


@pytest.fixture
def person() -> User:
    return account("opera", is_staff=True, is_superuser=True)


def test_new_changed_and_gone_are_told_apart(place: Place) -> None:
    server = served(10)
    place.arcgis(server)
    place.harvest()
    before = keys(place)
    del server.features[3]
    server.features[7]["attributes"]["VALOR"] = -1.0
    server.features[11] = point(11)
    run = place.harvest()
    assert run.differences == {"added": 1, "changed": 1, "gone": 1, "same": 8}
    after = keys(place)
    assert set(after) == set(range(1, 12)) - {3}
    assert after[5] == before[5]


def test_a_second_harvest_without_changes_says_so(place: Place) -> None:
    place.arcgis(served(5))
    place.harvest()
    run = place.harvest()
    assert run.state == State.SAME
    assert run.differences == {"added": 0, "changed": 0, "gone": 0, "same": 5}


def test_a_dry_run_changes_nothing(place: Place) -> None:
    server = served(5)
    place.arcgis(server)
    files = StoredFile.objects.count()
    run = place.harvest(dry_run=True)
    assert run.state == State.TRIED
    assert run.differences["added"] == 5
    assert place.state.dataset is None
    place.harvest()
    del server.features[1]
    assert place.harvest(dry_run=True).differences["gone"] == 1
    assert len(keys(place)) == 5
    assert StoredFile.objects.count() == files + 1


def test_a_shrink_of_more_than_half_waits_for_a_person(place: Place, person: User) -> None:
    server = served(10)
    place.arcgis(server)
    place.harvest()
    for key in range(1, 7):
        del server.features[key]
    run = place.harvest()
    assert run.state == State.HELD
    assert "más de la mitad" in run.message
    assert len(keys(place)) == 10
    accepted = running.accept(run.pk, Unwatched(), person)
    assert accepted.state == State.DONE
    assert set(keys(place)) == {7, 8, 9, 10}
    with pytest.raises(WrongState):
        running.accept(run.pk, Unwatched(), person)


def test_a_held_harvest_may_be_left(place: Place, person: User) -> None:
    server = served(10)
    place.arcgis(server)
    place.harvest()
    server.features = {1: point(1)}
    run = place.harvest()
    assert running.reject(run.pk, person).state == State.REJECTED
    assert len(keys(place)) == 10


def test_a_broken_harvest_goes_on_where_it_was(place: Place) -> None:
    server = served(35, most=10)
    place.arcgis(server)

    def fails_at_the_third(server: ArcGIS, handler: Any, said: dict[str, str]) -> bool:
        if "OBJECTID >= 21" not in said.get("where", ""):
            return False
        return bool(faults.busy("")(server, handler, said))

    server.faults = [fails_at_the_third]
    with pytest.raises(RemoteError, match="varias veces"):
        place.harvest()
    broken = HarvestRun.objects.get()
    assert broken.state == State.BROKEN
    assert HarvestPage.objects.count() == 2
    server.faults, server.asked = [], []
    run = place.harvest()
    assert run.pk == broken.pk
    assert run.state == State.DONE
    assert [a["where"] for a in server.pages_asked()] == [
        "OBJECTID >= 21 AND OBJECTID <= 30",
        "OBJECTID >= 31 AND OBJECTID <= 35",
    ]
    assert set(keys(place)) == set(range(1, 36))
    assert not HarvestPage.objects.exists()


def test_a_worker_that_is_told_to_stop_loses_no_page(place: Place) -> None:
    server = served(30, most=10)
    place.arcgis(server)

    class Stopping(Unwatched):
        def check(self) -> None:
            if HarvestPage.objects.count() == 2:
                raise JobCancelled

    with pytest.raises(JobCancelled):
        running.harvest("prueba", Stopping(), asker=place.asker)
    assert HarvestRun.objects.get().state == State.BROKEN
    run = place.harvest()
    assert run.report["resumed"] == 2
    assert len(keys(place)) == 30


def test_a_source_that_stops_answering_is_marked(place: Place) -> None:
    server = served(5)
    place.arcgis(server)
    place.harvest()
    server.faults = [faults.busy("")]
    with pytest.raises(RemoteError):
        place.harvest()
    state = place.state
    assert state.stale_since is not None
    assert state.dataset is not None
    assert "La fuente no responde desde el" in state.dataset.abstract
    assert len(keys(place)) == 5
    server.faults = []
    place.harvest()
    state = place.state
    assert state.stale_since is None
    assert state.dataset is not None
    assert "no responde" not in state.dataset.abstract


def test_nothing_changes_where_the_last_page_fails(place: Place) -> None:
    server = served(25, most=10)
    place.arcgis(server)
    place.harvest()
    dataset = place.state.dataset
    assert dataset is not None
    server.features = {key: point(key + 100) for key in server.features}

    def fails(server: ArcGIS, handler: Any, said: dict[str, str]) -> bool:
        return "OBJECTID >= 21" in said.get("where", "") and faults.error_in_200(
            server, handler, said
        )

    server.faults = [fails]
    with pytest.raises(SourceError):
        place.harvest()
    assert set(keys(place)) == set(range(1, 26))


def test_one_at_a_time(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.arcgis(served(5))
    monkeypatch.setattr(
        "layers.harvest.exclusive._TAKE", "SELECT false WHERE %s <> ''"
    )  # as another session's lock is seen
    with pytest.raises(WrongState, match="se está cosechando"):
        place.harvest()


def test_copies_are_dated_and_few_are_kept(place: Place) -> None:
    server = served(5)
    place.arcgis(server)
    for number in range(KEPT + 2):
        server.features[1]["attributes"]["VALOR"] = float(number)
        place.harvest()
    runs = HarvestRun.objects.order_by("-began_at")
    assert [run.snapshot is not None for run in runs] == [True] * KEPT + [False] * 2
    newest = runs[0]
    assert newest.snapshot is not None
    assert len(newest.sha256) == 64
    assert stored.digest_of(newest.snapshot) == newest.snapshot.sha256
    assert newest.address.startswith("http://127.0.0.2")


def test_telephones_within_texts_are_masked(place: Place) -> None:
    server = served(5)
    server.features[2]["attributes"]["NOMBRE"] = "Pozo, llamar al 984 123 456"
    place.arcgis(server)
    place.harvest()
    dataset = place.state.dataset
    assert dataset is not None
    layer = layer_of(dataset)
    names = set(layer.rows(NOBODY).values_list(layer.field("nombre").path, flat=True))
    assert not any("984" in name for name in names)
    assert "Punto 1" in names


def test_a_layer_about_victims_has_no_places(place: Place) -> None:
    place.arcgis(served(5), title="Casas de refugio para mujeres")
    with pytest.raises(SourceError, match="protege a víctimas"):
        place.harvest()
