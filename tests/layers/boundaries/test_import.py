"""``import_boundaries`` on files written for it: in place by one transaction, reported, undone."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely
from django.core.management import CommandError, call_command

from layers import versions
from layers.models import BoundaryImport, BoundaryImportRow
from territory.boundaries import recompute_approximate, rules
from territory.models import AdminUnit
from tests.layers.boundaries.boundary_files import geojson, zipped_shapefile
from tests.territory import shapes

pytestmark = pytest.mark.django_db

PROVENANCE = ("--source=Prueba", "--cutoff=31/12/2020")
Outcome = BoundaryImportRow.Outcome

# Four districts of Cusco province around their capitals, a square each.
DISTRICTS = ("080101", "080103", "080105", "080108")


def around(ubigeo: str, half_deg: float = 0.004) -> Any:
    point = shapes.capitals()[ubigeo]
    return shapely.box(
        point.x - half_deg, point.y - half_deg, point.x + half_deg, point.y + half_deg
    )


def rows(*ubigeos: str) -> list[tuple[dict[str, Any], Any]]:
    return [({"IDDIST": ubigeo}, around(ubigeo)) for ubigeo in ubigeos]


def run(path: Path | str, *options: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_boundaries", str(path), *PROVENANCE, *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def unit(ubigeo: str) -> AdminUnit:
    return AdminUnit.objects.get(pk=ubigeo)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return geojson(tmp_path / "distritos.geojson", rows(*DISTRICTS))


def test_the_file_takes_the_place_of_the_approximate(file: Path) -> None:
    elsewhere = shapes.stored("district")["130101"]
    out, _ = run(file)
    assert "Distrito: 4 nuevos, 0 cambiados, 0 iguales, 112 faltantes, 0 filas rechazadas" in out
    # What goes on is told while it does (tests/layers/test_watching.py has the bar).
    assert out.startswith("Leyendo distritos.geojson (0.0 MB)…\nLeyendo distritos.geojson")
    assert "4 filas" in out.partition("Comparando y reparando 4 límites…")[0]
    assert "--dissolve" in out
    stored = shapes.stored("district")
    assert {u for u in stored if u.startswith("08")} == set(DISTRICTS)
    assert all(stored[u].equals(around(u)) for u in DISTRICTS)
    assert stored["130101"].equals(elsewhere)
    official = unit("080101")
    assert (official.boundary_source, official.boundary_origin) == ("inei", "Prueba")
    assert str(official.boundary_cutoff_date) == "2020-12-31"
    report = BoundaryImport.objects.get()
    assert report.file_name == "distritos.geojson"
    assert len(report.sha256) == 64
    assert report.rows.filter(outcome=Outcome.MISSING).count() == report.missing == 112


def test_a_part_of_the_country_lifts_no_rule(file: Path) -> None:
    """Elsewhere districts are approximate still, and nothing is concluded at their level."""
    run(file)
    assert rules.official_levels() == ()


def test_a_dry_run_only_reports(file: Path, tmp_path: Path) -> None:
    before, version = shapes.stored("district"), versions.current()
    out, err = run(file, "--dry-run", "--errors", str(tmp_path / "informe.csv"))
    assert "4 nuevos" in out
    assert "Solo revisión: no se cambió nada." in out
    assert "sin fila, 080102 Ccorca: faltante. El archivo no la trae. Pierde el límite" in err
    assert shapes.stored("district").keys() == before.keys()
    assert versions.current() == version
    assert not BoundaryImport.objects.exists()
    lines = (tmp_path / "informe.csv").read_text(encoding="utf-8-sig").splitlines()
    assert list(csv.reader(lines, delimiter=";"))[1][:4] == ["1", "080101", "", "nuevo"]


def test_a_zipped_shapefile_in_utm(tmp_path: Path) -> None:
    data = geopandas.GeoDataFrame(
        {"IDDIST": [int(u) for u in DISTRICTS]},  # the zero is lost
        geometry=[around(u) for u in DISTRICTS],
        crs=4326,
    ).to_crs(32718)
    out, _ = run(zipped_shapefile(tmp_path, data))
    assert "4 nuevos" in out
    assert BoundaryImport.objects.get().crs == "EPSG:32718 WGS 84 / UTM zone 18S"
    for ubigeo in DISTRICTS:
        assert shapes.stored("district")[ubigeo].symmetric_difference(around(ubigeo)).area < 1e-9


def test_a_wrong_utm_zone_is_noticed(tmp_path: Path) -> None:
    data = geopandas.GeoDataFrame(
        {"IDDIST": list(DISTRICTS)}, geometry=[around(u) for u in DISTRICTS], crs=4326
    ).to_crs(32719)
    path = zipped_shapefile(tmp_path, data, without=(".prj",))
    with pytest.raises(CommandError, match=r"coordenadas están mal|no son los del INEI"):
        run(path, "--crs=EPSG:32718")
    assert "4 nuevos" in run(path, "--crs=EPSG:32719")[0]


def test_what_is_invalid_is_repaired_and_reported(tmp_path: Path) -> None:
    x, y = shapes.capitals()["080101"].coords[0]
    bow_tie = shapely.Polygon(
        [(x - 0.01, y - 0.01), (x + 0.01, y + 0.01), (x + 0.01, y - 0.01), (x - 0.01, y + 0.01)]
    )
    path = geojson(tmp_path / "a.json", [({"IDDIST": "080101"}, bow_tie), *rows("080103")])
    out, err = run(path)
    assert "1 reparadas" in out
    assert "fila 1, 080101: nuevo. Geometría reparada (Self-intersection" in err
    stored = shapes.stored("district")["080101"]
    assert stored.is_valid
    assert stored.area == pytest.approx(0.0002)  # two triangles of 0.02 by 0.01
    assert BoundaryImport.objects.get().rows.get(repaired=True).row == 1


def test_a_polygon_without_area_is_refused(tmp_path: Path) -> None:
    x, y = shapes.capitals()["080102"].coords[0]
    flat = shapely.Polygon([(x, y), (x + 0.01, y), (x + 0.02, y), (x, y)])
    path = geojson(tmp_path / "a.json", [*rows(*DISTRICTS), ({"IDDIST": "080102"}, flat)])
    out, err = run(path)
    assert "1 filas rechazadas" in out
    assert "fila 5, 080102: rechazado. El polígono no encierra ninguna superficie." in err
    assert unit("080102").geom is None


def test_parts_of_a_unit_are_joined_and_versions_of_it_refused(tmp_path: Path) -> None:
    island = shapely.box(-72.5, -13.5, -72.4, -13.4)
    parts = [*rows(*DISTRICTS), ({"IDDIST": "080101"}, island)]
    out, _ = run(geojson(tmp_path / "a.json", parts))
    assert "4 nuevos" in out
    union = shapely.union_all([around("080101"), island])
    assert shapes.stored("district")["080101"].symmetric_difference(union).area < 1e-12
    versions_of_it = [*rows(*DISTRICTS), ({"IDDIST": "080101"}, around("080101", 0.005))]
    out, err = run(geojson(tmp_path / "b.json", versions_of_it))
    assert "2 filas rechazadas" in out
    assert err.count("Varias filas de la misma unidad se superponen") == 2


def test_a_mostly_refused_file_changes_nothing_and_says_why(tmp_path: Path) -> None:
    bad = [({"IDDIST": f"0899{n:02d}"}, around("080101")) for n in range(1, 4)]
    path = geojson(tmp_path / "a.json", [*rows("080101"), *bad])
    before, err, errors = shapes.stored("district"), StringIO(), tmp_path / "rechazos.csv"
    with pytest.raises(CommandError, match="Se rechazan 3 de 4 filas: no se cambió nada"):
        call_command(
            "import_boundaries", str(path), *PROVENANCE, "--errors", str(errors), stderr=err
        )
    assert "fila 2, IDDIST: El directorio vigente del INEI no tiene un distrito 089901." in (
        err.getvalue()
    )
    lines = errors.read_text(encoding="utf-8-sig").splitlines()
    assert [row[0] for row in csv.reader(lines, delimiter=";")] == ["fila", "2", "3", "4"]
    assert shapes.stored("district").keys() == before.keys()


def test_the_same_again_and_a_correction(file: Path, tmp_path: Path) -> None:
    run(file)
    assert "0 nuevos, 0 cambiados, 4 iguales" in run(file)[0]
    correction = geojson(tmp_path / "b.json", [({"IDDIST": "080101"}, around("080101", 0.0041))])
    out, err = run(correction)
    assert "0 nuevos, 1 cambiados, 0 iguales" in out
    assert "080103 Poroy: faltante. El archivo no la trae. Conserva el límite que tenía." in err
    assert {u for u in shapes.stored("district") if u.startswith("08")} == set(DISTRICTS)


def test_a_former_official_boundary_that_the_new_ones_cover_goes(
    file: Path, tmp_path: Path
) -> None:
    run(file)
    big = shapely.union_all([around("080101"), around("080103")]).envelope
    _, err = run(geojson(tmp_path / "b.json", [({"IDDIST": "080101"}, big)]))
    assert "080103" in err
    assert "Pierde el límite de una importación anterior" in err
    assert unit("080103").boundary_source is None
    assert unit("080105").boundary_source == "inei"


def test_unions_need_every_district(tmp_path: Path) -> None:
    """Puno's Lampa has all of its districts here, El Collao lacks one."""
    whole = AdminUnit.objects.filter(parent="2107").order_by("pk")
    partial = AdminUnit.objects.filter(parent="2105").order_by("pk")[1:]
    squares = [({"IDDIST": u.pk}, around(u.pk)) for u in (*whole, *partial)]
    out, _ = run(geojson(tmp_path / "a.json", squares), "--dissolve")
    union = shapely.union_all([around(u.pk) for u in whole])
    lampa = unit("2107")
    assert lampa.boundary_dissolved
    assert (lampa.boundary_origin, str(lampa.boundary_cutoff_date)) == ("Prueba", "2020-12-31")
    assert shapes.stored("province")["2107"].symmetric_difference(union).area < 1e-12
    missing = AdminUnit.objects.filter(parent="2105").order_by("pk").first()
    assert missing is not None
    row = BoundaryImport.objects.get().rows.get(outcome=Outcome.UNDISSOLVED, ubigeo="2105")
    assert row.remark == f"No se pudo unir: falta el límite oficial de {missing}."
    assert unit("2105").boundary_source is None  # the cell would overlap
    assert unit("21").boundary_source == "natural_earth"
    assert "1 unidos" in out
    # Unions follow their districts from then on.
    moved = [({"IDDIST": u.pk}, around(u.pk, 0.003)) for u in whole]
    run(geojson(tmp_path / "b.json", moved))
    union = shapely.union_all([around(u.pk, 0.003) for u in whole])
    assert shapes.stored("province")["2107"].symmetric_difference(union).area < 1e-12


