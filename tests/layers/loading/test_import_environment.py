"""``manage.py import_environment``: checked before anything changes, refused row by row."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from layers import versions
from layers.loading.environment import LAYER
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
    call_command("import_environment", str(path), *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def facts() -> set[tuple[str, str]]:
    rows = EnvironmentalCommission.objects.filter(is_sample=False)
    return set(rows.values_list("declared_unit", "name"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252", "utf-16"])
def test_a_good_file_is_published(csv_file: Path, encoding: str) -> None:
    write(csv_file, *GOOD, encoding=encoding)
    before = versions.of(LAYER)
    out, err = run(csv_file)
    assert err == ""
    assert "3 filas correctas, 0 rechazadas." in out
    assert "Publicado: 3 nuevas, 0 cambiadas, 0 retiradas." in out
    assert facts() == {
        ("08", "CAR Cusco"), ("0801", "CAM Cusco"), ("150101", "CAM Lima; Cercado")
    }  # fmt: skip
    assert versions.of(LAYER) == before + 1
    assert EnvironmentalCommission.objects.filter(is_sample=True).count() == 10


def test_the_same_file_again_changes_nothing(csv_file: Path) -> None:
    write(csv_file, *GOOD)
    run(csv_file)
    before = versions.of(LAYER)
    assert "0 nuevas, 0 cambiadas, 0 retiradas" in run(csv_file)[0]
    assert versions.of(LAYER) == before


def test_a_dry_run_only_tells(csv_file: Path) -> None:
    write(csv_file, *GOOD, BAD)
    out, err = run(csv_file, "--dry-run")
    assert "3 filas correctas, 1 rechazadas." in out
    assert "fila 5, territorio: El ubigeo 130101 del INEI es «Trujillo»" in err
    assert facts() == set()


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
    assert rows[0] == ["fila", "columna", "valor", "motivo"]
    assert rows[1][:3] == ["5", "territorio", "Chiclayo"]


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
