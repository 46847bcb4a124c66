"""Services of EIB of each UGEL, of both registers: counted where one speaks of it, else unknown."""

from __future__ import annotations

import datetime as dt
import io
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from django.core.management import call_command

from layers import versions
from layers.loading.importing import load_samples, remove_samples
from layers.themes.eib_schools.source import EIB
from territory.models import EibSchool, UgelArea
from territory.ugel.areas import refresh_ugel_areas
from territory.ugel.sheets import indicators_of, languages_of
from tests.education_registers import (
    REGISTER,
    SCHOOLS,
    SCHOOLS_HEADER,
    Publish,
    publishing,
)
from tests.territory.shapes import FIXTURES

pytestmark = pytest.mark.django_db

# Two of a UGEL that the register of EIB doesn't name.
TUMBES = "240101,TUMBES,TUMBES,TUMBES"
ALL_SCHOOLS = (
    *SCHOOLS,
    f"777,0,SIN EIB,{TUMBES},2,1,25,240001,UGEL TUMBES,-3.56,-80.45",
    f"778,0,SIN EIB,{TUMBES},1,1,25,240001,UGEL TUMBES,-3.57,-80.45",
)
UNKNOWN = (None, 0, None, None, None, None)
DEIB_DAY = dt.date(2025, 3, 31)


@pytest.fixture
def publish(tmp_path: Path) -> Publish:
    return publishing(tmp_path)


def counted() -> dict[str, tuple[Any, ...]]:
    return {
        area.code: (
            area.eib_services,
            area.eib_known,
            area.eib_percent,
            area.eib_languages,
            area.eib_source,
            area.eib_cutoff_date,
        )
        for area in UgelArea.objects.filter(is_sample=False)
    }


def recomputed() -> dict[str, tuple[Any, ...]]:
    """By UGEL with pandas, of the texts of both files, where the EIB register is of the country."""
    spelled = {"QUECHUA CHANKA": "Quechua", "QUECHUA COLLAO": "Quechua", "QUECHUA": "Quechua"}
    spelled |= {"AIMARA": "Aimara", "CULINA": "Madija", "AGUARUNA": "Awajún"}
    schools = pd.read_csv(io.StringIO("\n".join((SCHOOLS_HEADER, *ALL_SCHOOLS))), dtype=str)
    listed = pd.DataFrame(REGISTER, columns=["COD_MOD", "ANEXO", "form", "l1", "l2", "l3"])
    joined = schools[schools["CODOOII"].str[-4:] != "0000"].merge(
        listed.assign(listed=True), how="left", on=["COD_MOD", "ANEXO"]
    )
    found = {}
    for code, rows in joined.groupby("CODOOII"):
        said = rows.melt(["COD_MOD", "ANEXO"], ["l1", "l2", "l3"], value_name="said")
        said["said"] = said["said"].map(spelled)
        said = said.dropna(subset="said").drop_duplicates(["COD_MOD", "ANEXO", "said"])
        sizes = said.groupby("said").size().reset_index(name="n")
        sizes = sizes.sort_values(["n", "said"], ascending=[False, True])
        texts = [f"{row.said} ({row.n})" for row in sizes.itertuples()]
        number = int(rows["listed"].notna().sum())
        found[str(code)] = (
            number,
            len(rows),
            round(100 * number / len(rows), 2),
            ", ".join(texts) or None,
            "MINEDU, DEIB",
            DEIB_DAY,
        )
    return found


@pytest.mark.parametrize("order", [("schools", "eib"), ("eib", "schools")])
def test_each_ugel_has_what_pandas_counts_whichever_register_comes_first(
    publish: Publish, order: tuple[str, str]
) -> None:
    before = versions.of("ugel_areas")
    rows: dict[str, tuple[str, ...]] = {"schools": ALL_SCHOOLS, "eib": ()}
    for which in order:
        publish[which](*rows[which])
    assert counted() == recomputed()
    assert versions.of("ugel_areas") == before + 2
    # A UGEL of which the register has none has none; languages are counted in each service once.
    assert counted()["240001"][:3] == (0, 2, 0.0)
    assert counted()["080001"][3] == "Aimara (2), Quechua (2), Awajún (1), Madija (1)"


