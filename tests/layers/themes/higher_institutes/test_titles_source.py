"""The register published: figures recomputed, nothing of a person anywhere, keys changed."""

from __future__ import annotations

import gzip
import random
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Sum
from django.test import Client

from layers import registry
from layers.errors import EditNotAllowed
from layers.loading import importing
from layers.loading.checking import Handed
from layers.models import Snapshot, StoredFile, Submission
from layers.publishing import handing
from layers.publishing.permissions import Verb, may
from layers.themes.higher_institutes.source import TITLES
from territory.models import AgencyRole, DegreeCount, HigherInstitute, TitleFile, TitleMark
from territory.titles.identifiers import identifier
from territory.titles.lookup import ask
from territory.titles.placed import place_degree_counts
from tests.layers.loading.test_written_once import writes
from tests.publishers import publisher
from tests.titles import DOCUMENT, GIVEN, ROW, SURNAME, publish, register

pytestmark = pytest.mark.django_db
TITLE = identifier("344556", "Enfermería técnica", 2017, "123")


def rows_of(number: int) -> list[dict[str, str]]:
    """So many titles of two districts, some programmes and three years."""
    draw = random.Random(7)
    return [
        {
            "COD_MOD": draw.choice(("344556", "1460633")),
            "CARRERA": draw.choice(("ENFERMERÍA", "CONTABILIDAD", "MECÁNICA")),
            "GRADO_TITULO": draw.choice(("TÍTULO", "BACHILLER")),
            "FECHA_REGISTRO": draw.choice(("2016", "2017", "2018")),
            "DISTRITO": draw.choice(("TRUJILLO", "EL PORVENIR")),
            "NRO_TITULO": str(1000 + n),
            "CODIGO_REGISTRO": "",
        }
        for n in range(number)
    ]


def every_text() -> str:
    """All that the database holds, table by table, files and packed rows as their bytes say."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if not model._meta.managed or model._meta.proxy:
                continue
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT string_agg(stored::text, ' ') FROM {table} AS stored")
            found.append(cursor.fetchone()[0] or "")
    packed = [bytes(s.content) for s in Snapshot.objects.filter(source="titles")]
    found += [gzip.decompress(content).decode() for content in packed]
    return " ".join(found)


def test_nothing_of_a_person_is_stored_or_reported(tmp_path: Path) -> None:
    """Not in a table, a snapshot, a report, the command's words or the file of errors."""
    errors = tmp_path / "errores.csv"
    broken = [{"CARRERA": f"{SURNAME} JUAN"}, {"COD_MOD": DOCUMENT}, {"DISTRITO": GIVEN}]
    own = {"NRO_TITULO": "T-88XQ71", "CODIGO_REGISTRO": "W-0000ZZ9"}
    said = publish(tmp_path, [own, *broken], "--errors", str(errors))
    assert "3 rechazadas" in said
    everything = every_text() + said + errors.read_text("utf-8-sig")
    assert "ENFERMERÍA TÉCNICA" in everything, "what is searched holds the publication"
    for secret in (DOCUMENT, SURNAME, GIVEN, *own.values(), "t88xq71", "w0000zz9"):
        assert secret not in everything
        # As PostgreSQL writes what blocks of files and packed rows hold.
        assert secret.encode().hex() not in everything


def test_a_dry_run_says_nothing_of_a_person_either(tmp_path: Path) -> None:
    said = publish(tmp_path, [{}], "--dry-run")
    assert "Se publicaría" in said
    assert not any(secret in said for secret in (DOCUMENT, SURNAME, GIVEN, "000123"))


def test_the_pages_take_no_file_that_names_persons(client: Client) -> None:
    """They would keep it: nobody may, an administrator neither, and nothing is stored."""
    for user in (
        publisher("editora-minedu", "MINEDU", AgencyRole.Role.EDITOR),
        User.objects.create_superuser("raiz-de-titulos"),
    ):
        assert may(user, Verb.VIEW, TITLES)
        assert not any(may(user, verb, TITLES) for verb in (Verb.PREPARE, Verb.PUBLISH))
        with pytest.raises(EditNotAllowed):
            handing.hand_in(user, TITLES, None, Handed(), address="https://example.org/r.csv")
        client.force_login(user)
        before = StoredFile.objects.count(), Submission.objects.count()
        file = SimpleUploadedFile("registro.csv", register([{}]))
        given = {"file": file, "source": "MINEDU", "cutoff": "2018-12-31"}
        assert client.post("/publicar/fuentes/titles/entregar/", given).status_code == 403
        assert (StoredFile.objects.count(), Submission.objects.count()) == before
        page = client.get("/publicar/fuentes/titles/").content.decode()
        assert "Este archivo nombra personas" in page
        assert "Entregar y revisar" not in page


