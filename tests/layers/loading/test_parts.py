"""Files of one source side by side, by what they cover: Tumbes leaves Moquegua alone."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from layers import versions
from layers.loading import importing, parts
from layers.models import Snapshot
from layers.reading.results import SourceError
from layers.themes.environmental_commissions.source import ENVIRONMENT
from territory.models import EnvironmentalCommission, PublishedPart, SanitationProject
from tests.layers.loading.test_import_source import write
from tests.territory.shapes import SHARED_DATA

pytestmark = pytest.mark.django_db

TUMBES = (
    "CAR;24;Tumbes;CAR Tumbes;Oficio 1;2020-12-31",
    "CAM;2402;Contralmirante Villar;CAM Villar;Oficio 1;2020-12-31",
)
MOQUEGUA = (
    "CAM;1801;Mariscal Nieto;CAM Nieto;Oficio 2;2021-12-31",
    "CAM;1803;Ilo;CAM Ilo;Oficio 2;2021-12-31",
)
ILO = ("CAM;1803;Ilo;CAM de Ilo;Oficio 3;2022-12-31",)
COUNTRY = (*TUMBES[:1], "CAM;0801;Cusco;CAM Cusco;Oficio 4;2023-12-31")
LAYER = "environmental_commissions"


class Import:
    """``import_source environment`` of a file with the given rows."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, *rows: str, options: tuple[str, ...] = ()) -> str:
        write(self._path, *rows)
        return self.run(str(self._path), *options)

    @staticmethod
    def run(*options: str) -> str:
        out = StringIO()
        call_command("import_source", "environment", *options, stdout=out)
        return out.getvalue()


@pytest.fixture
def publish(tmp_path: Path) -> Import:
    return Import(tmp_path / "comisiones.csv")


def facts() -> set[str]:
    rows = EnvironmentalCommission.objects.filter(is_sample=False)
    return set(rows.values_list("name", flat=True))


def shown() -> set[bool]:
    return set(EnvironmentalCommission.objects.published().values_list("is_sample", flat=True))


def covered() -> list[list[str]]:
    return [part.covers for part in PublishedPart.objects.order_by("covers")]


def current() -> list[list[str]]:
    return sorted(Snapshot.objects.filter(is_current=True).values_list("covers", flat=True))


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


def test_an_overlap_is_refused_by_name(publish: Import) -> None:
    publish(*MOQUEGUA)
    for rows, options in ((ILO, ()), (ILO, ("--dry-run",)), (COUNTRY, ("--covers", "PE"))):
        with pytest.raises(CommandError, match=r"cubre Moquegua \(18\), en (Ilo|Moquegua)"):
            publish(*rows, options=options)
    assert facts() == {"CAM Nieto", "CAM Ilo"}
    assert covered() == [["18"]]


def test_a_national_file_replaces_the_parts_when_asked(publish: Import) -> None:
    publish(*TUMBES)
    kept = EnvironmentalCommission.objects.get(name="CAR Tumbes").pk
    publish(*MOQUEGUA)
    options = ("--covers", "PE", "--replace")
    out = publish(*COUNTRY, options=(*options, "--dry-run"))
    assert "Reemplaza entero al archivo que cubre Moquegua (18)." in out
    assert "1 nuevas, 0 cambiadas, 3 retiradas" in out
    assert covered() == [["18"], ["24"]]
    assert "1 nuevas, 0 cambiadas, 3 retiradas" in publish(*COUNTRY, options=options)
    assert facts() == {"CAR Tumbes", "CAM Cusco"}
    assert EnvironmentalCommission.objects.get(name="CAR Tumbes").pk == kept
    assert covered() == current() == [["PE"]]
    publish.run("--withdraw")
    assert facts() == set()


def test_a_part_that_replaces_a_larger_one_says_what_is_lost(publish: Import) -> None:
    publish(*MOQUEGUA)
    out = publish(*ILO, options=("--replace",))
    assert "Quedan sin datos: Mariscal Nieto (Moquegua) (1801), " in out
    assert facts() == {"CAM de Ilo"}
    assert covered() == [["1803"]]
    # To undo it is to return to what was replaced.
    assert "1 nuevas, 1 cambiadas, 0 retiradas" in publish.run("--roll-back")
    assert facts() == {"CAM Nieto", "CAM Ilo"}
    assert covered() == current() == [["18"]]


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


def test_a_snapshot_in_the_way_of_others_is_refused_too(publish: Import) -> None:
    publish(*COUNTRY, options=("--covers", "PE"))
    national = str(Snapshot.objects.get().pk)
    publish.run("--withdraw")
    publish(*MOQUEGUA)
    with pytest.raises(CommandError, match="Ya hay otro archivo publicado"):
        publish.run("--return-to", national)
    publish.run("--return-to", national, "--replace")
    assert facts() == {"CAR Tumbes", "CAM Cusco"}
    assert current() == [["PE"]]


def test_the_same_rows_for_other_units_are_another_publication(publish: Import) -> None:
    publish(*TUMBES)
    before = versions.of(LAYER)
    assert "0 nuevas, 0 cambiadas" in publish(*TUMBES, options=("--covers", "24,18", "--replace"))
    assert covered() == current() == [["18", "24"]]
    assert versions.of(LAYER) > before
    assert Snapshot.objects.count() == 2


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
        parts.covers_of(ENVIRONMENT, reading, importing.directory())


def _commissions(folder: Path) -> bytes:
    path = folder / "comisiones.csv"
    write(path, *TUMBES)
    return path.read_bytes()


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
    # CUIs of Tumbes as the issue names them.
    assert tumbes.values("cui").distinct().count() == 410
    assert facts.exclude(place__startswith="24").exists()
    run("--withdraw", "--covers", "24")
    assert not tumbes.exists()
    assert facts.exists()
    run("--withdraw", "--covers", "18")
    assert set(SanitationProject.objects.published().values_list("is_sample", flat=True)) == {True}


def test_the_administration_refuses_an_overlap_and_replaces_when_asked(
    publish: Import, admin_client: Client
) -> None:
    publish(*COUNTRY, options=("--covers", "PE"))
    national = Snapshot.objects.get().pk
    publish.run("--withdraw")
    publish(*MOQUEGUA)

    def act(action: str) -> str:
        response = admin_client.post(
            reverse("admin:layers_snapshot_changelist"),
            {"action": action, "_selected_action": [str(national)]},
            follow=True,
        )
        return " ".join(str(message) for message in response.context["messages"])

    assert "Ya hay otro archivo publicado: el que cubre Moquegua (18), en Moquegua (18)" in act(
        "return_to"
    )
    assert facts() == {"CAM Nieto", "CAM Ilo"}
    assert "2 nuevas" in act("replace_by")
    assert facts() == {"CAR Tumbes", "CAM Cusco"}
