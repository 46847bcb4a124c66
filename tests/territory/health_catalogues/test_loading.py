"""What is made of the published rows: catalogues, their hierarchy, maps; what changed of them."""

from __future__ import annotations

import random

import pandas as pd
import pytest
from django.db import connection

from layers.loading import importing
from layers.loading.sources import find
from territory.health_catalogues import validating
from territory.health_catalogues.browsing import above, below, code_of, codes, mapped_to, versions
from territory.health_catalogues.differences import Change, Differences
from territory.health_catalogues.validating import LocalCode, Verdict, validate
from territory.models import CodeConcept, CodeSystem, ConceptMap, ConceptMapping, HealthCodeMapping
from tests.layers.themes.catalogue_adoption.rows import CODE, MAPPING
from tests.layers.themes.focalised_ugel.test_publishing import publish, written

pytestmark = pytest.mark.django_db

OTHER = {"url": "https://www.gob.pe/otra", "catalogo": "Otra lista"}


def code(code: str, display: str = "Consulta", parent: str = "", **changes: str) -> dict[str, str]:
    return CODE | {"codigo": code, "denominacion": display, "codigo_padre": parent} | changes


def two_versions() -> tuple[CodeSystem, CodeSystem]:
    publish(
        "health_codes",
        written(
            code("A", "Grupo A"),
            code("B", "Grupo B"),
            code("A1", "Consulta", "A"),
            code("A2", "Sutura", "A"),
            code("A3", "Yeso", "A"),
            code("A4", "Venda", "A"),
            *(
                code(c, d, p, version="2.0", fecha_version="2019-01-01", **more)
                for c, d, p, more in (
                    ("A", "Grupo A", "", {}),
                    ("B", "Grupo B", "", {}),
                    ("A1", "Consulta externa", "B", {}),
                    ("A3", "Yeso", "A", {"estado": "fuera de uso"}),
                    ("A4", "Venda", "A", {}),
                    ("A5", "Injerto", "A", {}),
                )
            ),
        ),
    )
    old, new = versions("https://www.gob.pe/lista").order_by("version")
    return old, new


def test_versions_are_made_with_their_hierarchy_and_state() -> None:
    old, new = two_versions()
    assert (new.title, new.status, str(new.dated_on)) == (
        "Lista de procedimientos",
        "active",
        "2019-01-01",
    )
    assert (new.source, new.source_url) == ("Informe 7", "https://www.gob.pe/informe-7")
    assert (old.concept_count, new.concept_count, new.active_count) == (6, 6, 5)
    assert not new.is_sample
    concept = code_of(new, "A1")
    assert concept is not None
    assert [row.code for row in above(concept)] == ["B"]
    group = code_of(old, "A")
    assert group is not None
    assert [row.code for row in below(group)] == ["A1", "A2", "A3", "A4"]
    # Facts end the samples.
    assert {row.url for row in versions()} == {"https://www.gob.pe/lista"}


def test_what_a_version_changed() -> None:
    old, new = two_versions()
    found = {row.code: row for row in Differences(old, new)}
    assert {code: row.changes for code, row in found.items()} == {
        "A1": ("renamed", "moved"),
        "A2": ("retired",),
        "A3": ("retired",),
        "A5": ("added",),
    }
    assert (found["A1"].before, found["A1"].after) == ("Consulta", "Consulta externa")
    assert (found["A1"].old_parent, found["A1"].new_parent) == ("A", "B")
    differences = Differences(old, new)
    assert differences.counts() == {
        "added": 1,
        "retired": 2,
        "restored": 0,
        "renamed": 1,
        "moved": 1,
    }
    assert len(differences) == 4
    assert [row.code for row in differences[1:3]] == ["A2", "A3"]
    assert [row.code for row in Differences(old, new, Change.ADDED)] == ["A5"]
    # The other way round what was added is retired, and what was out of use is back.
    assert Differences(new, old).counts()["restored"] == 1


def test_what_changed_is_what_pandas_finds() -> None:
    draw = random.Random(7)
    names = [f"C{number}" for number in range(120)]
    rows = {}
    for edition in ("1.0", "2.0"):
        kept = [name for name in names if draw.random() < 0.8]
        rows[edition] = {
            name: (f"Nombre {draw.randint(1, 3)}", draw.choice(["", kept[0]]) if i else "")
            for i, name in enumerate(kept)
        }
    lines = [
        code(name, display, "" if parent == name else parent, version=edition)
        for edition, found in rows.items()
        for name, (display, parent) in found.items()
    ]
    publish("health_codes", written(*lines))
    old, new = versions("https://www.gob.pe/lista").order_by("version")
    frames = [
        pd.DataFrame.from_dict(rows[edition], orient="index", columns=["display", "parent"])
        for edition in ("1.0", "2.0")
    ]
    both = frames[0].add_suffix("_old").join(frames[1].add_suffix("_new"), how="inner")
    assert Differences(old, new).counts() == {
        "added": len(frames[1].index.difference(frames[0].index)),
        "retired": len(frames[0].index.difference(frames[1].index)),
        "restored": 0,
        "renamed": int((both["display_old"] != both["display_new"]).sum()),
        "moved": int((both["parent_old"] != both["parent_new"]).sum()),
    }


