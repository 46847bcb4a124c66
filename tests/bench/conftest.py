"""A database with the bench's features at a thousandth of their number."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from bench import database
from tests.database import database_copy

SIZES = database.NATIONAL.divided(1000)


@pytest.fixture(scope="session")
def bench_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    before = str(connection.settings_dict["NAME"])
    base = re.sub(r"_test_\d+$", "", before)
    with (
        django_db_blocker.unblock(),
        database_copy(base, f"{os.getpid()}bench") as name,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setitem(connection.settings_dict, "NAME", name)
        connection.close()
        database.generate(SIZES)
        connection.close()
        patch.undo()
        yield name


@pytest.fixture
def bench_connection(
    bench_database: str, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Django's connection leads to that database during the test."""
    with django_db_blocker.unblock():
        connection.close()
        monkeypatch.setitem(connection.settings_dict, "NAME", bench_database)
        yield
        connection.close()