def test_figures_are_those_that_pandas_counts(tmp_path: Path, client: Client) -> None:
    rows = rows_of(400)
    publish(tmp_path, rows)
    frame = pd.DataFrame([{**ROW, **row} for row in rows])
    kinds = {"title": "TÍTULO", "degree": "BACHILLER"}
    cells = client.get("/api/v1/series/degree_counts/", {"unit": "13"}).json()["results"]
    found = {(cell["category"], cell["period"]): cell["value"] for cell in cells}
    expected = {
        (kind, year): int(
            ((frame["GRADO_TITULO"] == word) & (frame["FECHA_REGISTRO"] == year)).sum()
        )
        for kind, word in kinds.items()
        for year in ("2016", "2017", "2018")
    }
    assert found == expected
    assert {cell["cutoff_date"] for cell in cells} == {"2018-12-31"}
    by_institute = frame.groupby(["COD_MOD", "CARRERA", "FECHA_REGISTRO", "GRADO_TITULO"]).size()
    stored = DegreeCount.objects.published().values(
        "institute_code", "programme", "period_start__year", "category"
    )
    assert {
        (
            row["institute_code"].lstrip("0"),
            row["programme"],
            str(row["period_start__year"]),
            kinds[row["category"]],
        ): row["number"]
        for row in stored.annotate(number=Sum("value"))
    } == by_institute.to_dict()
    page = client.get("/t/13/").content.decode()
    assert "Títulos y grados de institutos" in page


def test_a_unit_without_a_title_is_zero_within_what_the_file_covers(
    tmp_path: Path, client: Client
) -> None:
    """A register lists all: the department's sum needs no row of every district."""
    publish(tmp_path, [{}])
    (cell,) = client.get("/api/v1/series/degree_counts/", {"unit": "13"}).json()["results"]
    assert (cell["value"], cell["is_sum"]) == (1, True)


def test_counts_get_name_position_and_total_of_their_institute(tmp_path: Path) -> None:
    row = HigherInstitute.objects.filter(is_sample=True, geom__isnull=False)[0]
    row.pk, row.is_sample, row.modular_code, row.name = None, False, "0344556", "IEST DE PRUEBA"
    row.save()
    two = {"CARRERA": "CONTABILIDAD", "NRO_TITULO": "9", "CODIGO_REGISTRO": ""}
    publish(tmp_path, [{}, two, {"COD_MOD": "1", "NRO_TITULO": "8", "CODIGO_REGISTRO": ""}])
    counts = DegreeCount.objects.published().order_by("programme", "institute_code")
    assert [(c.institute_code, c.institute_name, c.institute_total) for c in counts] == [
        ("0344556", "IEST DE PRUEBA", 2),
        ("0000001", None, 1),
        ("0344556", "IEST DE PRUEBA", 2),
    ]
    assert [c.geom == row.geom for c in counts] == [True, False, True]


