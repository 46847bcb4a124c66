"""QGIS as Debian ships it, headless, on the running server: WFS, OGC API Features, WMS."""

from __future__ import annotations

import csv
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.awkward_text import AWKWARD_TEXTS
from tests.clients.recorder import recorder
from tests.commissions import add_commissions, remove_commissions
from tests.territory.shapes import FIXTURES

# QGIS's bindings are built for the distribution's own Python, wherever ours comes from.
PYTHON = "/usr/bin/python3"
SCRIPTS = Path(__file__).parent / "qgis"
NUMBER_OF_DISTRICTS = 1891
LIMA_CENTRE = (-77.04, -12.05)

# A subset string of QGIS's, and how many districts the directory has for it (ubigeo prefix).
DEPARTMENT_SUBSET = "\"department\" = 'Cusco'"
MANY = [f"{1501}{number:02}" for number in range(1, 44)] + [f"0801{n:02}" for n in range(1, 18)]
SUBSETS: dict[str, Callable[[str], bool]] = {
    DEPARTMENT_SUBSET: lambda ubigeo: ubigeo.startswith("08"),
    "\"ubigeo\" LIKE '1501%'": lambda ubigeo: ubigeo.startswith("1501"),
    "\"ubigeo\" IN ('150101', '080101')": lambda ubigeo: ubigeo in ("150101", "080101"),
    # Sixty values.
    f'"ubigeo" IN ({", ".join(repr(code) for code in MANY)})': lambda ubigeo: ubigeo in MANY,
    # Every district's date is 30 June 2025.
    "\"cutoff_date\" = '2025-06-30'": lambda ubigeo: True,
    "\"cutoff_date\" > '2025-06-29' AND \"cutoff_date\" < '2025-07-01'": lambda ubigeo: True,
    "\"cutoff_date\" < '2025-06-30'": lambda ubigeo: False,
    "\"ubigeo\" >= '2401' AND NOT (\"ubigeo\" > '2502')": lambda u: "2401" <= u <= "2502",
}


