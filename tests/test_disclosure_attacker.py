"""Whoever takes home all that is told of counts of people learns no small one.

What an anonymous client gets by every way out is gathered, what it must add up to is known, and for
each hidden cell the least and the most that it can be are worked out, in whole numbers.
"""

from __future__ import annotations

import csv
import io
import json
import random
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import pyogrio
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, get_resolver

from layers.exports.formats import FORMATS
from ows.wms.get_feature_info import WRITERS
from territory.models import AdminUnit, TraffickingCount
from territory.models.trafficking import DIVISIONS, Victims
from tests.ows.wms.wire import INFO, ask
from tests.territory.disclosure.deducing import Equation, Key, interval
from tests.territory.shapes import SHARED_DATA

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LAYER = "trafficking_counts"
ITEMS = f"/ogc/collections/{LAYER}/items"
REAL = SHARED_DATA / "official" / "security"
HEADER = "AÑO;MES;CCDD;lugar;COMISARÍA;categoría;Denuncias por comisión;Valor;registro"
GROUPS = {
    "F1": ("EXPLOTACION SEXUAL", "EXPLOTACION LABORAL", "MENDICIDAD", "NO IDENTIFICADO"),
    "C": ("OFERTA DE TRABAJO", "INTERNET", "SEDUCCION"),
    "M": ("ENGAÑO", "AMENAZA", "VIOLENCIA"),
    "T": ("NACIONAL", "INTERNACIONAL"),
}
# Addresses that take a layer's name: read below, or why they tell nothing of its rows.
READ = {
    "ogc/collections/<str:name>/items",
    "ogc/collections/<str:name>/items/<str:fid>",
    "ogc/collections/<str:name>/tiles/<str:tms>/<str:z>/<str:y>/<str:x>",
    "api/v1/series/<str:name>/",
    "catalogo/<slug:name>/",
    "catalogo/<slug:name>/descargar/",
}
TELL_NOTHING = {
    "ogc/collections/<str:name>": "how many rows there are, hidden ones included, and where",
    "ogc/collections/<str:name>/queryables": "names of fields",
    "ogc/collections/<str:name>/schema": "names of fields",
    "ogc/collections/<str:name>/tiles": "addresses of tiles",
    "ogc/collections/<str:name>/tiles/<str:tms>": "addresses of tiles",
    "api/v1/layers/<str:name>/features/": "edits alone",
    "api/v1/layers/<str:name>/features/<str:fid>/": "edits alone",
    "api/v1/layers/<str:name>/coverage/": "which units files cover",
}
ROOMS = ("ogc/collections/<", "api/v1/layers/<", "api/v1/series/<", "catalogo/<", "tiles/<")

Cells = dict[Key, int | None]


def a_region(code: str, name: str, year: int, number: int, chance: random.Random) -> Iterator[str]:
    """A station's month of one region; each victim is in one category of each group."""
    begin, end = f"{year};6;{code};{name};COMISARIA 1", "RETA"
    yield f"{begin};EM_EF_TOTAL;EM_EF_TOTAL;{number};{end}"
    for group, names in GROUPS.items():
        weights = [8 / 3**place for place in range(len(names))]
        found = Counter(chance.choices(names, weights, k=number))
        yield f"{begin};{group}_TOTAL;{group}_TOTAL;{number};{end}"
        for text in names:
            yield f"{begin};X;{group}_{text};{found[text]};{end}"


def national(seed: int, year: int = 2023, **changed: int) -> list[str]:
    """All regions, two in five of them with a few victims."""
    rows: list[str] = []
    units = AdminUnit.objects.filter(level="department", valid_to=None).order_by("pk")
    for code, name in units.values_list("pk", "name"):
        chance = random.Random(f"{seed}:{code}")
        number = chance.choice((0, 1, 2, 3, 4, 6, 9, 15, 28, 45, 80))
        rows += a_region(code, name, year, changed.get(code, number), chance)
    return rows


def publish(path: Path, rows: list[str] | None, covers: str, cutoff: str) -> None:
    if rows is not None:
        path.write_text("\n".join((HEADER, *rows)), encoding="utf-8")
    command = ["import_source", "trafficking", str(path), "--origin", "MININTER", "--origin-url"]
    command += ["https://example.org/trata", "--cutoff", cutoff, "--covers", covers]
    call_command(*command, "--skip-refused", stdout=StringIO(), stderr=StringIO())


