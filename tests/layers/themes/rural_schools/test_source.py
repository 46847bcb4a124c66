"""Schools and their models of service: two files, whichever comes first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from layers import versions
from layers.loading import importing
from layers.loading.checking import Handed
from layers.reading.results import Provenance
from layers.themes.rural_schools.source import EDUCATION, EDUCATION_MODELS
from territory.boundaries import refresh_located
from territory.models import AdminUnit, RuralSchool, ServiceModelEntry
from tests.figures import figures_of, tables_of
from tests.territory.shapes import FIXTURES

pytestmark = pytest.mark.django_db

HEADER = (
    "COD_MOD,ANEXO,CEN_EDU,CODGEO,D_DPTO,D_PROV,D_DIST,AREA_CENSO,ESTADO,TALUMNO,NLAT_IE,NLONG_IE"
)
CUSCO = "080102,CUSCO,CUSCO,CCORCA,2,1"
SCHOOLS = (
    f"111,0,UNA,{CUSCO},60,-13.58,-72.06",
    f"222,0,OTRA,{CUSCO},40,-13.58,-72.05",
    f"222,1,OTRA ANEXO,{CUSCO},,,",
    "333,0,TERCERA,130802,LA LIBERTAD,PATAZ,BULDIBUYO,2,1,25,-8.12,-77.39",
)
MODELS = ("111,0,UNA,CRFA", "222,1,OTRA ANEXO,ST", "333,0,TERCERA,SRE", "999,0,SIN PADRÓN,SRE")
ESCALE = ("--origin", "MINEDU, ESCALE", "--cutoff", "2025-05-31")
LIST = ("--origin", "MINEDU, DISER", "--cutoff", "2025-03-31")


Publish = dict[str, Callable[..., str]]


@pytest.fixture
def publish(tmp_path: Path) -> Publish:
    def run(source: str, header: str, lines: tuple[str, ...], *options: str) -> str:
        path, out = tmp_path / f"{source}.csv", StringIO()
        path.write_text("\n".join((header, *lines, "")), encoding="utf-8")
        call_command("import_source", source, str(path), *options, stdout=out, stderr=StringIO())
        return out.getvalue()

    return {
        "schools": lambda *lines: run("education", HEADER, lines or SCHOOLS, *ESCALE),
        "models": lambda *lines: run(
            "education_models", "COD_MOD,ANEXO,CEN_EDU,MODELO", lines or MODELS, *LIST
        ),
    }


def models_shown() -> dict[tuple[str, str], tuple[str | None, bool | None]]:
    rows = RuralSchool.objects.filter(is_sample=False)
    return {
        (code, annex): (model, residence)
        for code, annex, model, residence in rows.values_list(
            "modular_code", "annex", "service_model", "has_residence"
        )
    }


MODELS_SHOWN: dict[tuple[str, str], tuple[str | None, bool | None]] = {
    ("0000111", "0"): ("CRFA", True),
    ("0000222", "0"): (None, None),
    # A tutorial school has no residence.
    ("0000222", "1"): ("ST", False),
    ("0000333", "0"): ("SRE", True),
}


@pytest.mark.parametrize("order", [("schools", "models"), ("models", "schools")])
def test_the_model_comes_from_the_second_list_in_any_order(
    publish: Publish, order: tuple[str, str]
) -> None:
    before = versions.of("rural_schools")
    for which in order:
        publish[which]()
    assert models_shown() == MODELS_SHOWN
    assert versions.of("rural_schools") == before + 2
    school = RuralSchool.objects.get(modular_code="0000111", is_sample=False)
    assert (school.source, school.cutoff_date) == ("MINEDU, ESCALE", dt.date(2025, 5, 31))
    assert school.service_model_source == "MINEDU, DISER"
    assert school.service_model_cutoff_date == dt.date(2025, 3, 31)
    assert ServiceModelEntry.objects.filter(is_sample=False).count() == 4


def test_a_model_that_the_list_no_longer_says_is_no_longer_shown(publish: Publish) -> None:
    publish["schools"]()
    publish["models"]()
    keys = dict(RuralSchool.objects.values_list("modular_code", "pk"))
    publish["models"]("111,0,UNA,SRE")
    assert models_shown() == dict.fromkeys(MODELS_SHOWN, (None, None)) | {
        ("0000111", "0"): ("SRE", True)
    }
    unknown = RuralSchool.objects.filter(is_sample=False, service_model=None)
    assert set(unknown.values_list("service_model_source", "service_model_cutoff_date")) == {
        (None, None)
    }
    call_command("import_source", "education_models", "--roll-back", stdout=StringIO())
    assert models_shown() == MODELS_SHOWN
    assert dict(RuralSchool.objects.values_list("modular_code", "pk")) == keys


def test_a_new_register_keeps_the_models(publish: Publish) -> None:
    publish["schools"]()
    publish["models"]()
    out = publish["schools"](SCHOOLS[0].replace("60", "61"), SCHOOLS[3])
    assert "rural_schools: 0 nuevas, 1 cambiadas, 2 retiradas" in out
    assert models_shown() == {
        key: MODELS_SHOWN[key] for key in (("0000111", "0"), ("0000333", "0"))
    }


def test_a_sample_and_a_fact_with_one_code_stay_apart(publish: Publish) -> None:
    publish["schools"](SCHOOLS[0].replace("111", "9000001"))
    assert models_shown() == {("9000001", "0"): (None, None)}
    sample = RuralSchool.objects.get(modular_code="9000001", is_sample=True)
    assert sample.service_model == "CRFA"


def test_figures_by_unit_say_whose_they_are(publish: Publish) -> None:
    publish["schools"]()
    # Without a list of models residences are examples still.
    figures = {f.name: f for f in figures_of("08", 8) if not f.is_sample}
    assert {name: f.value for name, f in figures.items()} == {
        "rural_schools": 3,
        "rural_pupils": 100,
    }
    assert figures["rural_schools"].source == "MINEDU, ESCALE"
    publish["models"]()
    figures = {f.name: f for f in figures_of("08", 8)}
    assert {name: f.value for name, f in figures.items()} == {
        "rural_schools": 3,
        "rural_pupils": 100,
        "crfa": 1,
        "sre": 0,
        "st": 1,
        "with_residence": 1,
        "residence_pupils": 60,
    }
    of_the_register = ("rural_schools", "rural_pupils", "residence_pupils")
    assert {f.source for name, f in figures.items() if name not in of_the_register} == {
        "MINEDU, DISER"
    }
    assert figures["crfa"].cutoff_date == dt.date(2025, 3, 31)


def test_the_table_by_department(publish: Publish) -> None:
    publish["schools"]()
    publish["models"]("111,0,UNA,CRFA")
    table, residences = tables_of(8)
    assert [figure.value for figure in residences.total] == [60]
    assert [figure.value for figure in table.total] == [4, 125, 1, 0, 0, 1]
    # In La Libertad no school's model is known, which is not that there is none of it.
    assert [(row.unit.pk if row.unit else None, row.values) for row in table.rows] == [
        ("08", (3, 100, 1, 0, 0, 1)),
        ("13", (1, 25, None, None, None, None)),
    ]


def test_the_database_refuses_a_school_that_is_not_rural() -> None:
    row = {"modular_code": "0000001", "annex": "0", "name": "X", "commitments": [8], "source": "x"}
    with pytest.raises(IntegrityError, match="ruralschool_is_rural"), transaction.atomic():
        RuralSchool.objects.create(**row, area="urban", cutoff_date="2025-01-01")


def test_no_position_is_concluded_from_approximate_boundaries(publish: Publish) -> None:
    publish["schools"]()
    assert not RuralSchool.objects.exclude(located_unit=None).exists()
    districts = AdminUnit.objects.filter(level=AdminUnit.Level.DISTRICT)
    districts.exclude(pk="080102").update(geom=None)
    districts.filter(pk="080102").update(boundary_source="inei", geom=SQUARE)
    refresh_located()  # as ``import_boundaries`` does, of the rows that are there
    publish["schools"](*SCHOOLS[:2], SCHOOLS[3])
    located = RuralSchool.objects.filter(is_sample=False)
    assert dict(located.values_list("modular_code", "located_unit")) == {
        "0000111": "080102",
        "0000222": "080102",
        "0000333": None,
    }


SQUARE = "SRID=4326;MULTIPOLYGON(((-72.1 -13.6,-72 -13.6,-72 -13.5,-72.1 -13.5,-72.1 -13.6)))"


def test_the_provenance_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "padron.csv"
    path.write_text("\n".join((HEADER, *SCHOOLS)))
    with pytest.raises(CommandError, match="no dice su fuente"):
        call_command("import_source", "education", str(path), stdout=StringIO())
    assert models_shown() == {}


@pytest.mark.parametrize("name", ["rural_schools.csv", "education_models.csv"])
def test_samples_can_not_be_published_as_facts(name: str) -> None:
    source = {s.sample: s for s in (EDUCATION, EDUCATION_MODELS)}[name]
    data = (FIXTURES / "samples" / name).read_bytes()
    reading = importing.check(source, data, Handed(Provenance("x", "", dt.date(2025, 1, 1))))
    assert reading.number_of_rows == 0
    assert reading.refused_rows >= 8


def test_the_samples_are_unmistakable() -> None:
    samples = RuralSchool.objects.filter(is_sample=True)
    assert samples.count() > 100
    assert not samples.exclude(name__startswith="ESCUELA DE EJEMPLO ").exists()
    assert not samples.exclude(modular_code__startswith="9000").exists()
    assert set(samples.values_list("service_model", flat=True)) == {"CRFA", "SRE", "ST", None}
    departments = {unit[:2] for unit in samples.values_list("declared_unit", flat=True)}
    assert {"08", "13"} <= departments
    far = samples.exclude(geom__dwithin=(samples[0].geom, 100))
    assert not far.exists()


def test_the_database_refuses_a_model_without_provenance() -> None:
    with pytest.raises(IntegrityError, match="has_provenance"), transaction.atomic():
        RuralSchool.objects.update(service_model="ST", service_model_source=None)


def test_a_new_model_writes_only_the_schools_that_it_changes(publish: Publish) -> None:
    publish["schools"]()
    publish["models"]()
    query = "SELECT modular_code, annex, xmin::text FROM territory_ruralschool ORDER BY id"
    with connection.cursor() as cursor:
        EDUCATION.refresh_derived()
        cursor.execute(query)
        before = cursor.fetchall()
        cursor.execute("SAVEPOINT later")
        EDUCATION.refresh_derived()
        cursor.execute(query)
        assert cursor.fetchall() == before
