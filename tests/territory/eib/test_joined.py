"""The register of EIB joined to the register of schools, whichever comes first; its figures."""

from __future__ import annotations

import datetime as dt
import io
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from layers import versions
from layers.loading import importing
from layers.loading.checking import Handed
from layers.reading.results import Provenance
from layers.themes.eib_schools.source import EIB
from territory.boundaries import refresh_located
from territory.eib.coverage import by_language, coverage, varieties
from territory.eib.joined import join_register
from territory.models import EibSchool
from tests.education_registers import (
    REGISTER,
    SCHOOLS,
    SCHOOLS_HEADER,
    Publish,
    publishing,
    register,
)
from tests.layers.loading.test_written_once import writes
from tests.layers.themes.extractive_sites.test_several_units import CALAMARCA, lay_boundaries
from tests.ows.api.wire import items

pytestmark = pytest.mark.django_db


@pytest.fixture
def publish(tmp_path: Path) -> Publish:
    return publishing(tmp_path)


def placed() -> dict[tuple[str, str], tuple[object, ...]]:
    rows = EibSchool.objects.filter(is_sample=False)
    return {
        (row.modular_code, row.annex): (
            row.name,
            row.declared_unit_id,
            row.geom is not None,
            row.pupils,
            row.ugel_code,
            row.area,
            row.register_cutoff_date,
        )
        for row in rows
    }


DAY = dt.date(2025, 5, 31)
PLACED: dict[tuple[str, str], tuple[object, ...]] = {
    ("0000111", "0"): ("UNA", "080102", True, 60, "080001", "rural", DAY),
    ("0000222", "0"): ("OTRA", "080102", True, 40, "080001", "urban", DAY),
    ("0000222", "1"): ("OTRA ANEXO", "080102", False, None, "080001", "rural", DAY),
    ("0000333", "0"): ("TERCERA", "130802", True, 25, "130008", "rural", DAY),
    ("0000444", "0"): ("DE LA DRE", "080102", True, 9, "080000", "rural", DAY),
    # The register of schools lacks it: it is kept, and nothing is supposed of its place.
    ("0000999", "0"): (None, None, False, None, None, None, None),
}


@pytest.mark.parametrize("order", [("schools", "eib"), ("eib", "schools")])
def test_the_place_comes_from_the_register_of_schools_in_any_order(
    publish: Publish, order: tuple[str, str]
) -> None:
    before = versions.of("eib_schools")
    for which in order:
        publish[which]()
    assert placed() == PLACED
    assert versions.of("eib_schools") == before + 2
    row = EibSchool.objects.get(modular_code="0000111", is_sample=False)
    assert (row.source, row.cutoff_date) == ("MINEDU, DEIB", dt.date(2025, 3, 31))
    assert row.register_source == "MINEDU, ESCALE"
    assert row.family == "Quechua"
    assert EibSchool.objects.get(modular_code="0000444", is_sample=False).family is None


def test_a_new_register_moves_the_services_and_empties_those_that_it_lost(
    publish: Publish,
) -> None:
    publish["schools"]()
    publish["eib"]()
    keys = dict(EibSchool.objects.filter(is_sample=False).values_list("modular_code", "pk"))
    other = SCHOOLS[3].replace("333", "555")
    publish["schools"](SCHOOLS[0].replace(",60,", ",61,"), *SCHOOLS[1:3], other, SCHOOLS[4])
    gone = (None, None, False, None, None, None, None)
    changed = {
        ("0000111", "0"): ("UNA", "080102", True, 61, "080001", "rural", DAY),
        ("0000333", "0"): gone,
    }
    assert placed() == PLACED | changed
    now = dict(EibSchool.objects.filter(is_sample=False).values_list("modular_code", "pk"))
    assert now == keys


def test_a_service_without_a_school_is_reported_with_row_code_and_reason(
    publish: Publish,
) -> None:
    publish["schools"]()
    handed = Handed(Provenance("MINEDU, DEIB", "", dt.date(2025, 3, 31)))
    reading = importing.check(EIB, register(), handed)
    assert (reading.number_of_rows, reading.errors) == (6, ())
    (notice,) = [cell for cell in reading.notices if "padrón" in cell.reason]
    assert (notice.row, notice.column, notice.value) == (8, "cod_mod", "0000999-0")
    assert reading.joined_units == {"080102": 4, "130802": 1}


def test_what_the_file_covers_is_what_its_joined_services_say(publish: Publish) -> None:
    publish["schools"]()
    out = publish["eib"](*REGISTER[:3], covers="")
    assert "Cusco" in out
    publish["eib"](*REGISTER[3:4], covers="")
    assert set(placed()) == {("0000111", "0"), ("0000222", "0"), ("0000222", "1"), ("0000333", "0")}


def test_without_any_school_the_operator_has_to_say_what_it_covers(publish: Publish) -> None:
    with pytest.raises(CommandError, match="--covers"):
        publish["eib"](covers="")


def test_going_back_brings_the_former_services_with_todays_places(publish: Publish) -> None:
    publish["schools"]()
    publish["eib"]()
    publish["eib"](REGISTER[0])
    assert set(placed()) == {("0000111", "0")}
    call_command("import_source", "eib", "--roll-back", stdout=StringIO())
    assert placed() == PLACED
    call_command("import_source", "eib", "--withdraw", stdout=StringIO())
    assert placed() == {}


def test_samples_are_joined_to_samples_alone(publish: Publish) -> None:
    publish["eib"](("9000001", "0", "FORTALECIMIENTO", "BORA", "", ""))
    assert placed() == {("9000001", "0"): (None, None, False, None, None, None, None)}