def every_column() -> list[dict[str, Any]]:
    rows: Any = UgelArea.objects.order_by("code", "is_sample").values()
    return list(rows)


def test_the_register_of_eib_alone_leaves_what_counting_all_again_would(publish: Publish) -> None:
    """What follows its publication, its change and its withdrawal is of it alone, and is all."""
    publish["schools"](*ALL_SCHOOLS)
    for rows in (REGISTER, REGISTER[:2], REGISTER):
        publish["eib"](*rows)
        found = every_column()
        refresh_ugel_areas()
        assert every_column() == found
    call_command("import_source", "eib", "--withdraw", stdout=StringIO())
    found = every_column()
    assert all(row["eib_services"] is None for row in found if not row["is_sample"])
    refresh_ugel_areas()
    assert every_column() == found


def test_without_the_register_of_eib_nothing_is_known_rather_than_zero(publish: Publish) -> None:
    publish["schools"](*ALL_SCHOOLS)
    assert set(counted().values()) == {UNKNOWN}
    area = UgelArea.objects.get(code="080001", is_sample=False)
    for indicator in indicators_of(area)[-2:]:
        assert (indicator.value, indicator.known, indicator.source) == (None, 0, None)
    assert languages_of(area) == []


def test_a_register_speaks_of_the_units_that_it_covers_alone(publish: Publish) -> None:
    publish["schools"](*ALL_SCHOOLS)
    publish["eib"](*REGISTER[:3], covers="08")
    found = counted()
    assert found["080001"] == recomputed()["080001"]
    assert (found["130008"], found["240001"]) == (UNKNOWN, UNKNOWN)
    # Another file beside it, of one province.
    publish["eib"](REGISTER[3], covers="1308")
    assert counted()["130008"] == recomputed()["130008"]
    assert counted()["240001"] == UNKNOWN


def test_what_it_covers_may_change_without_a_row(publish: Publish) -> None:
    publish["schools"](*ALL_SCHOOLS)
    publish["eib"](*REGISTER[:3], covers="08")
    assert counted()["240001"] == UNKNOWN
    rows = list(EibSchool.objects.order_by("pk").values())
    before = versions.of("ugel_areas")
    publish["eib"](*REGISTER[:3], covers="PE", replace=True)
    assert list(EibSchool.objects.order_by("pk").values()) == rows
    assert counted()["240001"] == (0, 2, 0.0, None, "MINEDU, DEIB", DEIB_DAY)
    assert versions.of("ugel_areas") > before


def test_of_a_ugel_in_two_departments_it_knows_the_services_that_it_covers(
    publish: Publish,
) -> None:
    both = f"779,0,ALLÁ,{TUMBES},2,1,25,080001,UGEL CUSCO,-3.56,-80.46"
    nowhere = "780,0,SIN LUGAR,,,,,2,1,25,080001,UGEL CUSCO,,"
    publish["schools"](*SCHOOLS, both, nowhere)
    publish["eib"](*REGISTER[:3], covers="08")
    assert counted()["080001"][:3] == (3, 3, 100.0)
    area = UgelArea.objects.get(code="080001", is_sample=False)
    assert area.services == 5
    assert indicators_of(area)[-1].coverage == "3 de 5 servicios"


def test_a_service_of_the_register_counts_wherever_it_lies(publish: Publish) -> None:
    """Two services of La Libertad: the file, of Cusco, names one of them."""
    other = "334,0,CUARTA,130802,LA LIBERTAD,PATAZ,BULDIBUYO,2,1,25,130008,UGEL PATAZ,-8.13,-77.39"
    publish["schools"](*SCHOOLS, other)
    publish["eib"](*REGISTER[:4], covers="08")
    assert counted()["130008"] == (1, 1, 100.0, "Quechua (1)", "MINEDU, DEIB", DEIB_DAY)


