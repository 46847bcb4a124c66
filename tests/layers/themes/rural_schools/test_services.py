"""Every active service of the register is kept; only what it calls rural is a rural school."""

from __future__ import annotations

import csv
import io
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from django.apps import apps
from django.core.management import call_command

from layers.loading import importing
from layers.loading.candidates import Candidate
from layers.loading.checking import Handed
from layers.loading.rows import from_bytes, packed_rows
from layers.models import Snapshot
from layers.themes.rural_schools.sample_services import sample_services
from layers.themes.rural_schools.source import EDUCATION
from layers.themes.sample_places import SamplePlaces
from territory.models import PublishedPart, RuralSchool, SchoolService
from tests.layers.themes.rural_schools.register_files import ESCALE, table
from tests.territory.shapes import FIXTURES

pytestmark = pytest.mark.django_db
OFFICIAL = Path(__file__).parents[5] / "shared" / "data" / "official" / "education"
GIVEN = ("--origin", ESCALE.source, "--cutoff", str(ESCALE.cutoff_date))
URBAN = {"COD_MOD": "2", "AREA_CENSO": "1"}
UNKNOWN = {"COD_MOD": "3", "AREA_CENSO": "", "DAREACENSO": ""}
# SIGMED's headings, and its ways: zeros lost, a DRE among the UGEL, no column for the area.
SIGMED = (
    "Código Modular;Nombre de SS.EE.;Ubigeo;Departamento;Provincia;Distrito;Código DRE/UGEL;"
    "DRE / UGEL;Nivel / Modalidad;Gestion / Dependencia;Latitud;Longitud"
)
TOWN = "LAMBAYEQUE;CHICLAYO;CHICLAYO"
SIGMED_ROWS = (
    f"111;DE LA CIUDAD;140101;{TOWN};140001;CHICLAYO;Primaria;Pública;-6.77;-79.83",
    f"222;UN INSTITUTO;140101;{TOWN};140000;DRE LAMBAYEQUE;Superior Tecnológica;Privada;-6.7;-79.8",
)


def publish(tmp_path: Path, content: bytes) -> str:
    path, out = tmp_path / "padron.csv", StringIO()
    path.write_bytes(content)
    call_command("import_source", "education", str(path), *GIVEN, stdout=out, stderr=StringIO())
    return out.getvalue()


def codes(model: Any) -> list[str]:
    rows = model.objects.filter(is_sample=False).order_by("modular_code")
    return list(rows.values_list("modular_code", flat=True))


def test_a_file_fills_both_tables_once(tmp_path: Path) -> None:
    publish(tmp_path, table({}, URBAN, UNKNOWN))
    assert codes(SchoolService) == ["0000002", "0000003", "0257048"]
    assert codes(RuralSchool) == ["0257048"]
    again = publish(tmp_path, table({}, URBAN, UNKNOWN))
    assert "school_services: 0 nuevas, 0 cambiadas, 0 retiradas" in again
    part = PublishedPart.objects.get(source="education")
    kinds = ("schoolservice", "ruralschool", "higherinstitute", "ruralresidence", "ugelarea")
    assert set(part.records) == {f"territory.{kind}" for kind in kinds}
    # A town that is called rural joins them, what is called urban now leaves them.
    publish(tmp_path, table({"AREA_CENSO": "1"}, URBAN | {"AREA_CENSO": "2"}, UNKNOWN))
    assert codes(SchoolService) == ["0000002", "0000003", "0257048"]
    assert codes(RuralSchool) == ["0000002"]
    call_command("import_source", "education", "--withdraw", stdout=StringIO())
    assert codes(SchoolService) == codes(RuralSchool) == []


def test_no_town_of_a_file_without_areas_is_a_rural_school(tmp_path: Path) -> None:
    """SIGMED's download: UGEL Chiclayo's services are kept, and are no rural schools."""
    publish(tmp_path, "\n".join((SIGMED, *SIGMED_ROWS, "")).encode("utf-8-sig"))
    assert codes(RuralSchool) == []
    kept = SchoolService.objects.filter(is_sample=False).order_by("modular_code")
    fields = ("modular_code", "ugel_code", "level", "area", "declared_unit_id")
    assert list(kept.values_list(*fields)) == [
        ("0000111", "140001", "Primaria", None, "140101"),
        ("0000222", "140000", "Superior Tecnológica", None, "140101"),
    ]


