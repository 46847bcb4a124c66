"""ArcGIS REST: pages by keys, whatever the server does with them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from layers import registry
from layers.datasets.layer import layer_of
from layers.harvest import policy
from layers.models import HarvestPage, HarvestRun
from layers.reading.results import SourceError
from layers.remote import RemoteError
from tests.layers.harvest import arcgis_server as faults
from tests.layers.harvest.arcgis_server import ArcGIS, point
from tests.layers.harvest.conftest import Place
from tests.layers.harvest.web import FORBIDDEN

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOBODY = AnonymousUser()
State = HarvestRun.State


def points(number: int) -> dict[int, dict[str, Any]]:
    """Keys with gaps, as after years of edits."""
    return {key: point(key) for key in range(5, 5 + number * 3, 3)}


def rows(place: Place) -> list[dict[str, Any]]:
    dataset = place.state.dataset
    assert dataset is not None
    layer = layer_of(dataset)
    paths = {field.name: field.path for field in layer.fields}
    return [
        {name: getattr(row, path) for name, path in paths.items()} | {"geom": row.geom}
        for row in layer.rows(NOBODY).order_by(paths["objectid"])
    ]


def test_all_rows_become_a_public_layer(place: Place) -> None:
    server = ArcGIS(points(2_345))
    place.arcgis(server)
    run = place.harvest()
    assert run.state == State.DONE
    assert run.differences == {"added": 2_345, "changed": 0, "gone": 0, "same": 0}
    found = rows(place)
    assert [row["objectid"] for row in found] == sorted(server.features)
    first = found[0]
    assert first["codigo"] == "000005"
    assert first["valor"] == 18.5
    assert first["fecha"] == dt.datetime(2023, 11, 14, 22, 13, 20, tzinfo=dt.UTC) + dt.timedelta(
        milliseconds=5 * 86_400_000 % 10**10
    )
    assert first["geom"].coords == pytest.approx((-71.995, -13.5))
    dataset = place.state.dataset
    assert dataset is not None
    layer = registry.get(dataset.name, NOBODY)
    assert layer.title == "Puntos de prueba"
    assert layer.field("nombre").title == "Nombre del punto"
    assert "Cosechado de Entidad de prueba (ArcGIS REST)" in layer.abstract
    assert layer.source == "Entidad de prueba"
    assert not HarvestPage.objects.exists()


def test_what_is_of_persons_is_never_asked_for(place: Place) -> None:
    server = ArcGIS(points(3))
    place.arcgis(server)
    place.harvest()
    assert all("TELEFONO" not in asked["outfields"] for asked in server.pages_asked())
    assert "telefono" not in rows(place)[0]


def test_pages_are_ranges_of_keys_in_order(place: Place) -> None:
    server = ArcGIS(points(2_345), most=5_000)
    place.arcgis(server)
    place.harvest()
    assert [a["where"] for a in server.pages_asked()] == [
        "OBJECTID >= 5 AND OBJECTID <= 6002",
        "OBJECTID >= 6005 AND OBJECTID <= 7037",
    ]
    assert all("resultoffset" not in asked for asked in server.pages_asked())


@pytest.mark.parametrize("fault", [faults.cut_at(300), faults.silently_cut_at(300)])
def test_a_page_of_fewer_rows_is_asked_for_in_halves(place: Place, fault: Any) -> None:
    server = ArcGIS(points(1_500), faults=[fault])
    place.arcgis(server)
    place.harvest()
    assert [row["objectid"] for row in rows(place)] == sorted(server.features)


@pytest.mark.parametrize(
    "fault", [faults.error_in_200, faults.truncated, faults.truncated_as_whole]
)
def test_what_fails_once_is_asked_for_again(place: Place, fault: Any) -> None:
    server = ArcGIS(points(40), faults=[faults.once(fault)])
    place.arcgis(server)
    assert place.harvest().state == State.DONE
    assert len(rows(place)) == 40
    assert sum(place.waited) == pytest.approx(2.0, rel=0.25)


def test_a_body_that_does_not_come_is_not_waited_for(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy, "READ_S", 3.0)
    place.arcgis(ArcGIS(points(40), faults=[faults.once(faults.slow)]))
    assert place.harvest().state == State.DONE
    assert place.waited


def test_an_error_in_a_200_that_stays_is_told_in_its_words(place: Place) -> None:
    place.arcgis(ArcGIS(points(1), faults=[faults.error_in_200]))
    with pytest.raises(RemoteError, match=r"Error performing query operation \(500\)"):
        place.harvest()
    assert place.state.dataset is None


def test_a_server_that_wants_a_browser_gets_one(place: Place) -> None:
    server = ArcGIS(points(10), faults=[faults.teapot])
    place.arcgis(server)
    assert place.harvest().state == State.DONE
    assert place.waited == []


def test_retry_after_is_kept(place: Place) -> None:
    server = ArcGIS(points(10), faults=[faults.once(faults.busy("7"))])
    place.arcgis(server)
    place.harvest()
    assert sum(place.waited) == 7


def test_a_retry_after_of_hours_is_not_waited_for(place: Place) -> None:
    place.arcgis(ArcGIS(points(10), faults=[faults.busy("7200")]))
    with pytest.raises(RemoteError, match="7200 s"):
        place.harvest()
    assert place.waited == []


def test_a_redirection_to_this_machine_is_refused(place: Place) -> None:
    server = ArcGIS(points(10), faults=[faults.redirects(f"http://{FORBIDDEN}:8000/query")])
    place.arcgis(server)
    with pytest.raises(RemoteError, match="red privada"):
        place.harvest()


def test_a_key_without_a_feature_fails_the_harvest(place: Place) -> None:
    server = ArcGIS(points(30))

    def hides(server: ArcGIS, handler: Any, said: dict[str, str]) -> bool:
        if "returnidsonly" in said:
            return False
        page = server.page(said)
        page["features"] = [f for f in page["features"] if f["attributes"]["OBJECTID"] != 14]
        server._send(handler, page)
        return True

    server.faults.append(hides)
    place.arcgis(server)
    with pytest.raises(SourceError, match=r"anuncia elementos que no entrega: 14"):
        place.harvest()


def test_a_feature_that_was_deleted_meanwhile_is_not_missed(place: Place) -> None:
    server = ArcGIS(points(30))

    def deletes(server: ArcGIS, _handler: Any, said: dict[str, str]) -> bool:
        if "returnidsonly" not in said:
            server.features.pop(14, None)
        return False

    server.faults.append(deletes)
    place.arcgis(server)
    run = place.harvest()
    assert run.rows == 29
    assert any("se borraron" in remark for remark in run.report["remarks"])


def test_rings_of_either_turn_make_outlines_and_holes(place: Place) -> None:
    outer = [[-72, -13], [-72, -12], [-71, -12], [-71, -13], [-72, -13]]
    hole = [[-71.8, -12.8], [-71.2, -12.8], [-71.2, -12.2], [-71.8, -12.2], [-71.8, -12.8]]
    island = [[-70.5, -13], [-70.5, -12.5], [-70, -12.5], [-70, -13], [-70.5, -13]]
    features = {1: point(1), 2: point(2), 3: point(3)}
    features[1]["geometry"] = {"rings": [outer, hole, island]}
    features[2]["geometry"] = {"rings": [outer[::-1], hole[::-1]]}
    features[3]["geometry"] = None
    place.arcgis(ArcGIS(features, geometry="esriGeometryPolygon"))
    place.harvest()
    first, second, third = (row["geom"] for row in rows(place))
    assert first.area == pytest.approx(1 - 0.36 + 0.25)
    assert len(first) == 2
    assert second.area == pytest.approx(1 - 0.36)
    assert third is None