def key_of(row: dict[str, Any]) -> Key:
    year = str(row.get("period_start") or row["period"])[:4]
    of = row.get("dimensions", row)
    unit = row.get("unit") or row.get("declared_ubigeo") or row["ubigeo"]
    return (unit["ubigeo"] if isinstance(unit, dict) else str(unit), year, of["register"],
            of["offence"], row["category"])  # fmt: skip


def by_items(client: Client) -> Cells:
    """Page after page of the collection, as GeoJSON."""
    cells: Cells = {}
    address = f"{ITEMS}?limit=500&f=json"
    while address:
        answer = json.loads(client.get(address).getvalue())
        for feature in answer["features"]:
            cells[key_of(feature["properties"])] = feature["properties"]["value"]
        following = [link["href"] for link in answer["links"] if link["rel"] == "next"]
        address = following[0] if following else ""
    return cells


def by_csv(client: Client) -> Cells:
    text = client.get(ITEMS, {"f": "csv"}).getvalue().decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text))
    return {key_of(row): int(row["value"]) if row["value"] else None for row in rows}


def by_table() -> Cells:
    """What any statement of the role of requests could read."""
    found: Cells = {}
    for row in TraffickingCount.objects.published().select_related(None):
        key = (row.declared_unit_id, str(row.period_start.year), row.register, row.offence,
               row.category)  # fmt: skip
        found[key] = row.value
    return found


def equations(cells: Cells, truth: dict[Key, int]) -> list[Equation]:
    """What divides what: all victims by purpose, capture, means and scope.

    Where the file itself leaves some victims in none, as it does of the scope, they aren't more.
    """
    found: list[Equation] = []
    for key in cells:
        if key[-1] != Victims.ALL.value:
            continue
        for way in DIVISIONS:
            parts = [(*key[:-1], code) for code in way if (*key[:-1], code) in cells]
            if not parts:
                continue
            if sum(truth[part] for part in parts) != truth[key]:
                parts.append(("rest", *key, way[0]))
            found.append((key, parts))
    return found


def with_country(cells: Cells, truth: dict[Key, int]) -> tuple[dict[Key, int], list[Equation]]:
    """What the reader knows: what is told, and the national figures of the ministry itself."""
    told = {key: value for key, value in cells.items() if value is not None}
    found = equations(cells, truth)
    for rest in sorted({key[1:] for key in cells}):
        parts = [key for key in cells if key[1:] == rest]
        told["", *rest] = sum(truth[key] for key in parts)
        found.append((("", *rest), parts))
    return told, found


def truth_of(rows: list[str]) -> dict[Key, int]:
    """The exact cells, summed up here without the reader of the site."""
    names = {
        "EM_EF_TOTAL": "victims", "F1_EXPLOTACION SEXUAL": "purpose_sexual",
        "F1_EXPLOTACION LABORAL": "purpose_labour", "F1_MENDICIDAD": "purpose_begging",
        "F1_NO IDENTIFICADO": "purpose_unidentified", "C_OFERTA DE TRABAJO": "capture_work",
        "C_INTERNET": "capture_internet", "C_SEDUCCION": "capture_seduction",
        "M_ENGAÑO": "means_deceit", "M_AMENAZA": "means_threat", "M_VIOLENCIA": "means_violence",
        "T_NACIONAL": "scope_national", "T_INTERNACIONAL": "scope_international",
        "C_OFERTA DE ESTUDIO": "capture_study", "C_PADRINAZGO": "capture_godparent",
        "C_OTRO (ESPECIFICAR)": "capture_other", "F1_VENTA DE NIÑOS": "purpose_children",
        "F1_TRABAJOS Y SERVICIOS FORZADOS": "purpose_forced",
        "F1_TRAFICO DE ORGANOS TEJIDO HUMANO": "purpose_organs",
        "M_ABUSO DE PODER": "means_power", "M_FRAUDE": "means_fraud",
        "M_CONCESION O RECEPCION DE PAGOS": "means_payment",
        "M_PRIVACION DE LA LIBERTAD": "means_detention", "M_OTRO (ESPECIFICAR)": "means_other",
    }  # fmt: skip
    found: Counter[Key] = Counter()
    for line in rows:
        year, _month, code, _name, _station, _group, text, value, register = line.split(";")
        if text in names:
            found[code, year, register.lower(), "trafficking", names[text]] += int(value)
    return dict(found)


