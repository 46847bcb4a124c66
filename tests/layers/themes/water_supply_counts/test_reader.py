"""INEI's census table of homes by water supply, with every trap that it holds."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from layers.reading.context import Context
from layers.reading.directory import Directory
from layers.reading.results import Provenance, Reading, SourceError
from layers.themes.water_supply_counts.reader import FILE, read_water_supply
from territory.models import AdminUnit
from tests.territory.shapes import SHARED_DATA

UNITS = Directory.of(
    {
        "01": "Amazonas",
        "0101": "Chachapoyas",
        "0102": "Bagua",
        "07": "Callao",
        "0701": "Callao",
        "15": "Lima",
        "1501": "Lima",
        "1502": "Barranca",
        "1505": "Cañete",
    }.items()
)
TODAY = dt.date(2026, 1, 31)
PROVENANCE = Provenance("INEI, censo", "https://www.gob.pe/inei", dt.date(2025, 10, 31))
HEADER = "departamento,provincia,area,tipo_vivienda,indicador,procedencia_agua,valor"
REAL = SHARED_DATA / "official" / "sanitation" / "inei_censo2025_agua.csv"

Row = tuple[str, str, str, str]  # department, province, supply, value
PARTS = (
    "red_publica",
    "pilon_pileta",
    "camion_cisterna",
    "pozo",
    "manantial",
    "rio_acequia",
    "otro",
)


def place(department: str, province: str, value: int) -> list[Row]:
    """All the rows of a place: seven supplies of that value, and their total."""
    rows = [(department, province, supply, str(value)) for supply in PARTS]
    return [(department, province, "total", str(7 * value)), *rows]


def read(rows: list[Row], header: str = HEADER, end: str = "", samples: bool = False) -> Reading:
    lines = [f"{d},{p},Total,Total,Viviendas particulares,{s},{v}{end}" for d, p, s, v in rows]
    context = Context(UNITS, TODAY, samples, PROVENANCE)
    return read_water_supply("\n".join([header, *lines]).encode(), context)


def counts(reading: Reading) -> pd.DataFrame:
    return reading.frames["water_supply_counts"]


def by_unit(reading: Reading, supply: str = "well") -> dict[str, int | None]:
    frame = counts(reading)
    frame = frame[frame["category"] == supply]
    return dict(zip(frame["declared_ubigeo"], frame["value"], strict=True))


GOOD = [
    *place("PERÚ", "Total", 34),
    *place("AMAZONAS", "Total", 3),
    *place("AMAZONAS", "PROVINCIA CHACHAPOYAS", 1),
    *place("AMAZONAS", "PROVINCIA BAGUA", 2),
    *place("PROV. CONSTITUCIONAL DEL CALLAO", "Total", 4),
    *place("LIMA METROPOLITANA", "Total", 20),
    *place("REGIÓN LIMA", "Total", 7),
    *place("REGIÓN LIMA", "PROVINCIA BARRANCA", 7),
    *place("REGIÓN LIMA", "PROVINCIA CAÑETE", 0),
]


def test_parts_are_published_and_totals_are_not() -> None:
    reading = read(GOOD)
    assert reading.errors == ()
    assert by_unit(reading) == {
        "0101": 1,
        "0102": 2,
        "0701": 4,
        "1501": 20,
        "1502": 7,
        "1505": 0,
    }
    assert len(counts(reading)) == 6 * 7
    assert any("son totales" in remark for remark in reading.remarks)


def test_a_good_row() -> None:
    frame = counts(read(GOOD))
    assert list(frame.columns) == list(FILE.fields)
    first = frame[frame["declared_ubigeo"] == "0101"].iloc[0].to_dict()
    assert first == {
        "declared_ubigeo": "0101",
        "period_start": dt.date(2025, 1, 1),
        "granularity": "year",
        "category": "public_network",
        "counted": "dwellings",
        "value": 1,
        "state": "value",
        "commitments": [14],
        "source": "INEI, censo",
        "source_url": "https://www.gob.pe/inei",
        "cutoff_date": dt.date(2025, 10, 31),
        "is_sample": False,
    }


def test_metropolitan_lima_is_never_the_department() -> None:
    assert set(by_unit(read(place("LIMA METROPOLITANA", "Total", 20)))) == {"1501"}


def test_the_region_is_no_unit_of_its_own() -> None:
    reading = read(place("REGIÓN LIMA", "Total", 7))
    assert len(counts(reading)) == 0
    assert {error.column for error in reading.errors} == {"departamento"}
    assert len(reading.errors) == 8


def test_a_department_without_its_provinces_is_published_as_such() -> None:
    assert by_unit(read(place("AMAZONAS", "Total", 3))) == {"01": 3}
    assert by_unit(read(place("LIMA", "Total", 3))) == {"15": 3}


def changed(rows: list[Row], department: str, province: str, supply: str, value: str) -> list[Row]:
    key = (department, province, supply)
    assert key in {row[:3] for row in rows}
    return [(*row[:3], value) if row[:3] == key else row for row in rows]


def test_a_total_that_contradicts_its_supplies_is_refused_with_them() -> None:
    reading = read(changed(GOOD, "LIMA METROPOLITANA", "Total", "total", "141"))
    assert "1501" not in by_unit(reading)
    contradicted = [error for error in reading.errors if "dice 141" in error.reason]
    assert [(e.row, e.column, e.value) for e in contradicted[:1]] == [(42, "valor", "141")]
    assert "sus partes suman 140" in contradicted[0].reason
    # The row's number is the one that a spreadsheet shows.
    assert GOOD[42 - 2][:3] == ("LIMA METROPOLITANA", "Total", "total")


@pytest.mark.parametrize(
    ("department", "province"), [("AMAZONAS", "Total"), ("REGIÓN LIMA", "Total"), ("PERÚ", "Total")]
)
def test_a_whole_that_contradicts_its_parts_is_refused(department: str, province: str) -> None:
    rows = [row for row in GOOD if row[2] != "total"]
    reading = read(changed(rows, department, province, "pozo", "99"))
    reasons = [e.reason for e in reading.errors if e.value == "99"]
    assert reasons
    assert all("El total dice 99" in reason for reason in reasons)


def test_a_part_of_the_provinces_may_be_less_than_the_whole_and_never_more() -> None:
    rows = [*place("AMAZONAS", "Total", 3), *place("AMAZONAS", "PROVINCIA BAGUA", 2)]
    assert read(rows).errors == ()
    assert read([*place("AMAZONAS", "Total", 3), *place("AMAZONAS", "BAGUA", 4)]).errors != ()


def test_dwellings_and_people_are_never_of_one_total() -> None:
    people = [f"AMAZONAS,Total,Total,Total,Ocupantes presentes,{s},9" for s in PARTS]
    homes = [f"AMAZONAS,Total,Total,Total,Viviendas particulares,{s},1" for s in PARTS]
    totals = [
        "AMAZONAS,Total,Total,Total,Ocupantes presentes,total,63",
        "AMAZONAS,Total,Total,Total,Viviendas particulares,total,7",
    ]
    text = "\n".join([HEADER, *people, *homes, *totals])
    reading = read_water_supply(text.encode(), Context(UNITS, TODAY, provenance=PROVENANCE))
    assert reading.errors == ()
    assert counts(reading).groupby("counted")["value"].sum().to_dict() == {
        "dwellings": 7,
        "occupants": 63,
    }


def test_rows_that_divide_the_same_homes_again_are_set_aside() -> None:
    urban = "AMAZONAS,Total,Urbana,Total,Viviendas particulares,pozo,1"
    house = "AMAZONAS,Total,Total,Casa independiente,Viviendas particulares,pozo,1"
    whole = "AMAZONAS,Total,Total,Total,Viviendas particulares,pozo,2"
    text = "\n".join([HEADER, urban, house, whole])
    reading = read_water_supply(text.encode(), Context(UNITS, TODAY, provenance=PROVENANCE))
    assert by_unit(reading) == {"01": 2}
    assert any(remark.startswith("2 filas no se toman") for remark in reading.remarks)


@pytest.mark.parametrize(
    ("raw", "value", "state"),
    [
        ("0", 0, "value"),
        ("", None, "not_reported"),
        ("reservado", None, "suppressed"),
        ("no aplica", None, "not_applicable"),
    ],
)
def test_the_four_states_stay_apart(raw: str, value: int | None, state: str) -> None:
    frame = counts(read([("AMAZONAS", "Total", "pozo", raw)]))
    assert [tuple(row) for row in frame[["value", "state"]].to_numpy()] == [(value, state)]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("ATLÁNTIDA", "Total", "pozo", "1"), "provincia"),
        (("AMAZONAS", "PROVINCIA CAÑETE", "pozo", "1"), "provincia"),
        (("AMAZONAS", "Total", "laguna", "1"), "procedencia_agua"),
        (("AMAZONAS", "Total", "pozo", "-3"), "valor"),
        (("AMAZONAS", "Total", "pozo", "3.5"), "valor"),
        (("AMAZONAS", "Total", "pozo", "=1+1"), "valor"),
    ],
)
def test_a_bad_row_is_refused_with_its_column(row: Row, column: str) -> None:
    reading = read([row])
    assert [(error.row, error.column) for error in reading.errors] == [(2, column)]
    assert len(counts(reading)) == 0


def test_what_is_counted_twice_is_refused() -> None:
    row = ("AMAZONAS", "Total", "pozo", "1")
    (error,) = read([row, row]).errors
    assert (error.row, error.reason) == (3, "Repite el dato de la fila 2.")


def test_the_file_may_say_its_periods() -> None:
    text = "\n".join(
        [
            HEADER + ",periodo",
            *(
                f"AMAZONAS,Total,Total,Total,Viviendas particulares,pozo,{n},{p}"
                for n, p in ((1, "2007"), (2, "2017-10"), (3, "2027"))
            ),
        ]
    )
    reading = read_water_supply(text.encode(), Context(UNITS, TODAY, provenance=PROVENANCE))
    frame = counts(reading)
    assert list(zip(frame["period_start"], frame["granularity"], strict=True)) == [
        (dt.date(2007, 1, 1), "year"),
        (dt.date(2017, 10, 1), "month"),
    ]
    assert [(error.row, error.column) for error in reading.errors] == [(4, "periodo")]
    assert not any("no dice su periodo" in remark for remark in reading.remarks)


@pytest.mark.parametrize(
    ("note", "samples", "taken"),
    [
        ("DATO DE EJEMPLO", True, True),
        ("DATO DE EJEMPLO", False, False),
        ("", True, False),
        ("revisado", False, True),
    ],
)
def test_a_sample_is_no_fact(note: str, samples: bool, taken: bool) -> None:
    reading = read(
        [("AMAZONAS", "Total", "pozo", "1")], HEADER + ",nota", f",{note}", samples=samples
    )
    assert (len(counts(reading)) == 1) == taken
    assert [error.column for error in reading.errors] == ([] if taken else ["nota"])


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", HEADER.encode(), b"\x00\x01"])
def test_what_is_no_such_table(data: bytes) -> None:
    with pytest.raises(SourceError):
        read_water_supply(data, Context(UNITS, TODAY, provenance=PROVENANCE))


@pytest.mark.skipif(not REAL.exists(), reason="the official file is not on this machine")
@pytest.mark.django_db
def test_the_official_table() -> None:
    units = Directory.of(AdminUnit.objects.values_list("ubigeo", "name"))
    context = Context(units, TODAY, provenance=PROVENANCE)
    reading = read_water_supply(REAL.read_bytes(), context)
    assert reading.errors == ()
    frame = counts(reading)
    provinces = set(AdminUnit.objects.filter(level="province").values_list("pk", flat=True))
    assert set(frame["declared_ubigeo"]) == provinces
    # Read by pandas alone: what the parts add up to is what the file says of the country.
    raw = pd.read_csv(REAL)
    country = raw[(raw["departamento"] == "PERÚ") & (raw["procedencia_agua"] == "total")]
    totals = dict(zip(country["indicador"], country["valor"], strict=True))
    sums = frame.groupby("counted")["value"].sum()
    assert sums["dwellings"] == totals["Viviendas particulares"]
    assert sums["occupants"] == totals["Ocupantes presentes"]
