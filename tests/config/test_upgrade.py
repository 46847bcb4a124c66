"""A newer checkout on the database that an older one left: all that people put in is kept."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from config.cluster_place import CHECKOUT
from tests.config.older_database import COMMISSION, CONTENT, PLANNER, SNAPSHOT, ZONE
from tests.database import address, empty_database
from tests.layers.loading.test_fixtures import UNCHANGED
from tests.server import LIVE_SETTINGS

pytestmark = pytest.mark.slow

# What a person or an agency put in, as it may be read before and after.
KEPT = {
    "the planner": "SELECT id, username FROM auth_user WHERE NOT is_superuser "
    "AND username NOT LIKE 'demo%'",
    "what is planned": "SELECT user_id, department_ubigeo FROM territory_planner "
    "WHERE NOT is_demonstration",
    "the fact": "SELECT id, name, kind, declared_ubigeo, commitments, source, cutoff_date "
    "FROM territory_environmentalcommission WHERE NOT is_sample",
    # Which way its rings run is the newer checkout's to say.
    "the zone": "SELECT id, title, status, version, author_id, "
    "ST_AsText(ST_ForcePolygonCCW(geom)), area_ha "
    "FROM territory_interventionzone",
    "its versions": "SELECT pgh_obj_id, title, version FROM territory_zoneversion",
    "the publication": "SELECT id, source, file_name, is_current, published_by_id, content "
    "FROM layers_snapshot",
}


@pytest.fixture
def old_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The name of a database with an older version's tables and rows."""
    base = re.sub(r"_test_\w+$", "", str(connection.settings_dict["NAME"]))
    with django_db_blocker.unblock(), empty_database(base, f"{os.getpid()}old") as name:
        run(name, "-m", "tests.config.older_database")
        yield name


def run(database: str, *arguments: str, **variables: str) -> str:
    settings = {"DB_NAME": database, "DJANGO_SETTINGS_MODULE": LIVE_SETTINGS} | variables
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=CHECKOUT,
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def kept(database: str) -> dict[str, list[tuple[object, ...]]]:
    with psycopg.connect(address(database)) as reader:
        return {what: reader.execute(query).fetchall() for what, query in KEPT.items()}


def unknown_texts(database: str) -> list[tuple[object, ...]]:
    query = "SELECT created_by, source_url FROM territory_environmentalcommission WHERE name = %s"
    with psycopg.connect(address(database)) as reader:
        return reader.execute(query, [COMMISSION]).fetchall()


def unknown_quotes(database: str) -> set[tuple[object, ...]]:
    """Of 1 the plan names no place, and has one record of its agencies."""
    query = (
        "SELECT DISTINCT place.quote, commitment.agencies_source_url, plan.source_url"
        " FROM territory_commitmentterritory AS place"
        " JOIN territory_commitment AS commitment ON place.commitment_id = commitment.id"
        " JOIN territory_plan AS plan ON commitment.plan_id = plan.id"
        " WHERE commitment.number = 1"
    )
    with psycopg.connect(address(database)) as reader:
        return set(reader.execute(query))


def test_an_older_database_is_brought_up_to_date_and_its_rows_stay(old_database: str) -> None:
    before = kept(old_database)
    named = repr(before)
    for name in (PLANNER, COMMISSION, ZONE, SNAPSHOT, repr(CONTENT)):
        assert name in named
    assert all(before.values()), before
    assert unknown_texts(old_database) == [("", "")]
    said = run(old_database, "-m", "config.prepare")
    assert "Actualizando las tablas" in said
    assert kept(old_database) == before
    run(old_database, "manage.py", "migrate", "--check")
    with psycopg.connect(address(old_database)) as reader:
        districts = "SELECT count(*) FROM territory_adminunit WHERE level = 'district'"
        assert reader.execute(districts).fetchone() == (1891,)
        # What was published is one part, which covers what its rows say.
        published = (
            "SELECT part.covers, snapshot.covers, part.records FROM territory_publishedpart AS part"
            " JOIN territory_environmentalcommission AS row ON row.parts = ARRAY[part.id]::int[]"
            " JOIN layers_snapshot AS snapshot ON snapshot.source = part.source"
        )
        covers = ["08"]
        records = ["territory.environmentalcommission"]
        assert reader.execute(published).fetchall() == [(covers, covers, records)]

    said = run(old_database, "-m", "config.prepare")
    assert said.count("sin cambios") == said.count("sin cambios.\n") == len(UNCHANGED)
    assert kept(old_database) == before

    # Over rows of every table: a text that nothing gives is empty in the tables of a version back.
    assert unknown_texts(old_database) == [(None, None)]
    assert unknown_quotes(old_database) == {(None, None, None)}
    run(old_database, "manage.py", "migrate", "territory", "0016")
    assert unknown_texts(old_database) == [("", "")]
    assert unknown_quotes(old_database) == {("", "", "")}
    run(old_database, "manage.py", "migrate")
    assert unknown_texts(old_database) == [(None, None)]
    assert unknown_quotes(old_database) == {(None, None, None)}
