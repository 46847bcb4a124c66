"""GeoPackage as GDAL reads it, and its tables as the standard has them (OGC 12-128r18)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyogrio
import pytest
from django.contrib.gis.gdal import DataSource
from django.test import Client

from layers.exports import arrow, streaming
from layers.exports.spatial import write_layer
from layers.fields import Field
from layers.layer import OFFERED_SRIDS
from territory.models import AdminUnit
from tests.awkward_text import AWKWARD_TEXTS, CONTROL_TEXT
from tests.commissions import add_commissions
from tests.ows.file_wire import ask, frame, save
from tests.ows.wfs import wire as wfs

pytestmark = pytest.mark.django_db
COMMISSIONS = "environmental_commissions"


def rows(path: Path, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(statement).fetchall()


@pytest.mark.parametrize("label", [*AWKWARD_TEXTS, "controls"])
def test_texts_are_exact(tmp_path: Path, client: Client, label: str) -> None:
    texts = AWKWARD_TEXTS | {"controls": CONTROL_TEXT, "formula": "=1+1"}
    made = add_commissions(texts)
    path = save(tmp_path, client, COMMISSIONS, "gpkg")
    (found,) = rows(
        path, f"SELECT name, created_by FROM {COMMISSIONS} WHERE id = '{made[label].pk}'"
    )
    assert found == (texts[label], texts[label])


def test_types_and_nulls(tmp_path: Path, client: Client) -> None:
    add_commissions({"empty": "", "formula": "=1+1"})
    path = save(tmp_path, client, COMMISSIONS, "gpkg")
    found = dict(rows(path, f"SELECT name, created_on FROM {COMMISSIONS}"))
    assert found[""] is None
    assert found["=1+1"] is None  # a day that is missing, beside a text as it is
    info = pyogrio.read_info(path)
    types = dict(zip(info["fields"], info["dtypes"], strict=True))
    assert types["is_sample"] == "bool"
    assert types["cutoff_date"] == "datetime64[D]"
    assert (
        "int"
        in dict(
            zip(
                *(
                    pyogrio.read_info(save(tmp_path, client, "districts", "gpkg"))[k]
                    for k in ("fields", "dtypes")
                ),
                strict=True,
            )
        )["population"]
    )


@pytest.mark.parametrize("srid", OFFERED_SRIDS)
def test_in_the_crs_asked_for(tmp_path: Path, client: Client, srid: int) -> None:
    crs = f"http://www.opengis.net/def/crs/EPSG/0/{srid}"
    path = save(tmp_path, client, "departments", "gpkg", crs=crs)
    found = frame(path).set_index("ubigeo")
    assert found.crs.to_epsg() == srid
    cusco = AdminUnit.objects.get(pk="08").geom
    assert cusco is not None
    cusco.transform(srid)
    # x before y in the file, whatever the CRS's own order (OGC 12-128r18, clause 2.1.3.1).
    assert found.geometry["08"].bounds == pytest.approx(
        cusco.extent, abs=1e-6 if srid == 4326 else 1
    )


def test_wfs(tmp_path: Path, client: Client) -> None:
    for name in ("gpkg", "geopackage", "application/geopackage+sqlite3"):
        answer = wfs.ask(
            client,
            typeNames="provinces",
            outputFormat=name,
            srsName="EPSG:32718",
            cql_filter="ubigeo LIKE '15%'",
        )
        path = tmp_path / "file.gpkg"
        path.write_bytes(wfs.body(answer))
        assert answer["Content-Type"] == "application/geopackage+sqlite3"
        assert frame(path).crs.to_epsg() == 32718
        assert set(frame(path)["ubigeo"].str[:2]) == {"15"}


def test_what_it_says_of_itself(tmp_path: Path, client: Client) -> None:
    path = save(tmp_path, client, "rural_schools", "gpkg")
    assert path.name.startswith("EJEMPLO_")
    said = dict(rows(path, "SELECT mime_type, metadata FROM gpkg_metadata"))
    assert "Fuente: " in said["text/plain"]
    assert "EJEMPLO" in said["text/plain"]
    # The Ministry has declared none: that is said, and none is made up.
    assert "Licencia: no declarada" in said["text/plain"]
    assert "<license>no declarada</license>" in said["text/xml"]
    (reference,) = set(
        rows(path, "SELECT reference_scope, table_name FROM gpkg_metadata_reference")
    )
    assert reference == ("table", "rural_schools")
    ((title,),) = rows(path, "SELECT identifier FROM gpkg_contents")
    assert title.startswith("EJEMPLO")
    titles = dict(rows(path, "SELECT column_name, name FROM gpkg_data_columns"))
    assert titles["pupils"] == "Alumnos" or titles["pupils"]


def test_it_is_whole_and_indexed(tmp_path: Path, client: Client) -> None:
    """Read by the system's GDAL too, another build than the one that wrote."""
    path = save(tmp_path, client, "districts", "gpkg")
    layer = DataSource(path)[0]
    assert layer.num_feat == 1891
    assert layer.srs.srid == 4326
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert rows(path, "SELECT count(*) FROM rtree_districts_geom") > [(1800,)]
    assert rows(
        path, "SELECT extension_name FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index'"
    )


def test_empty_and_without_geometry(tmp_path: Path, client: Client) -> None:
    path = save(tmp_path, client, "departments", "gpkg", filter="ubigeo = 'x'")
    assert len(frame(path)) == 0
    path = save(tmp_path, client, "departments", "gpkg", skipGeometry="true", properties="name")
    assert rows(path, "SELECT data_type FROM gpkg_contents") == [("attributes",)]
    names = [row[1] for row in rows(path, "PRAGMA table_info(departments)")]
    assert names == ["fid", "id", "name", "source", "cutoff_date", "is_sample"]


def test_sorted(tmp_path: Path, client: Client) -> None:
    path = save(tmp_path, client, "provinces", "gpkg", sortby="-name", limit="7")
    found = [name for (name,) in rows(path, "SELECT name FROM provinces ORDER BY fid")]
    expected = AdminUnit.objects.filter(level="province", valid_to=None).order_by("-name")
    assert found == list(expected.values_list("name", flat=True)[:7])


def test_a_full_disk_is_no_file(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "_KEPT_FREE_BYTES", 1 << 62)
    answer = ask(client, "departments", "gpkg")
    assert answer.status_code == 507


def test_nothing_is_left_behind(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Read, or closed unread: the folder goes."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ask(client, "departments", "gpkg").getvalue()
    assert list(tmp_path.iterdir()) == []
    unread = ask(client, "departments", "gpkg")
    assert list(tmp_path.iterdir()) != []
    unread.close()
    assert list(tmp_path.iterdir()) == []


def test_fields_of_one_title_are_told_apart(tmp_path: Path) -> None:
    """OGC 12-128r19, table 50: (table_name, name) of gpkg_data_columns is unique."""
    shared, alone = "Identificador", "Título"
    fields = {"id": Field("id", shared), "slug": Field("slug", shared), "title": Field("t", alone)}
    schema = arrow.schema(fields, with_geometry=False)
    batch = pa.record_batch([["1"], ["uno"], ["x"]], schema=schema)
    path = tmp_path / "a.gpkg"
    write_layer(path, [batch], schema, driver="GPKG", layer="a", geometry_type=None, srid=4326)
    assert dict(rows(path, "SELECT column_name, name FROM gpkg_data_columns")) == {
        "id": "Identificador (id)",
        "slug": "Identificador (slug)",
        "title": alone,
    }