def shortened(file: Path) -> list[str]:
    """The lines of the official file, each once, in the form of those that are written here."""
    found: dict[str, None] = {}
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            year, month, code, name, _province, district, station, group, text, value = row.values()
            place = f"{district} {station}"
            found[f"{year};{month};{code};{name};{place};{group};{text};{value};RETA"] = None
    return list(found)


def learned(cells: Cells, truth: dict[Key, int]) -> list[tuple[Key, float, float]]:
    """The hidden cells that are open by less than they have to be."""
    told, known = with_country(cells, truth)
    open_to_too_little = []
    for key, value in cells.items():
        if value is not None:
            continue
        low, high = interval(told, known, key)
        assert low <= truth[key] <= high
        small = 0 < truth[key] < 5
        if high - low < 5 or (small and (low > 0 or high < 5)):
            open_to_too_little.append((key, low, high))
    return open_to_too_little


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "trata.csv"


@pytest.mark.parametrize("seed", [1, 2])
def test_no_small_count_is_learned_of_national_rows(client: Client, path: Path, seed: int) -> None:
    rows = national(seed)
    publish(path, rows, "PE", "2023-12-31")
    cells, truth = by_items(client), truth_of(rows)
    assert cells.keys() == truth.keys()
    assert sum(value is None for value in cells.values()) > 30
    assert any(value is not None for value in cells.values())
    assert all(truth[key] == value for key, value in cells.items() if value is not None)
    assert learned(cells, truth) == []


def test_what_a_second_cut_off_hides_was_hidden_by_the_first(client: Client, path: Path) -> None:
    rows = national(3)
    publish(path, rows, "PE", "2023-06-30")
    before = by_items(client)
    later = national(3, **{"20": 51, "24": 2, "13": 33})
    publish(path, later, "PE", "2023-12-31")
    after = by_items(client)
    assert {key for key, value in before.items() if value is None} <= {
        key for key, value in after.items() if value is None
    }
    assert learned(after, truth_of(later)) == []


@pytest.mark.skipif(not REAL.is_dir(), reason="the official file isn't part of the checkout")
def test_the_real_rows_tell_a_region_and_a_year_alone(client: Client) -> None:
    (file,) = REAL.glob("mininter_trata_*.csv")
    publish(file, None, "14", "2020-12-31")
    cells = by_items(client)
    assert {(key[0], key[1]) for key in cells} == {("14", "2019"), ("14", "2020")}
    by_code = {key[-1]: value for key, value in cells.items() if key[1] == "2019"}
    # Each victim once: the file repeats each row, and each victim in a dozen groups.
    assert by_code[Victims.ALL] in (56, None)
    rows = TraffickingCount.objects.filter(is_sample=False, period_start__year=2019)
    assert {row.missing_months for row in rows} == {"2, 3, 10"}
    truth = truth_of(shortened(file))
    assert truth["14", "2019", "reta", "trafficking", "victims"] == 56
    told = {key: value for key, value in cells.items() if value is not None}
    hidden = cells.keys() - told.keys()
    assert {key for key, number in truth.items() if 0 < number < 5} <= hidden
    for key in hidden:
        low, high = interval(told, equations(cells, truth), key)
        assert high - low >= 5
        if 0 < truth[key] < 5:
            assert low <= 0
            assert high >= 5


def test_every_way_out_tells_the_same(client: Client, path: Path) -> None:
    """What items tell is what the table holds, and the others tell no more."""
    rows = national(4)
    publish(path, rows, "PE", "2023-12-31")
    public = by_table()
    assert by_items(client) == public == by_csv(client)
    answer = client.get(f"/api/v1/series/{LAYER}/", {"limit": "1000", "unit": "24"}).json()
    for cell in answer["results"]:
        assert cell["value"] == public["24", "2023", cell["dimensions"]["register"],
                                       cell["dimensions"]["offence"], cell["category"]]  # fmt: skip
    feature = json.loads(client.get(ITEMS, {"limit": "1"}).getvalue())["features"][0]
    alone = json.loads(client.get(f"{ITEMS}/{feature['id']}").getvalue())
    assert alone["properties"] == feature["properties"]


