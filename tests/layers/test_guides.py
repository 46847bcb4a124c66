"""The guides' tables follow from what readers declare, and none is left behind."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from layers import guides
from layers.reading.specification import Column, Specification
from layers.source import Source
from layers.themes import THEMES
from territory.models import EnvironmentalCommission

GUIDE = "importar-comisiones.md"


@pytest.fixture
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The guides, to be written in."""
    for path in guides.FOLDER.glob("*.md"):
        shutil.copy(path, tmp_path)
    monkeypatch.setattr(guides, "FOLDER", tmp_path)
    return tmp_path


def test_every_guide_is_up_to_date() -> None:
    call_command("write_guides", "--check")


def test_a_stale_guide_is_named_and_written_once(copies: Path) -> None:
    path = copies / GUIDE
    good = path.read_text("utf-8")
    path.write_text(good.replace("| `nombre` |", "| `name` |"), "utf-8")
    with pytest.raises(CommandError, match=GUIDE):
        call_command("write_guides", "--check")
    assert path.read_text("utf-8") != good
    call_command("write_guides")
    assert path.read_text("utf-8") == good
    call_command("write_guides", "--check")


@pytest.mark.parametrize(
    ("before", "after"),
    [("<!-- columnas: environment -->", ""), ("columnas: environment", "columnas: forests")],
)
def test_a_guide_without_the_place_of_its_table_is_refused(
    copies: Path, before: str, after: str
) -> None:
    path = copies / GUIDE
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
    with pytest.raises(CommandError, match="columnas: environment"):
        call_command("write_guides")


def test_a_table_says_of_each_column_what_was_declared() -> None:
    file = Specification(
        EnvironmentalCommission,
        (
            Column("TIPO", "kind", also=("Clase", "Clase|tipo"), required=True, strict=True),
            Column("Norma", "created_by", "ordenanza"),
            Column("Lugar", part_of="declared_ubigeo", about="nombre"),
            Column("Año", about="elige las filas"),
        ),
    )
    assert guides.columns_table(file).splitlines() == [
        "| columna | también | obligatoria | campo | contenido | si no sirve |",
        "| --- | --- | --- | --- | --- | --- |",
        "| `TIPO` | Clase, Clase\\|tipo | sí | `kind` | tipo; CAR o CAM | se rechaza la fila |",
        "| `Norma` |  | no | `created_by` | ordenanza; hasta 200 caracteres | se omite el dato |",
        "| `Lugar` |  | no | `declared_ubigeo` | nombre | se omite el dato |",
        "| `Año` |  | no |  | elige las filas |  |",
    ]


SOURCES = [source for theme in THEMES for source in theme.sources if source.file]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_source_s_declaration_fits_its_model_and_its_table(source: Source) -> None:
    file = source.file
    assert file is not None
    # Beside the table of its rows a file may fill others, of some of them or of what they hold.
    (table,) = (table for table in source.tables if table.model is file.model)
    assert set(table.columns) == set(file.fields)
    assert set(file.fields) <= {field.column for field in file.model._meta.concrete_fields}
    names = [column.name for column in file.columns]
    assert len({*names, *file.aliases}) == len(names) + len(file.aliases)
    assert all(column.field or column.about for column in file.columns)
