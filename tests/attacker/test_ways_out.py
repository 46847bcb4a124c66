"""Every way out of a layer of withheld counts tells what its table holds, and no more."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path

import pandas as pd
import pyogrio
import pytest
from django.test import Client

from layers.exports.formats import FORMATS
from ows.wms.get_feature_info import WRITERS
from territory.models import TraffickingCount
from territory.models.trafficking import Victims
from tests.attacker.trafficking_rows import (
    ITEMS,
    LAYER,
    Cells,
    by_items,
    key_of,
    national,
    publish,
)
from tests.ows.wms.wire import INFO, ask
from tests.site_addresses import routes

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

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
    "ogc/collections/<str:name>/map/tiles": "a raster's alone",
    "ogc/collections/<str:name>/map/tiles/<str:tms>": "a raster's alone",
    "ogc/collections/<str:name>/map/tiles/<str:tms>/<str:z>/<str:y>/<str:x>": "a raster's alone",
    "api/v1/layers/<str:name>/features/": "edits alone",
    "api/v1/layers/<str:name>/features/<str:fid>/": "edits alone",
    "api/v1/layers/<str:name>/coverage/": "which units files cover",
}
ROOMS = ("ogc/collections/<", "api/v1/layers/<", "api/v1/series/<", "catalogo/<", "tiles/<")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "trata.csv"


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


def test_no_address_of_layers_is_left_out() -> None:
    """One that is added has to be read here, or to say why it tells nothing."""
    found = {route for route in routes() if route.startswith(ROOMS)}
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