def test_a_count_is_written_once_with_what_the_other_register_says(tmp_path: Path) -> None:
    """``pg_stat_xact_user_tables`` counts the writes (PostgreSQL, "Cumulative Statistics")."""
    row = HigherInstitute.objects.filter(is_sample=True, geom__isnull=False)[0]
    row.pk, row.is_sample, row.modular_code, row.name = None, False, "0344556", "IEST DE PRUEBA"
    row.save()
    table = DegreeCount._meta.db_table
    two = {"CARRERA": "CONTABILIDAD", "NRO_TITULO": "9", "CODIGO_REGISTRO": ""}
    other = {"COD_MOD": "1", "NRO_TITULO": "8", "CODIGO_REGISTRO": ""}

    def written(*rows: dict[str, str]) -> tuple[int, ...]:
        before = writes(table)
        publish(tmp_path, rows)
        return tuple(now - was for now, was in zip(writes(table), before, strict=True))

    def totals() -> list[tuple[str, str | None, int | None]]:
        counts = DegreeCount.objects.published().order_by("institute_code", "programme")
        return [(c.programme, c.institute_name, c.institute_total) for c in counts]

    assert written({}, two, other) == (3, 0, 0)
    assert totals() == [
        ("ENFERMERÍA TÉCNICA", None, 1),
        ("CONTABILIDAD", "IEST DE PRUEBA", 2),
        ("ENFERMERÍA TÉCNICA", "IEST DE PRUEBA", 2),
    ]
    assert place_degree_counts() == 0
    # A count that the file changes is written once, and once the one whose sum it changes.
    third = {**two, "NRO_TITULO": "10"}
    assert written({}, two, third, other) == (0, 2, 0)
    assert totals()[1:] == [
        ("CONTABILIDAD", "IEST DE PRUEBA", 3),
        ("ENFERMERÍA TÉCNICA", "IEST DE PRUEBA", 3),
    ]
    # What is gone is in no sum.
    assert written({}, other) == (0, 1, 1)
    assert totals()[1:] == [("ENFERMERÍA TÉCNICA", "IEST DE PRUEBA", 1)]
    assert written({}, other) == (0, 0, 0)


def test_facts_end_samples_and_withdrawing_brings_them_back(tmp_path: Path) -> None:
    assert ask([TITLE]).are_samples
    publish(tmp_path, [{}])
    answers = ask([TITLE])
    assert not answers.are_samples
    assert answers.answers[0].is_there
    importing.withdraw(TITLES)
    assert not TitleMark.objects.filter(is_sample=False).exists()
    assert ask([TITLE]).are_samples


def test_another_file_of_the_same_part_replaces_the_hashes(tmp_path: Path) -> None:
    publish(tmp_path, [{}])
    publish(tmp_path, [{"NRO_TITULO": "77", "CODIGO_REGISTRO": ""}], "--cutoff", "2019-06-30")
    answers = ask([TITLE, identifier("344556", "Enfermería técnica", 2017, "77")])
    assert [answer.is_there for answer in answers.answers] == [False, True]
    assert [str(file.cutoff_date) for file in answers.files] == ["2019-06-30"]
    importing.roll_back(TITLES)
    assert ask([TITLE]).answers[0].is_there


def test_files_of_two_regions_are_asked_together(tmp_path: Path) -> None:
    publish(tmp_path, [{}])
    cusco = {"REGION": "CUSCO", "PROVINCIA": "CUSCO", "DISTRITO": "CUSCO", "NRO_TITULO": "5"}
    publish(tmp_path, [{**cusco, "CODIGO_REGISTRO": ""}])
    answers = ask([TITLE, identifier("344556", "Enfermería técnica", 2017, "5")])
    assert all(answer.is_there for answer in answers.answers)
    assert len(answers.files) == 2
    assert answers.answers[0].file != answers.answers[1].file


def test_a_key_is_changed_by_importing_again(tmp_path: Path, settings: Any) -> None:
    settings.TITLE_KEYS = ("anterior",)
    publish(tmp_path, [{}])
    settings.TITLE_KEYS = ("nueva", "anterior")
    assert ask([TITLE]).answers[0].is_there, "the former key is still asked with"
    publish(tmp_path, [{}])
    settings.TITLE_KEYS = ("nueva",)
    assert ask([TITLE]).answers[0].is_there
    assert TitleFile.objects.filter(is_sample=False).count() == 1


def test_without_its_key_a_file_is_not_said_to_lack_titles(
    tmp_path: Path, settings: Any, client: Client
) -> None:
    publish(tmp_path, [{}])
    settings.TITLE_KEYS = ("otra",)
    page = client.get("/titulos/").content.decode()
    assert "ya no está configurada" in page
    asked = {"institution": "344556", "programme": "x", "year": "2017", "number": "1"}
    assert client.post("/titulos/", asked).status_code == 404


def test_both_layers_are_published() -> None:
    assert {"higher_institutes", "degree_counts"} <= {layer.name for layer in registry.LAYERS}
