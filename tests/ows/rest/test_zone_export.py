"""``/api/v1/zones/<id>/export/``: read back by GDAL, and by whom it may be had."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import shapely
from django.contrib.auth.models import User
from django.test import Client

from tests.zones import account, client_of, planner, reviewer, square, stored

pytestmark = pytest.mark.django_db

ENDINGS = {"gpkg": "gpkg", "kml": "kml", "geojson": "geojson", "geojson-file": "geojson"}
MEDIA_TYPES = {
    "gpkg": "application/geopackage+sqlite3",
    "kml": "application/vnd.google-earth.kml+xml",
    "geojson": "application/geo+json",
    "geojson-file": "application/geo+json",
}


@pytest.fixture
def author() -> User:
    return planner("ana")


def saved(client: Client, folder: Path, pk: int, name: str) -> tuple[Path, Any]:
    response: Any = client.get(f"/api/v1/zones/{pk}/export/", {"f": name})
    assert response.status_code == 200, response.getvalue()[:300]
    path = folder / f"zona.{ENDINGS.get(name, name)}"
    path.write_bytes(response.getvalue())
    return path, response


@pytest.mark.parametrize("name", list(ENDINGS))
def test_gdal_reads_the_zone_with_its_state_version_and_source(
    author: User, tmp_path: Path, name: str
) -> None:
    zone = stored(author, title="Cuenca alta / Ñaña", description="Para qué", commitments=[3, 14])
    other = stored(author, title="Otra")
    zone.save()
    path, response = saved(client_of(author), tmp_path, zone.pk, name)
    assert response["Content-Type"].startswith(MEDIA_TYPES[name])
    expected = f'attachment; filename="zona-{zone.pk}-v2-cuenca-alta-nana.{ENDINGS[name]}"'
    assert response["Content-Disposition"] == expected
    assert "no-store" in response["Cache-Control"]
    meta, _, geometries, values = pyogrio.raw.read(path)
    fields = dict(zip(map(str, meta["fields"]), values, strict=True))
    assert len(geometries) == 1, f"not {other.pk}"
    assert shapely.from_wkb(geometries[0]).equals(shapely.geometry.shape(square()))
    shown = {key.lower(): str(value[0]) for key, value in fields.items()}
    everything = " ".join(shown.values())
    for word in ("Cuenca alta / Ñaña", "draft", "Planificadores con cuenta en este sitio"):
        assert word in everything
    if "version" in shown:
        assert shown["version"] in ("2", "2.0")


def test_a_shapefile_comes_in_a_zip(author: User, tmp_path: Path) -> None:
    zone = stored(author)
    path, _ = saved(client_of(author), tmp_path, zone.pk, "shp")
    with zipfile.ZipFile(path) as archive:
        assert {"shp", "shx", "dbf", "prj"} <= {name.split(".")[-1] for name in archive.namelist()}


@pytest.mark.parametrize("status", ["draft", "submitted", "approved"])
@pytest.mark.parametrize("actor", ["anonymous", "author", "mate", "reviewer", "admin"])
def test_who_takes_a_zone_home_is_who_sees_it(author: User, status: str, actor: str) -> None:
    zone = stored(author, status)
    users = {
        "author": lambda: author,
        "mate": lambda: planner("beto"),
        "reviewer": lambda: reviewer("rosa"),
        "admin": lambda: account("jefa", is_superuser=True),
    }
    client = client_of(users[actor]()) if actor in users else Client()
    seen = status == "approved" or actor in ("author", "reviewer", "admin")
    response: Any = client.get(f"/api/v1/zones/{zone.pk}/export/", {"f": "gpkg"})
    assert response.status_code == (200 if seen else 404)
    response.getvalue()


def test_a_sample_says_so_by_its_name(tmp_path: Path) -> None:
    demo = planner("demo", is_demonstration=True)
    zone = stored(demo, title="EJEMPLO · Z", is_sample=True)
    _, response = saved(client_of(demo), tmp_path, zone.pk, "gpkg")
    assert f'filename="EJEMPLO_zona-{zone.pk}-v1-z.gpkg"' in response["Content-Disposition"]


@pytest.mark.parametrize("query", [{}, {"f": ""}, {"f": "dwg"}, {"f": "gpkg", "crs": "x"}])
def test_a_bad_request_names_its_parameter(author: User, query: dict[str, str]) -> None:
    zone = stored(author, "approved")
    answer = Client().get(f"/api/v1/zones/{zone.pk}/export/", query)
    assert answer.status_code == 400
    assert answer.json()["parameter"] == ("crs" if "crs" in query else "f")


def test_the_page_offers_the_files(author: User) -> None:
    zone = stored(author)
    page = client_of(author).get(f"/zonas/{zone.pk}/").content.decode()
    for name in ("gpkg", "kml", "geojson-file", "shp"):
        assert f"/api/v1/zones/{zone.pk}/export/?f={name}" in page
