"""``manage.py import_source``: checked before anything changes, refused row by row, kept."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from layers import versions
from layers.loading import importing, snapshots
from layers.loading.candidates import Candidate
from layers.models import Snapshot
from layers.themes.environmental_commissions.source import ENVIRONMENT
from territory.models import EnvironmentalCommission
from tests.territory.shapes import FIXTURES

pytestmark = pytest.mark.django_db

HEADER = "tipo;ubigeo;territorio;nombre;fuente;fecha_corte"
GOOD = (
    "CAR;8;CUSCO;CAR Cusco;Oficio 1-2020;31/12/2020",
    "CAM;801;Cusco;CAM Cusco;Oficio 1-2020;31/12/2020",
    'CAM;150101;Lima;"CAM\nLima; Cercado";Oficio 1-2020;2020-12-31',
)
BAD = "CAM;130101;Chiclayo;CAM Chiclayo;Oficio 1-2020;2020-12-31"


@pytest.fixture
def csv_file(tmp_path: Path) -> Path:
    return tmp_path / "comisiones.csv"


def write(path: Path, *rows: str, encoding: str = "utf-8-sig") -> None:
    path.write_bytes("\r\n".join((HEADER, *rows, "")).encode(encoding))


def run(path: Path, *options: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_source", "environment", str(path), *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def facts() -> set[tuple[str, str]]:
    rows = EnvironmentalCommission.objects.filter(is_sample=False)
    return set(rows.values_list("declared_unit", "name"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252", "utf-16"])
def test_a_good_file_is_published(csv_file: Path, encoding: str) -> None:
    write(csv_file, *GOOD, encoding=encoding)
    before = versions.of("environmental_commissions")
    samples = EnvironmentalCommission.objects.filter(is_sample=True).count()
    out, err = run(csv_file)
    assert err == ""
    assert "3 filas correctas, 0 rechazadas; 0 datos omitidos." in out
    assert "Publicado: 3 nuevas, 0 cambiadas, 0 retiradas." in out
    assert facts() == {("08", "CAR Cusco"), ("0801", "CAM Cusco"), ("150101", "CAM Lima; Cercado")}
    assert versions.of("environmental_commissions") == before + 1
    assert EnvironmentalCommission.objects.filter(is_sample=True).count() == samples


def test_rows_are_counted_while_they_are_published(csv_file: Path) -> None:
    """Once each, though the snapshot takes them as well."""
    write(csv_file, *GOOD)
    assert f"Publicando {'█' * 20} 100%  3 de 3 filas\n" in run(csv_file)[0]


def test_the_same_file_again_changes_nothing(csv_file: Path) -> None:
    write(csv_file, *GOOD)
    run(csv_file)
    before = versions.of("environmental_commissions")
    assert "0 nuevas, 0 cambiadas, 0 retiradas" in run(csv_file)[0]
    assert versions.of("environmental_commissions") == before


def test_a_dry_run_only_reports(csv_file: Path) -> None:
    write(csv_file, *GOOD, BAD)
    out, err = run(csv_file, "--dry-run", "--skip-refused")
    assert "3 filas correctas, 1 rechazadas; 0 datos omitidos." in out
    assert "fila 5, territorio: El ubigeo 130101 del INEI es «Trujillo»" in err
    assert "Se publicaría: 3 nuevas, 0 cambiadas, 0 retiradas." in out
    assert "declared_ubigeo=0801" in out
    assert facts() == set()
    assert not Snapshot.objects.exists()


def test_a_refused_row_stops_the_import(csv_file: Path) -> None:
    write(csv_file, *GOOD[:1])
    run(csv_file)
    write(csv_file, *GOOD, BAD)
    with pytest.raises(CommandError, match="No se cambió nada"):
        run(csv_file)
    assert facts() == {("08", "CAR Cusco")}


def test_unless_the_rest_is_asked_for(csv_file: Path, tmp_path: Path) -> None:
    write(csv_file, *GOOD, BAD)
    errors = tmp_path / "rechazos.csv"
    out, _ = run(csv_file, "--skip-refused", "--errors", str(errors))
    assert "Publicado: 3 nuevas" in out
    lines = errors.read_text(encoding="utf-8-sig").splitlines()
    rows = list(csv.reader(lines, delimiter=";"))
    assert rows[0] == ["fila", "código", "columna", "valor", "motivo", "efecto"]
    assert rows[1][:4] == ["5", "UBIGEO 130101", "territorio", "Chiclayo"]


@pytest.mark.parametrize("options", [(), ("--skip-refused",)])
def test_a_file_without_a_good_row_never_empties_the_layer(
    csv_file: Path, options: tuple[str, ...]
) -> None:
    write(csv_file, *GOOD)
    run(csv_file)
    write(csv_file, BAD)
    with pytest.raises(CommandError, match="no se cambió nada"):
        run(csv_file, *options)
    assert len(facts()) == 3


def test_the_shipped_sample_cannot_be_published_as_fact() -> None:
    with pytest.raises(CommandError, match="Ninguna fila sirve"):
        run(FIXTURES / "samples" / "environmental_commissions.csv")
    assert facts() == set()


def test_a_file_that_is_not_there(csv_file: Path) -> None:
    with pytest.raises(CommandError, match=r"comisiones\.csv"):
        run(csv_file)


def test_a_file_without_the_columns(csv_file: Path) -> None:
    csv_file.write_text("a;b\n1;2\n")
    with pytest.raises(CommandError, match="Faltan columnas: tipo, ubigeo"):
        run(csv_file)


def go_back(*options: str) -> str:
    out = StringIO()
    call_command("import_source", "environment", *options, stdout=out)
    return out.getvalue()


def keys() -> dict[str, int]:
    rows = EnvironmentalCommission.objects.filter(is_sample=False)
    return dict(rows.values_list("declared_unit", "pk"))


def test_each_publication_is_kept_and_can_be_returned_to(csv_file: Path) -> None:
    write(csv_file, *GOOD)
    run(csv_file)
    first, ids = facts(), keys()
    write(csv_file, GOOD[0].replace("CAR Cusco", "CAR del Cusco"))
    run(csv_file, "--covers", "8,150101")
    assert facts() == {("08", "CAR del Cusco")}
    before = versions.of("environmental_commissions")
    assert "2 nuevas, 1 cambiadas, 0 retiradas" in go_back("--roll-back")
    assert facts() == first
    assert keys()["08"] == ids["08"]
    assert versions.of("environmental_commissions") == before + 1
    stored = Snapshot.objects.filter(source="environment")
    assert list(stored.order_by("pk").values_list("is_current", flat=True)) == [True, False]
    newest = stored.order_by("-pk")[0]
    assert "1 cambiadas, 2 retiradas" in go_back("--return-to", str(newest.pk))
    assert facts() == {("08", "CAR del Cusco")}
    listed = go_back("--list").splitlines()
    assert [line[0] for line in listed] == ["*", " "]
    assert "Cusco (08), Lima (Lima, Lima) (150101)  corte 2020-12-31  1 filas" in listed[0]


def test_what_changes_nothing_leaves_no_snapshot(csv_file: Path) -> None:
    write(csv_file, *GOOD)
    run(csv_file)
    run(csv_file)
    assert Snapshot.objects.count() == 1


def test_only_the_newest_are_kept(csv_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "KEPT", 2)
    for number in range(4):
        write(csv_file, f"CAR;8;Cusco;CAR {number};Oficio 1-2020;31/12/2020")
        run(csv_file)
    names = [
        next(iter(snapshots.rows_of(s)["environmental_commissions"]))["name"]
        for s in Snapshot.objects.all()
    ]
    assert names == ["CAR 3", "CAR 2"]


@pytest.mark.parametrize("options", [("--roll-back",), ("--return-to", "999999999")])
def test_there_must_be_something_to_return_to(csv_file: Path, options: tuple[str, ...]) -> None:
    write(csv_file, *GOOD)
    run(csv_file)
    with pytest.raises(CommandError, match="No hay una publicación"):
        go_back(*options)
    assert len(facts()) == 3


def test_a_snapshot_holds_what_was_refused(csv_file: Path) -> None:
    write(csv_file, *GOOD, BAD)
    run(csv_file, "--skip-refused")
    snapshot = Snapshot.objects.get()
    assert (snapshot.number_of_rows, snapshot.refused_rows) == (3, 1)
    (error,) = snapshots.refused(snapshot, "errors")
    assert (error.row, error.column, error.value) == (5, "territorio", "Chiclayo")


def test_a_failure_in_the_middle_undoes_all(
    csv_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(csv_file, *GOOD)
    reading = importing.check(ENVIRONMENT, csv_file.read_bytes())

    def fail(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(snapshots, "keep", fail)
    before = versions.of("environmental_commissions")
    with pytest.raises(RuntimeError):
        importing.publish(ENVIRONMENT, Candidate.of(reading), file=snapshots.File.of("x.csv", b""))
    assert facts() == set()
    assert versions.of("environmental_commissions") == before