def test_it_follows_withdrawals_and_returns_of_either_register(publish: Publish) -> None:
    publish["schools"](*ALL_SCHOOLS)
    publish["eib"]()
    whole = counted()
    publish["eib"](REGISTER[1])
    assert counted()["080001"][:4] == (1, 3, 33.33, "Aimara (1), Quechua (1)")
    assert counted()["130008"][:4] == (0, 1, 0.0, None)
    call_command("import_source", "eib", "--roll-back", stdout=StringIO())
    assert counted() == whole
    call_command("import_source", "eib", "--withdraw", stdout=StringIO())
    assert set(counted().values()) == {UNKNOWN}
    publish["eib"]()
    publish["schools"](ALL_SCHOOLS[0].replace("080001", "080002"), *ALL_SCHOOLS[1:])
    assert counted()["080002"] == (1, 1, 100.0, "Quechua (1)", "MINEDU, DEIB", DEIB_DAY)
    assert counted()["080001"][:2] == (2, 2)
    call_command("import_source", "education", "--roll-back", stdout=StringIO())
    assert counted() == whole
    call_command("import_source", "education", "--withdraw", stdout=StringIO())
    assert counted() == {}


def test_one_of_two_files_beside_each_other_is_withdrawn(publish: Publish) -> None:
    publish["schools"](*ALL_SCHOOLS)
    publish["eib"](*REGISTER[:3], covers="08")
    publish["eib"](REGISTER[3], covers="13")
    call_command("import_source", "eib", "--withdraw", "--covers", "13", stdout=StringIO())
    assert counted()["130008"] == UNKNOWN
    assert counted()["080001"] == recomputed()["080001"]


def test_examples_are_counted_in_examples_alone(publish: Publish) -> None:
    samples = list(UgelArea.objects.filter(is_sample=True).values().order_by("pk"))
    assert any(area["eib_services"] for area in samples)
    assert all(area["eib_known"] == area["services"] for area in samples)
    publish["schools"](*ALL_SCHOOLS)
    assert set(counted().values()) == {UNKNOWN}
    publish["eib"]()
    assert list(UgelArea.objects.filter(is_sample=True).values().order_by("pk")) == samples


def test_examples_of_the_register_taken_out_leave_examples_of_ugel_unknown() -> None:
    remove_samples(EIB)
    areas = UgelArea.objects.filter(is_sample=True)
    assert areas.exists()
    assert not areas.exclude(eib_known=0, eib_services=None).exists()
    load_samples(EIB, FIXTURES / "samples")
    assert areas.filter(eib_services__gt=0).exists()


def test_a_row_written_by_hand_speaks_for_itself_alone(publish: Publish) -> None:
    publish["schools"](*ALL_SCHOOLS)
    EibSchool.objects.create(
        modular_code="0000111",
        annex="0",
        commitments=[5],
        language_1_id="Aimara",
        source="A mano",
        cutoff_date="2025-01-01",
    )
    refresh_ugel_areas()
    found = counted()
    assert found["080001"] == (1, 1, 100.0, "Aimara (1)", "A mano", dt.date(2025, 1, 1))
    assert found["240001"] == UNKNOWN


def test_the_languages_of_a_sheet_are_those_of_its_area(publish: Publish) -> None:
    publish["schools"](*ALL_SCHOOLS)
    publish["eib"]()
    for area in UgelArea.objects.filter(is_sample=False):
        lines = [line for line in languages_of(area) if line.language]
        lines.sort(key=lambda line: (-line.services, line.language))
        text = ", ".join(f"{line.language} ({line.services})" for line in lines)
        assert (text or None) == area.eib_languages
    # Of examples too, though facts of the register are published.
    sample = UgelArea.objects.filter(is_sample=True, eib_services__gt=0).first()
    assert sample is not None
    assert all(line.is_sample for line in languages_of(sample))
    assert languages_of(sample) != []
