"""Files of one source side by side, by what they cover: Tumbes leaves Moquegua alone."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from layers import versions
from layers.loading import importing, parts
from layers.loading.candidates import Candidate
from layers.reading.results import SourceError
from layers.themes.environmental_commissions.source import ENVIRONMENT
from territory.models import EnvironmentalCommission, SanitationProject
from tests.layers.loading.regional_files import (
    ILO,
    LAYER,
    MOQUEGUA,
    TUMBES,
    Import,
    covered,
    current,
    facts,
    shown,
)
from tests.layers.loading.test_import_source import write
from tests.territory.shapes import SHARED_DATA

pytestmark = pytest.mark.django_db


def test_the_walk_of_two_regions(publish: Import) -> None:
    out = publish(*TUMBES)
    assert "Cubre: Tumbes (24) (según sus filas" in out
    assert "2 nuevas, 0 cambiadas, 0 retiradas" in out
    out = publish(*MOQUEGUA)
    assert "Cubre: Moquegua (18)" in out
    assert "2 nuevas, 0 cambiadas, 0 retiradas" in out
    assert len(facts()) == 4
    assert covered() == current() == [["18"], ["24"]]
    before = versions.of(LAYER)
    assert "2 retiradas" in publish.run("--withdraw", "--covers", "24")
    assert versions.of(LAYER) > before
    assert facts() == {"CAM Nieto", "CAM Ilo"}
    assert shown() == {False}
    assert "2 retiradas" in publish.run("--withdraw")
    assert shown() == {True}
    assert covered() == current() == []


def test_a_file_again_replaces_its_own_part(publish: Import) -> None:
    publish(*TUMBES)
    publish(*MOQUEGUA)
    out = publish(TUMBES[0].replace("CAR Tumbes", "CAR de Tumbes"), options=("--covers", "24"))
    assert "0 nuevas, 1 cambiadas, 1 retiradas" in out
    assert facts() == {"CAR de Tumbes", "CAM Nieto", "CAM Ilo"}


def test_the_operator_says_what_the_file_covers(publish: Import) -> None:
    out = publish(*TUMBES, options=("--covers", "24, 1803"))
    assert "Cubre: Ilo (Moquegua) (1803), Tumbes (24) (según se indicó)." in out
    assert covered() == [["1803", "24"]]
    publish.run("--withdraw")
    publish(*TUMBES, options=("--covers", "pe"))
    assert covered() == [["PE"]]


def test_rows_outside_what_the_file_covers_are_shown(publish: Import) -> None:
    out = publish(*TUMBES, *ILO, options=("--covers", "24", "--dry-run"))
    assert "1 filas declaran unidades de Moquegua que no cubre." in out
    assert covered() == []


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("99", "no tiene una unidad 99"),
        ("Tumbes", "No es un ubigeo"),
        (" , ", "Diga qué cubre"),
        ("24,", None),
    ],
)
def test_what_the_operator_says_is_checked(publish: Import, said: str, reason: str | None) -> None:
    if reason is None:
        publish(*TUMBES, options=("--covers", said))
        return
    with pytest.raises(CommandError, match=reason):
        publish(*TUMBES, options=("--covers", said))
    assert facts() == set()


def test_each_part_has_its_own_way_back(publish: Import) -> None:
    publish(*TUMBES)
    publish(*MOQUEGUA)
    publish(*(row.replace("CAM Ilo", "CAM nueva") for row in MOQUEGUA))
    with pytest.raises(CommandError, match=r"archivos publicados: Moquegua \(18\); Tumbes"):
        publish.run("--roll-back")
    with pytest.raises(CommandError, match=r"cuál de los archivos publicados: Moquegua"):
        publish.run("--withdraw")
    with pytest.raises(CommandError, match="No hay nada publicado que cubra eso"):
        publish.run("--withdraw", "--covers", "08")
    publish.run("--roll-back", "--covers", "18")
    assert facts() == {"CAR Tumbes", "CAM Villar", "CAM Nieto", "CAM Ilo"}
    with pytest.raises(CommandError, match="No hay una publicación"):
        publish.run("--roll-back", "--covers", "24")
    publish.run("--withdraw", "--covers", "24")
    assert "2 nuevas" in publish.run("--roll-back", "--covers", "24")
    assert len(facts()) == 4
    assert current() == [["18"], ["24"]]


def test_a_row_of_two_files_stays_until_both_are_withdrawn(publish: Import) -> None:
    """A file may hold a row of a neighbour: an investment over a border, in several departments."""
    publish(*TUMBES, *ILO, options=("--covers", "24"))
    publish(*MOQUEGUA)
    row = EnvironmentalCommission.objects.get(declared_unit="1803", is_sample=False)
    assert (row.name, len(row.parts)) == ("CAM Ilo", 2)
    publish(*TUMBES, options=("--covers", "24"))
    row.refresh_from_db()
    assert len(row.parts) == 1
    publish(*TUMBES, *ILO, options=("--covers", "24"))
    publish.run("--withdraw", "--covers", "18")
    assert facts() == {"CAR Tumbes", "CAM Villar", "CAM de Ilo"}
    publish.run("--withdraw")
    assert facts() == set()


def test_a_row_written_by_hand_is_of_the_part_that_covers_it(publish: Import) -> None:
    def write_by_hand(ubigeo: str) -> None:
        EnvironmentalCommission.objects.create(
            kind="CAM",
            name=f"A mano {ubigeo}",
            declared_unit_id=ubigeo,
            commitments=[3],
            source="Oficio 9",
            cutoff_date="2020-01-01",
        )

    write_by_hand("2401")
    write_by_hand("1802")
    publish(*TUMBES)
    assert facts() == {"CAR Tumbes", "CAM Villar", "A mano 1802"}


def test_a_list_without_units_covers_the_country(tmp_path: Path) -> None:
    path = tmp_path / "modelos.csv"
    path.write_text("cod_mod,anexo,cen_edu,modelo\n0200001,0,UNA,ST\n", encoding="utf-8")
    said = ("--origin", "MINEDU", "--cutoff", "2020-01-01")
    out = StringIO()
    call_command("import_source", "education_models", str(path), *said, stdout=out)
    assert "Cubre: todo el país" in out.getvalue()


def test_rows_that_declare_nothing_say_nothing(tmp_path: Path) -> None:
    reading: Any = importing.check(ENVIRONMENT, _commissions(tmp_path))
    reading.frames[LAYER]["declared_ubigeo"] = None
    with pytest.raises(SourceError, match="Ninguna fila dice su unidad"):
        parts.covers_of(ENVIRONMENT, Candidate.of(reading), importing.directory())


def _commissions(folder: Path) -> bytes:
    path = folder / "comisiones.csv"
    write(path, *TUMBES)
    return path.read_bytes()


@pytest.mark.slow
def test_invierte_files_of_two_regions() -> None:
    """The real ones: each stays when the other comes, and goes alone."""
    folder = SHARED_DATA / "official" / "investment"
    paths = {
        unit: folder / f"{name}_Filtrado.xlsx"
        for unit, name in (("24", "Tumbes"), ("18", "Moquegua"))
    }
    if not all(path.exists() for path in paths.values()):
        pytest.skip(f"Invierte.pe's files are not at {folder}")

    def run(*options: str) -> str:
        out = StringIO()
        call_command("import_source", "sanitation", *options, stdout=out)
        return out.getvalue()

    said = ("--origin", "MEF, Invierte.pe", "--cutoff", "2024-12-31")
    facts = SanitationProject.objects.filter(is_sample=False)
    for path in paths.values():
        assert ", 0 cambiadas, 0 retiradas." in run(str(path), *said)
    assert covered() == [["18"], ["24"]]
    tumbes = facts.filter(place__startswith="24")
    # Which names are of sanitation is a matter of the theme; these are beyond doubt, and pandas
    # counts as many in the file.
    water = tumbes.filter(name__contains="AGUA POTABLE")
    assert water.values("cui").distinct().count() == 255
    assert facts.exclude(place__startswith="24").exists()
    run("--withdraw", "--covers", "24")
    assert not tumbes.exists()
    assert facts.exists()
    run("--withdraw", "--covers", "18")
    assert set(SanitationProject.objects.published().values_list("is_sample", flat=True)) == {True}
