"""WFS of MapServer 8: all three versions, coordinates in either order, codes with their zeros."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely
from django.contrib.auth.models import AnonymousUser

from layers.datasets.layer import layer_of
from layers.models import HarvestRun
from layers.reading.results import SourceError
from tests.layers.harvest.conftest import Place
from tests.layers.harvest.mapserver import MapServer

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOBODY = AnonymousUser()


def places(number: int = 7, crs: Any = 4326) -> geopandas.GeoDataFrame:
    """Points between Cusco and Puno."""
    made = geopandas.GeoDataFrame(
        {
            "clave": range(1, number + 1),
            "nombre": [f"Lugar ñ & <{n}>" for n in range(1, number + 1)],
            "codigo": [f"{n:06}" for n in range(1, number + 1)],
            "altura": [3_400.5 + n for n in range(number)],
        },
        geometry=[shapely.Point(-71.9 + n * 0.01, -13.5 - n * 0.02) for n in range(number)],
        crs=4326,
    )
    return made.to_crs(crs)


def source(place: Place, server: Any, version: str, **said: Any) -> None:
    address = f"{place.serve(server)}/geoserver/prueba/wfs?token=a"
    line = {"protocol": "wfs", "version": version, "address": address, "layer": "lugares"}
    place.sources(line | said)


def rows(place: Place) -> dict[int, tuple[Any, ...]]:
    dataset = place.state.dataset
    assert dataset is not None
    layer = layer_of(dataset)
    path = {field.name: field.path for field in layer.fields}
    found = layer.rows(NOBODY)
    return {
        getattr(row, path["clave"]): (
            getattr(row, path["nombre"]),
            getattr(row, path["codigo"]),
            getattr(row, path["altura"]),
            tuple(round(each, 5) for each in row.geom.coords),
        )
        for row in found
    }


def expected(number: int = 7) -> dict[int, tuple[Any, ...]]:
    return {
        row.clave: (
            row.nombre,
            row.codigo,
            row.altura,
            (round(row.geometry.x, 5), round(row.geometry.y, 5)),
        )
        for row in places(number).itertuples()
    }


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0", "2.0.0"])
@pytest.mark.parametrize("crs", [4326, 32719])
def test_every_version_gives_the_same_rows(
    place: Place, tmp_path: Path, version: str, crs: int
) -> None:
    server = MapServer(tmp_path, places(crs=crs))
    source(place, server, version)
    assert place.harvest().state == HarvestRun.State.DONE
    assert rows(place) == expected()
    # The capabilities name an address within the server's own network, which nobody asks.
    assert all(said["token"] == "a" for said in server.asked)


def test_pages_of_2_0_follow_one_another(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("layers.harvest.protocols.wfs.PAGE", 3)
    server = MapServer(tmp_path, places())
    source(place, server, "2.0.0")
    run = place.harvest()
    assert run.report["pages"] == 4  # the last is empty: nobody counts for sure
    assert rows(place) == expected()


def test_a_server_that_gives_fewer_than_it_has_is_asked_for_the_rest(
    place: Place, tmp_path: Path
) -> None:
    source(place, MapServer(tmp_path, places(), limit=4), "1.1.0")
    assert place.harvest().rows == 7
    assert rows(place) == expected()


def test_what_the_service_declares_of_its_use_is_told(place: Place, tmp_path: Path) -> None:
    source(place, MapServer(tmp_path, places()), "2.0.0")
    remarks = place.harvest().report["remarks"]
    assert any("Uso libre citando la fuente" in remark for remark in remarks)


def test_declared_fields_alone_are_taken(place: Place, tmp_path: Path) -> None:
    source(place, MapServer(tmp_path, places()), "2.0.0", fields="codigo clave")
    place.harvest()
    dataset = place.state.dataset
    assert dataset is not None
    names = [field["original"] for field in dataset.fields]
    assert [name for name in names if name != "id_fuente"] == ["codigo", "clave"]


def test_a_declared_field_that_is_gone_fails_it(place: Place, tmp_path: Path) -> None:
    source(place, MapServer(tmp_path, places()), "2.0.0", fields="codigo estado")
    with pytest.raises(SourceError, match="ya no tiene las columnas estado"):
        place.harvest()


def test_an_unknown_layer_is_told_with_those_there_are(place: Place, tmp_path: Path) -> None:
    source(place, MapServer(tmp_path, places()), "1.1.0", layer="otra")
    with pytest.raises(SourceError, match=r"no tiene la capa «otra»; tiene: .*lugares"):
        place.harvest()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda body: body[: len(body) // 2], "cortada"),
        (
            lambda body: body.replace(b"?>", b"?><!DOCTYPE a [<!ENTITY b 'c'>]>", 1),
            "tipo de documento",
        ),
        (lambda _body: b"<html><body>Mantenimiento</body></html>", "html"),
        (lambda _body: b"", "cortada"),
    ],
)
def test_what_is_no_answer_is_refused(place: Place, tmp_path: Path, spoil: Any, words: str) -> None:
    server = MapServer(tmp_path, places())
    server.spoil = lambda body: spoil(body) if b"FeatureCollection" in body else body
    source(place, server, "1.0.0")
    with pytest.raises(SourceError, match=words):
        place.harvest()
    assert place.state.dataset is None
