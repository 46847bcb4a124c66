"""Policies by stage, and the guidelines' versions: their keys, words and addresses."""

from __future__ import annotations

import io

import pytest

from layers.loading import importing
from layers.reading.results import Cleaned
from layers.themes.environmental_commissions import guidelines_reader, policies_reader
from layers.themes.environmental_commissions.guidelines_file import file_name, write_versions
from territory.models import GuidelineVersion
from tests.layers.themes.environmental_commissions.rows import (
    CUSCO,
    ORIGIN,
    cleaned,
    reasons,
)

POLICY = CUSCO | ORIGIN | {"politica": "Política ambiental", "etapa": "diseño"}
VERSION = ORIGIN | {
    "documento": "Lineamientos",
    "version": "1.0",
    "fecha": "2017-09-01",
    "url_documento": "https://www.gob.pe/lineamientos-1",
}


def policies(*changes: dict[str, str]) -> Cleaned:
    return cleaned(policies_reader.clean_policies, policies_reader.FILE, POLICY, *changes)


def versions(*changes: dict[str, str]) -> Cleaned:
    return cleaned(guidelines_reader.clean_guidelines, guidelines_reader.FILE, VERSION, *changes)


@pytest.mark.parametrize(
    ("written", "stage"),
    [
        ("Diseño", "design"),
        ("DISENO", "design"),
        ("design", "design"),
        ("formulación", "design"),
        ("Implementacion", "implementation"),
        ("ejecución", "implementation"),
        ("Seguimiento", "follow_up"),
        ("monitoreo", "follow_up"),
        ("Seguimiento y evaluación", "follow_up"),
    ],
)
def test_the_words_of_a_stage(written: str, stage: str) -> None:
    found = policies({"etapa": written})
    assert found.errors == ()
    assert found.frame.loc[2]["stage"] == stage


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"etapa": ""}, "etapa", "diseño, implementación o seguimiento"),
        ({"etapa": "aprobada"}, "etapa", "diseño, implementación o seguimiento"),
        ({"politica": ""}, "politica", "vacío"),
        ({"politica": "POLITICA DE EJEMPLO 1"}, "politica", "fila de ejemplo"),
        ({"tipo": "CAR"}, "ubigeo", "Una CAR"),
        ({"url_fuente": ""}, "url_fuente", "Falta la dirección"),
    ],
)
def test_what_is_refused_of_a_policy(change: dict[str, str], column: str, reason: str) -> None:
    found = policies(change)
    assert found.frame.empty
    assert any(column == c and reason in why for _row, c, why in reasons(found))


def test_a_policy_has_a_row_for_each_stage_and_one_only() -> None:
    found = policies({}, {"etapa": "Seguimiento"}, {"politica": "POLÍTICA AMBIENTAL"})
    assert reasons(found) == [(4, "etapa", "Repite la etapa de la política de la fila 2.")]


def test_an_unreadable_date_of_a_stage_costs_the_date_alone() -> None:
    found = policies({"fecha_etapa": "30/02/2018", "url_documento": "sin enlace"})
    assert found.errors == ()
    assert found.frame.loc[2]["stage_on"] is None
    assert found.frame.loc[2]["document_url"] is None
    assert {note.column for note in found.notices} == {"fecha_etapa", "url_documento"}


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"documento": ""}, "documento", "vacío"),
        ({"documento": "lineamientos de ejemplo"}, "documento", "fila de ejemplo"),
        ({"version": ""}, "version", "vacío"),
        ({"fecha": "2030-01-01"}, "fecha", "futuro"),
        ({"url_documento": ""}, "url_documento", "Falta la dirección del documento"),
        ({"url_fuente": ""}, "url_fuente", "Falta la dirección"),
    ],
)
def test_what_is_refused_of_a_version(change: dict[str, str], column: str, reason: str) -> None:
    found = versions(change)
    assert found.frame.empty
    assert any(column == c and reason in why for _row, c, why in reasons(found)), reasons(found)


def test_a_version_is_of_one_document_and_there_once() -> None:
    found = versions({}, {"documento": "LINEAMIENTOS"}, {"documento": "Guía"}, {"version": "1.1"})
    assert reasons(found) == [(3, "version", "Repite la versión de la fila 2.")]


@pytest.mark.django_db
def test_what_is_downloaded_is_read_again_as_it_is() -> None:
    """One form in and out, also of texts that a spreadsheet would run as a formula."""
    row = {
        "title": 'Lineamientos; con «comillas» y "otras"',
        "version": "=2+0",
        "issued_on": "2018-01-01",
        "changes": "- Se agrega un anexo\n- Se quita otro",
        "document_url": "https://www.gob.pe/2",
        "source": "Resolución 1",
        "source_url": "https://www.gob.pe/1",
        "cutoff_date": "2019-01-01",
        "commitments": [3],
    }
    GuidelineVersion.objects.create(**row)
    GuidelineVersion.objects.create(**row | {"version": "3", "changes": None})
    published = GuidelineVersion.objects.published()
    file = io.StringIO()
    write_versions(published, file)
    assert file_name(published) == "guideline_versions.csv"
    reading = guidelines_reader.read_guidelines(file.getvalue().encode(), importing.facts_context())
    assert reading.errors == reading.notices == ()
    frame = reading.frames["guideline_versions"].set_index("version")
    assert set(frame.index) == {"=2+0", "3"}
    for version in published:
        read = frame.loc[version.version]
        for name in ("title", "issued_on", "document_url", "source", "source_url", "cutoff_date"):
            assert read[name] == getattr(version, name), name
    assert frame.loc["3"]["changes"] is None
    # A table's cell is one paragraph: its lines are joined, here as in every file.
    assert frame.loc["=2+0"]["changes"].split() == row["changes"].split()  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_file_of_samples_says_so() -> None:
    assert file_name(GuidelineVersion.objects.published()) == "EJEMPLO_guideline_versions.csv"
