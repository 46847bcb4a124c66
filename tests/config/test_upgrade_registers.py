"""A newer checkout where the registers were published before: what follows from them is there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from tests.config.older_registers import CUTOFF, UGEL
from tests.config.test_upgrade import run
from tests.database import address, empty_database

pytestmark = pytest.mark.slow

AREA = (
    "SELECT services, districts, eib_services, eib_known, eib_percent, eib_languages,"
    " eib_cutoff_date, geom IS NOT NULL FROM territory_ugelarea WHERE NOT is_sample AND code = %s"
)


@pytest.fixture
def old_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The name of a database of the version before UGEL areas, with both registers."""
    base = re.sub(r"_test_\w+$", "", str(connection.settings_dict["NAME"]))
    with django_db_blocker.unblock(), empty_database(base, f"{os.getpid()}reg") as name:
        run(name, "-m", "tests.config.older_registers")
        yield name


def prepare(database: str) -> str:
    """Without samples, over which ``test_upgrade`` goes back and forth."""
    return run(database, "-m", "config.prepare", SAMPLES="0")


def areas(database: str) -> list[tuple[object, ...]]:
    with psycopg.connect(address(database)) as reader:
        return reader.execute(AREA, [UGEL]).fetchall()


def test_areas_and_their_services_of_eib_are_there_without_a_new_publication(
    old_database: str,
) -> None:
    said = prepare(old_database)
    assert "Áreas de las UGEL: cargando…" in said
    expected = [(3, 1, 2, 3, 66.67, "Quechua (2)", CUTOFF, True)]
    assert areas(old_database) == expected

    # An area of a version that knew nothing of EIB, as its rules then made it.
    run(old_database, "manage.py", "migrate", "territory", "0050")
    run(old_database, "manage.py", "migrate")
    assert areas(old_database) == [(3, 1, None, 0, None, None, None, True)]
    with psycopg.connect(address(old_database), autocommit=True) as writer:
        writer.execute("UPDATE layers_loadedfile SET sha256 = 'x' WHERE name = 'ugel_areas'")
    prepare(old_database)
    assert areas(old_database) == expected
    assert "Áreas de las UGEL: sin cambios." in prepare(old_database)
