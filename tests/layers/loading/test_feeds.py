"""Several files of one source side by side: each replaced, returned to and withdrawn alone."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from layers import versions
from layers.loading import importing, snapshots
from layers.loading.sources import SOURCES
from layers.models import Snapshot
from layers.themes.transit.source import TRANSPORT
from territory.figures import Figure
from territory.models import (
    TransitDeparture,
    TransitNotice,
    TransitRoute,
    TransitService,
    TransitServiceDate,
    TransitStop,
)
from tests.feeds import FEED, changed, feed, stops_in
from tests.figures import figures_of, tables_of
from tests.layers.themes.transit.test_atu_reader import HEADER, STOP
from tests.territory.shapes import FIXTURES

pytestmark = pytest.mark.django_db

SAID = ("--origin", "Municipalidad", "--cutoff", "2026-01-16")


def run(source: str, *options: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_source", source, *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def gtfs(tmp_path: Path) -> Any:
    """``gtfs("trujillo", "1301", changes)`` publishes a feed."""

    def publish(name: str, unit: str, changes: Any = None, *more: str) -> str:
        path = tmp_path / "gtfs.zip"
        path.write_bytes(feed({**stops_in(unit), **(changes or {})}))
        options = ("--feed", name, "--unit", unit, *SAID, *more)
        return run("transport", str(path), *options)[0]

    return publish


@pytest.fixture
def atu(tmp_path: Path) -> str:
    path = tmp_path / "atu.csv"
    path.write_text(f"{HEADER}\n{STOP}\n", encoding="utf-8")
    return run("transport_atu", str(path), *SAID)[0]


def facts(model: Any) -> set[tuple[str, str]]:
    key = "route_id" if model is TransitRoute else "stop_id"
    return set(model.objects.filter(is_sample=False).values_list("feed", key))


def routes(*names: str) -> set[tuple[str, str]]:
    return {(name, route) for name in names for route in ("R1", "R2")}


def values(figures: list[Figure]) -> dict[str, Any]:
    """What is counted of facts; what no file is published of shows its samples beside them."""
    return {figure.name: figure.value for figure in figures if not figure.is_sample}


def country(number: int) -> dict[str, Any]:
    return values([f for table in tables_of(number) for f in table.total])


def test_one_city_leaves_the_other_alone(gtfs: Any) -> None:
    gtfs("trujillo", "1301")
    assert "transit_routes: 2 nuevas, 0 cambiadas, 0 retiradas" in gtfs("cusco", "801")
    assert facts(TransitRoute) == routes("trujillo", "cusco")
    fewer = {
        "routes.txt": FEED["routes.txt"].rsplit("R2", 1)[0],
        "trips.txt": FEED["trips.txt"].rsplit("R2", 2)[0],
        "stop_times.txt": FEED["stop_times.txt"].split("T2")[0],
    }
    assert "transit_routes: 0 nuevas, 0 cambiadas, 1 retiradas" in gtfs("cusco", "0801", fewer)
    assert facts(TransitRoute) == routes("trujillo") | {("cusco", "R1")}
    assert TransitRoute.objects.get(feed="cusco", is_sample=False).declared_unit_id == "0801"


def test_the_stops_of_atu_live_beside_the_feeds(gtfs: Any, atu: str) -> None:
    assert "Publicado: 1 nuevas" in atu
    gtfs("lima", "1501")
    stops = stops_in("1501")["stops.txt"].replace("Plaza", "Plaza Mayor")
    gtfs("lima", "1501", {"stops.txt": stops})
    assert len(facts(TransitStop)) == 4
    assert {stop.commitments[0] for stop in TransitStop.objects.filter(is_sample=False)} == {9}


def test_each_feed_has_its_own_publications(gtfs: Any) -> None:
    gtfs("trujillo", "1301")
    gtfs("cusco", "0801")
    gtfs("trujillo", "1301", changed("routes.txt", "Óvalo - Mercado", "Óvalo - Playa"))
    run("transport", "--feed", "trujillo", "--roll-back")
    names = TransitRoute.objects.filter(is_sample=False, route_id="R1").order_by("feed")
    assert list(names.values_list("feed", "long_name")) == [
        ("cusco", "Óvalo - Mercado"),
        ("trujillo", "Óvalo - Mercado"),
    ]
    assert Snapshot.objects.filter(is_current=True).count() == 2
    with pytest.raises(CommandError, match="No hay una publicación"):
        run("transport", "--feed", "cusco", "--roll-back")
    listed = run("transport", "--list")[0].splitlines()
    assert [(line[0], line[2:].split("  ")[2]) for line in listed] == [
        (" ", "trujillo"),
        ("*", "cusco"),
        ("*", "trujillo"),
    ]


def test_a_feed_can_be_withdrawn_and_brought_back(gtfs: Any, atu: str) -> None:
    gtfs("trujillo", "1301")
    gtfs("cusco", "0801")
    before = versions.of("transit_routes")
    assert (
        "transit_routes: 0 nuevas, 0 cambiadas, 2 retiradas"
        in run("transport", "--feed", "cusco", "--withdraw")[0]
    )
    assert facts(TransitRoute) == routes("trujillo")
    assert versions.of("transit_routes") == before + 1
    run("transport", "--feed", "cusco", "--roll-back")
    assert facts(TransitRoute) == routes("trujillo", "cusco")
    run("transport_atu", "--withdraw")
    assert {name for name, _stop in facts(TransitStop)} == {"trujillo", "cusco"}


def test_the_same_feed_again_changes_nothing(gtfs: Any) -> None:
    gtfs("trujillo", "1301")
    ids = dict(TransitRoute.objects.values_list("route_id", "pk"))
    report = gtfs("trujillo", "1301")
    # Routes and stops, and what they leave by: services, their single days, departures; and what
    # another validator noticed.
    assert report.count("0 nuevas, 0 cambiadas, 0 retiradas") == 6
    assert "5 filas correctas" in report  # two routes and three stops
    assert dict(TransitRoute.objects.values_list("route_id", "pk")) == ids
    assert Snapshot.objects.filter(source="transport").count() == 1


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ((), "indique el nombre"),
        (("--feed", "trujillo"), "indique el nombre"),
        (("--unit", "1301"), "indique el nombre"),
        (("--feed", "Trujillo 1", "--unit", "1301"), "minúsculas"),
        (("--feed", "x" * 64, "--unit", "1301"), "minúsculas"),
        (("--feed", "atu", "--unit", "1501"), "de otra fuente"),
        (("--feed", "trujillo", "--unit", "9901"), "no tiene una unidad 9901"),
        (("--feed", "trujillo", "--unit", "Trujillo"), "No es un ubigeo"),
        (("--feed", "lima", "--unit", "15"), "compromiso 9"),
    ],
)
def test_the_operator_has_to_say_which_feed_and_whose(
    tmp_path: Path, options: tuple[str, ...], reason: str
) -> None:
    path = tmp_path / "gtfs.zip"
    path.write_bytes(feed())
    with pytest.raises(CommandError, match=reason):
        run("transport", str(path), *options, *SAID)
    assert facts(TransitRoute) == set()


@pytest.mark.parametrize(
    ("source", "options", "reason"),
    [
        ("transport", ("--roll-back",), "indique --feed"),
        ("transport", ("--withdraw",), "indique --feed"),
        ("transport_atu", ("--withdraw", "--feed", "trujillo"), "quite --feed"),
        ("environment", ("--roll-back", "--feed", "trujillo"), "quite --feed"),
    ],
)
def test_the_way_back_names_the_feed_where_there_are_several(
    source: str, options: tuple[str, ...], reason: str
) -> None:
    with pytest.raises(CommandError, match=reason):
        run(source, *options)


def test_a_source_without_feeds_takes_no_name(tmp_path: Path) -> None:
    path = tmp_path / "atu.csv"
    path.write_text(f"{HEADER}\n{STOP}\n", encoding="utf-8")
    with pytest.raises(CommandError, match="no distingue archivos"):
        run("transport_atu", str(path), *SAID, "--feed", "lima", "--unit", "1501")


def test_a_refused_cell_names_its_file(gtfs: Any, tmp_path: Path) -> None:
    errors = tmp_path / "rechazos.csv"
    wrong = changed("stops.txt", "-8.12,-79.01", "0,0")
    with pytest.raises(CommandError, match="No se cambió nada"):
        gtfs("trujillo", "1301", wrong)
    out = gtfs("trujillo", "1301", wrong, "--skip-refused", "--errors", str(errors))
    assert "4 filas correctas, 1 rechazadas" in out
    row = next(csv.DictReader(errors.read_text("utf-8-sig").splitlines(), delimiter=";"))
    found = [row[name] for name in ("archivo", "fila", "columna", "valor")]
    assert found == ["stops.txt", "4", "stop_lat", "0"]
    (error,) = snapshots.refused(Snapshot.objects.get(feed="trujillo"), "errors")
    assert (error.file, error.row) == ("stops.txt", 4)


def test_the_shipped_samples() -> None:
    rows = TransitRoute.objects.filter(is_sample=True)
    feeds = set(rows.values_list("feed", "declared_unit"))
    assert {("ejemplo-cusco", "0801"), ("ejemplo-trujillo", "1301")} < feeds
    assert {unit[:2] for _name, unit in feeds} == {f"{code:02}" for code in range(1, 26)}
    in_lima = TransitStop.objects.filter(is_sample=True, feed="atu")
    assert {unit[:4] for unit in in_lima.values_list("declared_unit", flat=True)} == {
        "0701",
        "1501",
    }
    assert all("DE EJEMPLO" in stop.name for stop in TransitStop.objects.all())
    tables = [*tables_of(9), *tables_of(10)]
    assert tables
    assert all(table.is_sample for table in tables)


@pytest.mark.slow
def test_samples_can_be_removed_and_loaded_again() -> None:
    samples = TransitStop.objects.filter(is_sample=True)
    tables = (
        TransitRoute,
        TransitStop,
        TransitService,
        TransitServiceDate,
        TransitDeparture,
        TransitNotice,
    )
    count, every = samples.count(), sum(model.objects.count() for model in tables)
    removed = sum(
        importing.remove_samples(source)
        for source in SOURCES
        if source.name in ("transport", "transport_atu")
    )
    assert removed == every
    assert not samples.exists()
    for source in SOURCES:
        if source.name in ("transport", "transport_atu"):
            importing.load_samples(source, FIXTURES / "samples")
    assert samples.count() == count
    assert sum(model.objects.count() for model in tables) == every


def test_a_sample_feed_cannot_be_published_as_fact(tmp_path: Path) -> None:
    path = tmp_path / "gtfs.zip"
    folder = FIXTURES / "samples" / TRANSPORT.sample / TRANSPORT.sample_feeds[0].name
    path.write_bytes(importing._zipped(folder))
    with pytest.raises(CommandError, match="Ninguna fila sirve"):
        run("transport", str(path), "--feed", "otro", "--unit", "0801", *SAID, "--skip-refused")


def test_figures_of_units_and_of_the_country(gtfs: Any, atu: str) -> None:
    gtfs("trujillo", "1301")
    assert country(10) == {"transit_routes": 2, "transit_stops": 3}
    assert country(9) == {"transit_stops": 1}
    assert values(figures_of("13", 10)) == {"transit_routes": 2, "transit_stops": 3}
    # What the feed declares for the province says nothing of its districts.
    assert values(figures_of("130101", 10)) == {}
    assert values(figures_of("150105", 9)) == {"transit_stops": 1}
