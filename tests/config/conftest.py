"""What the commands that serve the site are tested on."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from tests.database import database_copy


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The name of a copy that the test has for itself."""
    base = re.sub(r"_test_\d+$", "", str(connection.settings_dict["NAME"]))
    with django_db_blocker.unblock(), database_copy(base, f"{os.getpid()}serve") as name:
        yield name