def test_loading_the_fixtures_again_lays_no_cells_over_official_ones(file: Path) -> None:
    run(file)
    recompute_approximate()
    assert {u for u in shapes.stored("district") if u.startswith("08")} == set(DISTRICTS)


def test_restoring_one_level(file: Path) -> None:
    before = shapes.stored("district")
    run(file)
    out = StringIO()
    call_command("import_boundaries", "--restore-approximate", "--level=district", stdout=out)
    assert "Retirados 4 límites oficiales" in out.getvalue()
    stored = shapes.stored("district")
    assert all(stored[u].equals(cell) for u, cell in before.items())
    assert unit("080101").boundary_origin is None
    assert BoundaryImport.objects.latest("pk").action == "restore"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["{file}", "--cutoff=2020-12-31"], "--source: Está vacío"),
        (["{file}", "--source=x"], "--cutoff: Falta la fecha"),
        (["{file}", "--source=x", "--cutoff=ayer"], "--cutoff: No es una fecha"),
        (["{file}", "--source=x", "--cutoff=2999-01-01"], "--cutoff: La fecha está en el futuro"),
        ([], "Indique el archivo"),
        (["no-hay.gpkg", *PROVENANCE], "no-hay.gpkg: El archivo no existe"),
        (["ftp://x/y.gpkg", *PROVENANCE], "solo se descarga de direcciones http y https"),
        (["http://127.0.0.1:1/y.gpkg", *PROVENANCE], "No se pudo descargar"),
        (["{file}", "--restore-approximate"], "no lleva archivo"),
        (["{file}", *PROVENANCE, "--level=province"], "Se pidió el nivel «provincia»"),
        (["{file}", *PROVENANCE, "--layer=x"], "No hay una capa «x»"),
    ],
)
def test_what_is_asked_wrongly(file: Path, arguments: list[str], message: str) -> None:
    given = [argument.format(file=file) for argument in arguments]
    with pytest.raises(CommandError, match=message):
        call_command("import_boundaries", *given, stdout=StringIO(), stderr=StringIO())
    assert not BoundaryImport.objects.exists()
