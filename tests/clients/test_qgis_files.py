"""QGIS opens the files that are taken home, and shows what they say of themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from territory.models import AdminUnit
from tests.clients.test_qgis import qgis
from tests.ows.file_wire import kept, save
from tests.zones import client_of, planner, stored

pytestmark = pytest.mark.django_db
FORMATS = ("gpkg", "shp", "csv", "kml", "geojson-file")


def test_every_format_is_a_layer(tmp_path: Path, client: Client) -> None:
    folders = {format_: tmp_path / format_ for format_ in FORMATS}
    paths = {}
    for format_, folder in folders.items():
        folder.mkdir()
        paths[format_] = str(save(folder, client, "departments", format_))
    report = qgis(tmp_path, "read_files.py", "-", *paths.values())
    names = sorted(
        AdminUnit.objects.filter(level="department", valid_to=None).values_list("name", flat=True)
    )
    for format_, path in paths.items():
        found = report[path]
        assert found["valid"], format_
        assert found["names"] == names, format_
        assert found["shapes"] == len(names), format_
        assert found["crs"] == ("" if format_ == "csv" else "EPSG:4326"), format_
    of_package = report[paths["gpkg"]]
    assert "Fuente: " in of_package["abstract"]


@pytest.mark.parametrize("format_", ["gpkg", "kml", "geojson", "shp"])
def test_an_exported_zone_is_a_layer(tmp_path: Path, format_: str) -> None:
    """A draft, by its planner's links on the zone's page."""
    ana = planner("ana")
    zone = stored(ana, title="Cuenca alta de Ñaña")
    stored(ana, title="Otra")
    address = f"/api/v1/zones/{zone.pk}/export/"
    name, content = kept(client_of(ana).get(address, {"f": format_}))
    path = tmp_path / name
    path.write_bytes(content)
    found = qgis(tmp_path, "read_files.py", "-", str(path))[str(path)]
    assert found["valid"]
    assert (found["names"], found["shapes"]) == (["Cuenca alta de Ñaña"], 1)
    assert found["crs"] == "EPSG:4326"