def test_an_equal_file_touches_no_version_and_another_only_its_own() -> None:
    old, new = two_versions()

    def rows() -> list[tuple[int, str]]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, xmin::text FROM territory_codeconcept ORDER BY id")
            return list(cursor.fetchall())

    before = rows()
    two_versions()
    assert rows() == before
    mine = set(CodeConcept.objects.filter(system=new).values_list("pk", flat=True))
    publish(
        "health_codes",
        written(code("A", "Grupo A"), code("Z", "Nuevo"), code("A", version="3.0")),
    )
    assert [row.version for row in versions().order_by("version")] == ["1.0", "3.0"]
    assert not CodeConcept.objects.filter(pk__in=mine).exists()
    kept = CodeSystem.objects.get(pk=old.pk)
    assert [row.code for row in codes("", kept)] == ["A", "Z"]


def test_a_draft_is_seen_by_nobody() -> None:
    publish("health_codes", written(code("A"), code("B", version="2.0", estado_version="borrador")))
    assert [row.version for row in versions()] == ["1.0"]
    assert [row.code for row in codes("Consulta")] == ["A"]


def test_codes_are_found_by_code_word_and_version() -> None:
    old, new = two_versions()
    assert [row.code for row in codes("a1", new)] == ["A1"]
    assert [row.code for row in codes("CONSULTA  externa")] == ["A1"]
    assert [row.code for row in codes("sutúra", old)] == ["A2"]
    assert list(codes("sutura", new)) == []
    assert list(codes("")) == []
    assert list(codes("%", new)) == []
    assert next(row.code for row in codes("a", new)) == "A"


def test_a_map_is_made_and_names_published_codes_alone() -> None:
    publish("health_codes", written(code("A01"), code("B01", **OTHER)))
    source = find("health_code_maps")
    wrong = [
        MAPPING | {"codigo_origen": "Z01"},
        MAPPING | {"codigo_destino": "Z02"},
        MAPPING | {"codigo_destino": "B02", "version_destino": "9.0"},
    ]
    reading = importing.check(source, written(MAPPING, *wrong))
    assert [(e.row, e.column, e.value) for e in reading.errors] == [
        (3, "codigo_origen", "Z01"),
        (4, "codigo_destino", "Z02"),
        (5, "codigo_destino", "B02"),
    ]
    assert "«1.0» publicada de https://www.gob.pe/lista" in reading.errors[0].reason
    assert reading.number_of_rows == 1
    publish("health_code_maps", written(MAPPING))
    found = ConceptMap.objects.get(is_sample=False)
    assert (found.mapping_count, found.title) == (1, "De una lista a otra")
    assert found.groups == [
        {
            "source": "https://www.gob.pe/lista",
            "sourceVersion": "1.0",
            "target": "https://www.gob.pe/otra",
            "targetVersion": "1.0",
        }
    ]
    (concept,) = CodeConcept.objects.filter(code="A01", system__is_sample=False)
    assert [row.target_code for row in mapped_to(concept)] == ["B01"]
    publish("health_code_maps", written(MAPPING | {"nota": "Solo en adultos"}))
    assert ConceptMapping.objects.get(map=found).comment == "Solo en adultos"


def test_samples_are_made_of_samples() -> None:
    shown = list(versions())
    assert [row.version for row in shown] == ["2.0", "1.0", "2.0", "1.0"]
    assert all(row.is_sample and row.title.startswith("EJEMPLO · ") for row in shown)
    rows = HealthCodeMapping.objects.filter(is_sample=True).count()
    assert ConceptMap.objects.published().get().mapping_count == rows


def test_local_codes_are_held_against_a_version() -> None:
    _old, new = two_versions()
    given = [
        LocalCode(2, "A1", "Consulta externa"),
        LocalCode(3, "a4", "Vendas"),
        LocalCode(4, "A3"),
        LocalCode(5, "X9", "injerto"),
        LocalCode(6, "zzzzqqqq"),
    ]
    found = validate(new, given)
    assert [row.local for row in found] == given
    assert [row.verdict for row in found] == [
        Verdict.VALID,
        Verdict.VALID,
        Verdict.INACTIVE,
        Verdict.UNKNOWN,
        Verdict.UNKNOWN,
    ]
    assert [row.nearest for row in found] == [None, None, None, "A5", None]
    assert [(row.other_case, row.other_name) for row in found[:3]] == [
        (False, False),
        (True, True),
        (False, False),
    ]
    assert validate(new, []) == []


def test_the_nearest_is_looked_for_of_the_first_unknown_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _old, new = two_versions()
    monkeypatch.setattr(validating, "MOST_NEAREST", 2)
    unknown = [LocalCode(row, f"X{row}", "injerto") for row in range(2, 6)]
    found = validate(new, [LocalCode(1, "A1"), *unknown, LocalCode(6, "A4")])
    assert [row.nearest for row in found] == [None, "A5", "A5", None, None, None]
    assert [row.verdict for row in found[1:5]] == [Verdict.UNKNOWN] * 4
    assert found[5].verdict == Verdict.VALID
