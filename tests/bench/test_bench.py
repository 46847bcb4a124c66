"""The bench itself, at a thousandth of its size: a rehearsal of everything but the figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from lxml import etree

from bench import equivalence
from bench.cases import (
    country,
    documents,
    features,
    files,
    filters,
    growth,
    imports,
    kept,
    load,
    memory,
    mixed,
    paging,
    single,
    tiles,
    vector_tiles,
    workers,
)
from bench.peers import environments, mapserver
from bench.plots import svg
from bench.run import Case, Run, all_servers
from bench.site.layers import CATEGORIES
from tests.bench.conftest import SIZES

PYTHON_PEERS = {"tipg", "django-gisserver", "pygeoapi", "MapProxy"}
KINDS = ("points", "polygons", "lines")


def rows(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


@pytest.mark.usefixtures("bench_connection")
@pytest.mark.parametrize("kind", KINDS)
def test_features_are_as_many_as_asked_and_lie_in_their_departments(kind: str) -> None:
    ((number, valid, samples),) = rows(
        f"SELECT count(*), bool_and(ST_IsValid(geom)), bool_and(is_sample) FROM bench_{kind}"
    )
    # Each department has at least one, and its share is rounded.
    assert abs(int(str(number)) - getattr(SIZES, kind)) <= 25
    assert (valid, samples) == (True, True)
    # A point is where it was put; a shape starts around such a point, so it may reach over.
    near = 0 if kind == "points" else 0.3
    assert rows(
        f"SELECT count(*) FROM bench_{kind} AS f JOIN territory_adminunit AS d "
        f"ON d.ubigeo = f.declared_ubigeo WHERE NOT ST_DWithin(d.geom, f.geom, {near})"
    ) == [(0,)]


@pytest.mark.usefixtures("bench_connection")
def test_every_category_is_one_that_the_style_knows() -> None:
    found = {row[0] for row in rows("SELECT DISTINCT category FROM bench_points")}
    assert found <= set(CATEGORIES)
    assert len(found) > 1


@pytest.fixture
def run(bench_connection: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Run]:
    """The site and MapServer for the length of one test, and QGIS Server where that is installed.

    The peers with environments of their own are told as missing: tests install nothing.
    """
    monkeypatch.setattr(environments, "_HOME", tmp_path)
    monkeypatch.setattr(environments, "_make", refuse)
    missing = mapserver.missing_programs()
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)} (make bench installs them)")
    ((points,),) = rows("SELECT count(*) FROM bench_points")
    with all_servers(1, int(str(points))) as running:
        yield running


def refuse(_home: Path, lock: Path) -> None:
    raise environments.NotToBeHad(f"{lock.name}: not here")


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what takes its time whatever the size of the tables."""
    monkeypatch.setattr(mixed, "CLIENTS", (1, 8))
    monkeypatch.setattr(mixed, "SECONDS_A_ROUND", 0.2)
    monkeypatch.setattr(growth, "LAYERS", (16,))


@pytest.mark.usefixtures("short")
def test_both_sides_answer_alike_and_every_case_gives_results(run: Run) -> None:
    cases: list[Case] = [
        features.run,
        files.run,
        tiles.run,
        country.run,
        memory.run,
        paging.run,
        filters.run,
        single.run,
        documents.run,
        vector_tiles.run,
        kept.run,
        mixed.run,
        workers.run,
        growth.run,
        load.run,
        imports.run,
    ]
    equivalence.check(run)
    results = [result for case in cases for result in case(run)]
    assert len({result.case for result in results}) == len(results)
    for result in results:
        row = result.as_dict()
        assert set(row) == {
            "case",
            "ours",
            "peer",
            "peer_name",
            "floor",
            "unit",
            "ratio",
            "goal",
            "ok",
            "sides",
        }
        assert (row["peer"] is None) == (row["peer_name"] is None) == (row["ratio"] is None)
    assert run.missing.keys() >= PYTHON_PEERS
    for curve in run.curves:
        etree.fromstring(svg(curve).encode())
    assert {curve.name for curve in run.curves} == {"clients", "features", "layers"}
    exact = {r.case: r for r in results if r.unit in ("%", "classes")}
    assert len(exact) == 2
    assert exact["the country, classes that thinning lost"].ours == 0
