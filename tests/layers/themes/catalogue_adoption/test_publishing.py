"""What is published of the two files: at the facility, and out in the same form."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from layers.loading import importing
from layers.loading.sources import find
from layers.themes.catalogue_adoption.forms import FORMS
from layers.themes.form_csv import form_name, write_form
from territory.models import CatalogueAdoption, HealthPractice
from tests.catalogues import adoption, facility, practice
from tests.layers.loading.test_written_once import writes
from tests.layers.themes.catalogue_adoption.rows import ADOPTION, PRACTICE
from tests.layers.themes.focalised_ugel.test_publishing import publish, written
from tests.layers.themes.health_facilities.register_files import table as register
from tests.territory.emergency_beds.test_current import REGISTER
from tests.territory.emergency_beds.test_current import publish as import_file

pytestmark = pytest.mark.django_db

GOOD = {"catalogue_adoption": ("uso", ADOPTION), "health_practices": ("practicas", PRACTICE)}


def published_form(name: str) -> bytes:
    file = io.StringIO()
    write_form(FORMS[name].file, FORMS[name].rows(), file)
    return file.getvalue().encode()


@pytest.mark.parametrize("name", GOOD)
def test_what_is_downloaded_is_imported_again_and_changes_nothing(name: str) -> None:
    form, good = GOOD[name]
    text = "catalogo" if "catalogo" in good else "documento"
    # A text that a spreadsheet would run, with what a CSV file has to quote.
    odd = good | {text: '=Una; con «comillas» y "otras"'}
    assert publish(name, written(good, odd)).changed
    again = published_form(form)
    assert b"EJEMPLO" not in again
    assert not publish(name, again).changed


def test_samples_go_out_marked_and_are_no_facts() -> None:
    for name, (form, _good) in GOOD.items():
        assert form_name(FORMS[form].file_name, FORMS[form].rows()).startswith("EJEMPLO_")
        reading = importing.check(find(name), published_form(form))
        assert reading.number_of_rows == 0
        assert any("ejemplo" in error.reason for error in reading.errors)


def row() -> CatalogueAdoption:
    return CatalogueAdoption.objects.get(is_sample=False)


@pytest.mark.parametrize("register_first", [True, False])
def test_name_and_position_are_the_registers_in_any_order(
    tmp_path: Path, register_first: bool
) -> None:
    if register_first:
        import_file(tmp_path, REGISTER, register({}))
    publish("catalogue_adoption", written(ADOPTION | {"establecimiento": "Otro nombre"}))
    if not register_first:
        assert (row().facility_name, row().geom) == ("Otro nombre", None)
        import_file(tmp_path, REGISTER, register({}))
    found = row()
    assert (found.facility_name, found.category) == ("CARLOS CORNEJO ROSELLO", "II-1")
    assert found.geom is not None
    assert (found.geom.x, found.geom.y) == pytest.approx((-70.19933924, -14.9041434))


def test_a_use_is_written_once_with_what_the_register_says() -> None:
    """``pg_stat_xact_user_tables`` counts the writes (PostgreSQL, "Cumulative Statistics")."""
    facility(2941)
    table = CatalogueAdoption._meta.db_table
    before = writes(table)
    publish("catalogue_adoption", written(ADOPTION))
    assert [now - was for now, was in zip(writes(table), before, strict=True)] == [1, 0, 0]
    assert row().facility_name == "Posta 2941"


def test_a_republication_takes_away_what_it_lacks() -> None:
    publish("catalogue_adoption", written(ADOPTION, ADOPTION | {"catalogo": "Lista B"}))
    assert CatalogueAdoption.objects.filter(is_sample=False).count() == 2
    publish("catalogue_adoption", written(ADOPTION))
    assert row().catalogue == "Lista A"


def test_a_facility_of_the_register_gives_no_sample_its_place() -> None:
    sample = CatalogueAdoption.objects.filter(is_sample=True).first()
    assert sample is not None
    facility(int(sample.facility_code), name="Un hecho")
    adoption(1)
    sample.refresh_from_db()
    assert sample.facility_name != "Un hecho"


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "not_used", "edition": "1.0"},
        {"state": "not_used", "adopted_on": "2018-01-01"},
        {"source_url": None},
    ],
)
def test_the_database_refuses_a_use_that_cannot_be(wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        adoption(1, **wrong)


@pytest.mark.parametrize(
    "wrong", [{"document_hash": None}, {"document_url": None}, {"document_hash": "AB" * 32}]
)
def test_the_database_refuses_a_practice_without_its_document(
    wrong: dict[str, str | None],
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        practice("1.0", "2018-01-01", **wrong)
    assert not HealthPractice.objects.filter(is_sample=False).exists()