def test_what_is_said_of_a_row_is_said_once() -> None:
    """A rural school is in two tables; its misplaced point, its e-mail and its unit count once."""
    far = {"NLAT_IE": "-6.77", "NLONG_IE": "-79.84", "CEN_EDU": "ESCRIBIR A uno@example.org"}
    good = [{"COD_MOD": str(number)} for number in range(10, 22)]
    handed = Handed(ESCALE)
    reading = importing.check(EDUCATION, table(far, *good), handed)
    lost = [(n.row, n.column) for n in reading.notices if not n.is_mended]
    assert lost == [(2, "name"), (2, "geom")]
    for frame in (reading.frames[name] for name in ("school_services", "rural_schools")):
        assert frame.loc[2]["geom"] is None
        assert "example.org" not in frame.loc[2]["name"]
    candidate = Candidate.of(reading)
    assert dict(candidate.declared.rows) == {"080102": 13}
    assert candidate.number_of_rows == 13


def test_an_older_publication_can_still_be_returned_to(tmp_path: Path) -> None:
    """What was kept of the register alone is divided as a file of today is, and joined again."""
    publish(tmp_path, table({}, URBAN, UNKNOWN))
    snapshot = Snapshot.objects.get(source="education")
    migration = import_module("layers.migrations.0026_snapshots_of_services")
    blocks = import_module("layers.migrations.0028_snapshots_in_blocks")
    new = blocks._rewritten(bytes(snapshot.content))
    old = migration._rewritten(new, migration._joined)
    tables = packed_rows(from_bytes(old))
    assert list(tables) == ["rural_schools"]
    assert {row["area"] for row in tables["rural_schools"]} == {"rural", None}
    snapshot.content = migration._rewritten(old, migration._divided)
    snapshot.save()
    import_module("layers.migrations.0027_snapshots_of_institutes")._add(apps, None)
    snapshot.refresh_from_db()
    publish(tmp_path, table(URBAN))
    importing.return_to(EDUCATION, snapshot)
    assert codes(RuralSchool) == ["0257048"]
    assert codes(SchoolService) == ["0000003", "0257048"]


def test_the_sample_register_is_one_for_all_themes() -> None:
    """Whoever asks gets the services that the file has; towns and institutes in 25 departments."""
    services = sample_services(SamplePlaces(FIXTURES, "another theme"))
    text = (FIXTURES / "samples" / "rural_schools.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["COD_MOD"] for row in rows] == [service.modular_code for service in services]
    frame = pd.DataFrame(vars(service) | {"ubigeo": service.ubigeo} for service in services)
    frame["department"] = frame["ubigeo"].str[:2]
    assert frame.groupby("area", dropna=False)["department"].nunique().tolist() == [25, 25, 25]
    assert frame["modular_code"].is_unique
    # Nobody's: no department has a number above 25. The DRE's own code ends in 0000.
    assert frame["ugel_code"].str[:2].astype(int).gt(25).all()
    institutes = frame["name"].str.startswith("INSTITUTO")
    assert (frame["ugel_code"].str.endswith("0000") == institutes).all()
    loaded = SchoolService.objects.filter(is_sample=True)
    assert loaded.count() == len(services)
    assert RuralSchool.objects.filter(is_sample=True).count() == (frame["area"] == "rural").sum()


@pytest.mark.skipif(not OFFICIAL.exists(), reason="the official files are not at hand")
def test_the_official_download_of_lambayeque(tmp_path: Path) -> None:
    """No row of it is called rural; what UGEL has which, against a reading by pandas alone."""
    content = (OFFICIAL / "sigmed_iiee_lambayeque_corte.csv").read_bytes()
    raw = pd.read_csv(io.BytesIO(content), sep=";", dtype=str, encoding="utf-8-sig")
    publish(tmp_path, content)
    assert codes(RuralSchool) == []
    kept = SchoolService.objects.filter(is_sample=False)
    counted = raw["Código DRE/UGEL"].value_counts().to_dict()
    assert counted["140001"] > 200
    assert {code: kept.filter(ugel_code=code).count() for code in counted} == counted
    assert set(kept.values_list("modular_code", flat=True)) == {
        code.zfill(7) for code in raw["Código Modular"]
    }