def recomputed() -> pd.DataFrame:
    """By UGEL and language with pandas, from the texts of both files: nothing of the site's."""
    spelled = {"QUECHUA CHANKA": "Quechua", "QUECHUA COLLAO": "Quechua", "QUECHUA": "Quechua"}
    spelled |= {"AIMARA": "Aimara", "CULINA": "Madija", "AGUARUNA": "Awajún"}
    listed = pd.DataFrame(REGISTER, columns=["code", "annex", "form", "l1", "l2", "l3"])
    schools = pd.read_csv(io.StringIO("\n".join((SCHOOLS_HEADER, *SCHOOLS))), dtype=str)
    schools = schools.rename(columns={"COD_MOD": "code", "ANEXO": "annex"})
    joined = listed.merge(schools, how="left", on=["code", "annex"])
    long = joined.melt(
        ["code", "annex", "form", "TALUMNO", "CODOOII"], ["l1", "l2", "l3"], value_name="said"
    )
    long["language"] = long["said"].map(spelled)
    none = long["language"].isna()
    silent = ~long["code"].isin(long.loc[~none, "code"])
    long = long[~none | silent].drop_duplicates(["code", "annex", "language"])
    long["pupils"] = pd.to_numeric(long["TALUMNO"])
    grouped = long.groupby(["CODOOII", "language"], dropna=False)
    return grouped.agg(
        services=("code", "size"),
        pupils=("pupils", lambda values: values.sum(min_count=1)),
        strengthening=("form", lambda forms: (forms == "FORTALECIMIENTO").sum()),
        urban=("form", lambda forms: (forms == "URBANO").sum()),
        unknown=("form", lambda forms: (forms == "").sum()),
    ).reset_index()


def known(value: object) -> object:
    return None if pd.isna(value) else value


def test_coverage_by_ugel_and_language_as_pandas_computes_it(publish: Publish) -> None:
    publish["schools"]()
    publish["eib"]()
    expected = {
        (known(row.CODOOII), known(row.language)): (
            row.services,
            known(row.pupils),
            row.strengthening,
            row.urban,
            row.unknown,
        )
        for row in recomputed().itertuples()
    }
    found = {
        (line.ugel_code, line.language): (
            line.services,
            line.pupils,
            line.strengthening,
            line.urban,
            line.attention_unknown,
        )
        for line in coverage()
    }
    assert found == expected
    assert not any(line.is_sample for line in coverage())
    # A directorate is no UGEL, and says so.
    assert [line.ugel_code for line in coverage() if line.is_dre] == ["080000"]


def test_of_one_ugel_one_language_or_one_unit(publish: Publish) -> None:
    publish["schools"]()
    publish["eib"]()
    assert {line.language for line in coverage(ugel="130008")} == {"Quechua"}
    assert {line.ugel_code for line in coverage(language="quechua")} == {"080001", "130008", None}
    assert {line.language: line.services for line in by_language("08")} == {
        "Aimara": 2,
        "Quechua": 2,
        "Awajún": 1,
        "Madija": 1,
        None: 1,
    }
    assert varieties("Quechua") == [("Quechua Chanka", 1), ("Quechua Collao", 1), (None, 3)]


def test_the_layer_is_filtered_by_a_language_whichever_of_the_three_it_is(
    publish: Publish, client: Client
) -> None:
    publish["schools"]()
    publish["eib"]()
    wanted = "language_1 = 'Aimara' OR language_2 = 'Aimara' OR language_3 = 'Aimara'"
    found = items(client, "eib_schools", filter=wanted)
    codes = {feature["properties"]["modular_code"] for feature in found["features"]}
    assert codes == {"0000222"}
    assert found["numberMatched"] == 2


def test_a_service_is_written_once_with_what_the_other_register_says(publish: Publish) -> None:
    """``pg_stat_xact_user_tables`` counts the writes (PostgreSQL, "Cumulative Statistics").

    The district of its position is among what is written: boundaries are official here.
    """
    lay_boundaries()
    refresh_located([EibSchool])
    table = EibSchool._meta.db_table
    names = "130502,LA LIBERTAD,JULCAN,CALAMARCA"
    publish["schools"](f"333,0,TERCERA,{names},2,1,25,130008,UGEL JULCAN,-8.05,-78.35")
    before = writes(table)
    publish["eib"]()
    after = writes(table)
    assert [now - was for now, was in zip(after, before, strict=True)] == [len(REGISTER), 0, 0]
    joined = EibSchool.objects.get(modular_code="0000333", is_sample=False)
    assert (joined.name, joined.declared_unit_id, joined.pupils) == ("TERCERA", CALAMARCA, 25)
    assert joined.geom is not None
    assert joined.geom.coords == (-78.35, -8.05)
    assert (joined.family, joined.located_unit_id) == ("Quechua", CALAMARCA)
    assert (join_register(), refresh_located([EibSchool])) == (0, 0)
    # A row that the file changes is one write, and keeps its place.
    changed = ("333", "0", "URBANO", "AIMARA", "", "")
    publish["eib"](*(changed if row[0] == "333" else row for row in REGISTER))
    assert [now - was for now, was in zip(writes(table), after, strict=True)] == [0, 1, 0]
    joined.refresh_from_db()
    assert joined.geom is not None
    assert (joined.name, joined.family, joined.geom.x) == ("TERCERA", "Aru", -78.35)
    assert joined.located_unit_id == CALAMARCA