def qgis(tmp_path: Path, script: str, url: str, *arguments: str) -> dict[str, Any]:
    """The report of a script; QGIS finds no settings of a user and leaves none behind."""
    environment = {
        "PATH": os.environ["PATH"],
        "LC_ALL": "C.UTF-8",
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "QT_QPA_PLATFORM": "offscreen",
    }
    done = subprocess.run(
        [PYTHON, str(SCRIPTS / script), url, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


@pytest.fixture(scope="module", autouse=True)
def has_qgis() -> None:
    """``make test`` installs it; a bare ``pytest`` may run without."""
    done = subprocess.run([PYTHON, "-c", "import qgis.core"], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("no python3-qgis on this machine")


@pytest.fixture(scope="module")
def wfs(live_url: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Any]:
    """QGIS's report on the WFS, and what it asked for."""
    with recorder(live_url) as (url, asked):
        report = qgis(tmp_path_factory.mktemp("qgis"), "read_wfs.py", url, *SUBSETS)
    return report, asked


@pytest.fixture(scope="module")
def oapif(live_url: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Any]:
    """QGIS's report on the OGC API, and what it asked for."""
    with recorder(live_url) as (url, asked):
        report = qgis(tmp_path_factory.mktemp("qgis"), "read_oapif.py", url, *SUBSETS)
    return report, asked


@pytest.fixture(params=["wfs", "oapif"])
def features(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The report on either service."""
    report, _asked = request.getfixturevalue(request.param)
    found: dict[str, Any] = report
    return found


def test_reads_every_district_once(features: dict[str, Any]) -> None:
    districts = features["districts"]
    assert districts["valid"]
    assert districts["count"] == NUMBER_OF_DISTRICTS
    assert len(set(districts["ubigeos"])) == len(districts["ubigeos"]) == NUMBER_OF_DISTRICTS


def test_reads_values_and_places_them(features: dict[str, Any]) -> None:
    lima = features["districts"]["lima"]
    assert (lima["name"], lima["province"], lima["department"]) == ("Lima", "Lima", "Lima")
    assert isinstance(lima["population"], int)
    assert lima["cutoff_date"][:10] == "2025-06-30"
    assert features["districts"]["lima_centroid"] == pytest.approx(LIMA_CENTRE, abs=0.05)


def test_filters(wfs: tuple[dict[str, Any], Any], oapif: tuple[dict[str, Any], Any]) -> None:
    everything = wfs[0]["districts"]["ubigeos"]
    for subset, belongs in SUBSETS.items():
        expected = [ubigeo for ubigeo in everything if belongs(ubigeo)]
        assert wfs[0]["subsets"][subset] == {"count": len(expected), "ubigeos": expected}
        assert oapif[0]["subsets"][subset] == expected


@pytest.mark.parametrize(
    ("layer", "fields"),
    [
        ("commission_assistance", {"topic": "tema", "assisted_on": "fecha"}),
        ("commission_policies", {"name": "politica", "stage_on": "fecha_etapa"}),
    ],
)
def test_reads_what_was_done_with_commissions(
    wfs: tuple[dict[str, Any], Any], layer: str, fields: dict[str, str]
) -> None:
    """All rows of the file that was loaded, with its values and dates."""
    content = (FIXTURES / "samples" / f"{layer}.csv").read_text("utf-8").splitlines()
    rows = list(csv.DictReader(content, delimiter=";"))
    expected = sorted([row["ubigeo"], *(row[column] for column in fields.values())] for row in rows)
    found = sorted(
        [row["declared_ubigeo"], *(str(row[field])[:200] for field in fields)]
        for row in wfs[0]["commission_work"][layer]
    )
    dates = [[*values[:-1], values[-1][:10]] for values in found]
    assert dates == expected


def test_wfs_filters_by_a_long_chain(live_url: str, tmp_path: Path) -> None:
    """QGIS nests a level for each OR, indented by as much: 100 KB of address for 90 of them.

    By the server's own address, since Python's server, which records the others, takes 64 KiB.
    """
    codes = [f"1501{n:02}" for n in range(1, 44)] + [f"02{n:02}01" for n in range(1, 21)]
    codes += [f"06{n:02}01" for n in range(1, 14)] + [f"08{n:02}01" for n in range(1, 14)]
    chain = " OR ".join(f"\"ubigeo\" = '{code}'" for code in codes)
    report = qgis(tmp_path, "read_wfs.py", live_url, chain)
    assert report["subsets"][chain] == {"count": 89, "ubigeos": sorted(codes)}


def test_wfs_pages_by_start_index(wfs: tuple[dict[str, Any], Any]) -> None:
    _report, asked = wfs
    pages = [
        request["STARTINDEX"]
        for request in asked
        if request.get("COUNT") == "500" and "FILTER" not in request
    ]
    assert pages == ["0", "500", "1000", "1500"]


def test_wfs_filters_on_the_server(wfs: tuple[dict[str, Any], Any]) -> None:
    _report, asked = wfs
    filters = [request["FILTER"] for request in asked if "FILTER" in request]
    assert any("Cusco" in text for text in filters)
    assert any("BBOX" in request for request in asked)


def test_oapif_pages_and_filters(oapif: tuple[dict[str, Any], Any]) -> None:
    _report, asked = oapif
    assert [request for request in asked if "AFTER" in request]


def test_wfs_types(wfs: tuple[dict[str, Any], Any]) -> None:
    districts = wfs[0]["districts"]
    assert districts["crs"] == "EPSG:4326"
    assert districts["fields"]["population"] == "xsd:long"
    assert districts["fields"]["cutoff_date"] == "xsd:dateTime"
    assert districts["invalid"] == []


def test_wfs_reads_a_date_with_its_zone(wfs: tuple[dict[str, Any], Any]) -> None:
    """The day begins at Lima's midnight (XML Schema 1.1 part 2, §3.3.7)."""
    assert wfs[0]["districts"]["lima"]["cutoff_date"] == "2025-06-30T00:00:00-05:00"


def test_wfs_rectangle(wfs: tuple[dict[str, Any], Any]) -> None:
    """The middle of Lima: only districts of Lima's and Callao's provinces."""
    found = wfs[0]["rectangle"]
    assert "150101" in found
    assert {ubigeo[:4] for ubigeo in found} <= {"1501", "0701"}


def test_wfs_null_is_null(wfs: tuple[dict[str, Any], Any]) -> None:
    """National commitments name no unit; commitment 9 names Lima and Callao."""
    names = wfs[0]["national"]
    assert None in names
    assert {"Lima", "Callao", "Trujillo"} <= set(names)


def test_wfs_in_another_crs(wfs: tuple[dict[str, Any], Any]) -> None:
    """Peru in UTM 18S: some 1,400 by 2,000 km, northings under 10,000 km."""
    numbers = [float(n) for n in wfs[0]["in_utm"].replace(":", ",").split(",")]
    assert numbers == pytest.approx([-206_664, 7_960_742, 1_204_222, 9_996_784], abs=3_000)


def test_wfs_texts_come_back_exact(live_url: str, committed_db: None, tmp_path: Path) -> None:
    rows = add_commissions(AWKWARD_TEXTS)
    try:
        report = qgis(tmp_path, "read_wfs.py", live_url)
    finally:
        remove_commissions(rows)
    names = {row["name"] for row in report["commissions"]}
    # QGIS has no empty text from GML, only NULL.
    assert {text or None for text in AWKWARD_TEXTS.values()} <= names


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:32718"])
def test_wms_falls_on_wfs(live_url: str, tmp_path: Path, crs: str) -> None:
    """Both drawn by QGIS; the WMS draws labels and outlines beyond the coast as well."""
    report = qgis(tmp_path, "draw_wms.py", live_url, str(tmp_path), crs)
    assert report[crs] == {"valid": True, "crs": crs}
    name = crs.replace(":", "-")
    wms = _painted(tmp_path / f"wms-{name}.png", at_least=32)  # the fill lets much through
    wfs = _painted(tmp_path / f"wfs-{name}.png", at_least=255)  # half a pixel, in black
    assert wfs.mean() > 0.3
    overlap = float((wms & wfs).sum() / (wms | wfs).sum())
    assert overlap > 0.97


def _painted(path: Path, at_least: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """The pixels that differ so much (0 to 765) from the script's magenta background."""
    pixels = np.asarray(Image.open(path).convert("RGB")).astype(int)
    painted: np.ndarray[Any, np.dtype[np.bool_]] = (
        np.abs(pixels - (255, 0, 255)).sum(axis=2) >= at_least
    )
    return painted


def test_wms_identifies(live_url: str, tmp_path: Path) -> None:
    report = qgis(tmp_path, "draw_wms.py", live_url, str(tmp_path), "EPSG:4326")
    (found,) = report["identified"]
    assert found["name"] == "Cusco"
    assert found["ubigeo"] == "08"


def test_wms_time_is_a_time_of_qgis_s(live_url: str, tmp_path: Path) -> None:
    """Its temporal controller takes the dimension (OGC 06-042, annex C) and asks by TIME."""
    with recorder(live_url) as (url, asked):
        report = qgis(tmp_path, "read_wms_time.py", url, str(tmp_path), "2017", "2018")
    assert report == {"valid": True, "has_time": True, "ranges": ["2017-01-01", "2018-01-01"]}
    times = {request["TIME"][:4] for request in asked if "TIME" in request}
    assert times == {"2017", "2018"}
    earlier, later = (np.asarray(Image.open(tmp_path / f"{year}.png")) for year in (2017, 2018))
    assert (earlier != later).any()
    assert _painted(tmp_path / "2017.png", at_least=32).mean() > 0.1