def test_filters_and_sorts_take_a_hidden_count_for_unknown(client: Client, path: Path) -> None:
    """However often it is asked: no comparison with a number finds it."""
    publish(path, national(5), "PE", "2023-12-31")
    hidden = sum(value is None for value in by_table().values())
    for condition in ("value < 5 AND value > 0", "value > 0 AND value <= 4", "value = 3"):
        query = {"filter": condition, "filter-lang": "cql2-text", "limit": "1"}
        found = json.loads(client.get(ITEMS, query).getvalue())
        assert found["numberMatched"] == 0, condition
    query = {"filter": "value IS NULL", "filter-lang": "cql2-text", "limit": "1"}
    assert json.loads(client.get(ITEMS, query).getvalue())["numberMatched"] == hidden
    ordered = json.loads(client.get(ITEMS, {"sortby": "value", "limit": "1000"}).getvalue())
    without = [f["id"] for f in ordered["features"] if f["properties"]["value"] is None]
    # Among themselves they are in the order of their keys, which follows that of units.
    assert without == sorted(without, key=lambda fid: int(str(fid).rpartition(".")[2]))


def routes(resolver: Any, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern, route)


def test_no_address_of_layers_is_left_out() -> None:
    """One that is added has to be read here, or to say why it tells nothing."""
    found = {route for route in routes(get_resolver()) if route.startswith(ROOMS)}
    assert found == READ | TELL_NOTHING.keys()


def numbers_in(name: str, content: bytes, folder: Path) -> Counter[int]:
    """The counts in a file, as GDAL or pandas read them."""
    ending = {"csv-excel": "csv", "csv-wkt": "csv", "shp": "zip", "geojson-file": "geojson"}
    path = folder / f"{name}.{ending.get(name, name)}"
    path.write_bytes(content)
    if name == "xlsx":
        column = pd.read_excel(path, engine="calamine")["value"]
    elif name.startswith("csv"):
        first = content.decode("utf-8-sig").splitlines()[0]
        separator = ";" if first.count(";") > first.count(",") else ","
        column = pd.read_csv(path, sep=separator, encoding="utf-8-sig")["value"]
    else:
        column = pyogrio.read_dataframe(path, read_geometry=False)["value"]
    return Counter(int(float(value)) for value in column if str(value) not in ("", "nan", "None"))


def test_every_format_of_files_holds_the_told_counts_alone(client: Client, tmp_path: Path) -> None:
    publish(tmp_path / "trata.csv", national(7), "PE", "2023-12-31")
    public = Counter(value for value in by_table().values() if value is not None)
    for format_ in FORMATS:
        content = client.get(ITEMS, {"f": format_.name}).getvalue()
        assert numbers_in(format_.name, content, tmp_path) == public, format_.name


def test_a_click_tells_the_told_counts_alone(client: Client, path: Path) -> None:
    """On Chachapoyas, in every format, at every time."""
    publish(path, national(8, **{"01": 3}), "PE", "2023-12-31")
    public = {key[-1]: value for key, value in by_table().items() if key[0] == "01"}
    assert public[Victims.ALL] is None
    click = {
        "LAYERS": LAYER,
        "QUERY_LAYERS": LAYER,
        "CRS": "CRS:84",
        "WIDTH": "11",
        "HEIGHT": "11",
        "BBOX": "-77.9,-6.3,-77.8,-6.2",
        "I": "5",
        "J": "5",
        "FEATURE_COUNT": "50",
    }
    for written in WRITERS:
        for time in ({}, {"TIME": "2023"}):
            answer = ask(client, INFO, **(click | {"INFO_FORMAT": written} | time))
            assert answer.status_code == 200, written
            text = answer.content.decode()
            if "json" not in written:
                assert "reservado" in text or "suppressed" in text, written
                continue
            for feature in json.loads(text)["features"]:
                row = feature["properties"]
                assert row["value"] == public[row["category"]]
