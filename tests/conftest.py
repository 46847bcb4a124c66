"""One committed database and one real server for the whole session.

Mapnik and the real clients connect by themselves, so they see committed rows only. Hence:

* ``db`` (or ``@pytest.mark.django_db``): the fixtures are there; what a test writes is rolled
  back, what was cached of it forgotten, and only the test itself sees it.
* ``committed_db``: what a test writes stays. It cleans up what it wrote.
* ``live_url``: the address of a gunicorn on that database, started on first use.
* ``golden(name, got)``: compares with ``tests/golden/<name>``; ``make bless`` writes it anew.

Every run has a database of its own, named after its process and dropped at its end, so runs
may go side by side, and beside ``make serve``. Nothing may flush it: ``transactional_db`` is
refused.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from config.cluster import borrowed
from config.cluster_place import locate
from tests.database import session_database
from tests.server import live_server_process

GOLDEN = Path(__file__).parent / "golden"
FLUSHING = {"transactional_db", "live_server", "django_db_reset_sequences"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="write the golden files anew")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        marker = item.get_closest_marker("django_db")
        flushes = marker is not None and (marker.kwargs.get("transaction") or marker.args)
        if flushes or FLUSHING & set(getattr(item, "fixturenames", ())):
            message = f"{item.nodeid} would flush the shared database: use committed_db"
            raise pytest.UsageError(message)


@pytest.fixture(scope="session", autouse=True)
def static_root() -> None:
    """WhiteNoise warns where nothing was ever collected; only the live server needs files."""
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)


@pytest.fixture(autouse=True)
def nothing_remembered(request: pytest.FixtureRequest) -> Iterator[None]:
    """What is cached of rows that are rolled back goes with them.

    The keys don't tell: a data version that was rolled back is given again. Tests on committed
    rows share the cache, so that one that mixed up their users would be seen.
    """
    node = request.node
    rolled_back = "db" in node.fixturenames or node.get_closest_marker("django_db") is not None
    if rolled_back:
        _forget()
    yield
    if rolled_back:
        _forget()


def _forget() -> None:
    for name in settings.CACHES:
        caches[name].clear()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Takes the place of pytest-django's: a committed copy of a template that is kept."""
    cluster = nullcontext() if os.environ.get("DATABASE_URL") else borrowed(locate())
    with cluster, django_db_blocker.unblock(), session_database():
        yield


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Access without a transaction around the test, which cleans up what it wrote."""
    with django_db_blocker.unblock():
        yield
        connection.close()


@pytest.fixture(scope="session")
def live_url(django_db_setup: None) -> Iterator[str]:
    """``http://127.0.0.1:<port>`` of a gunicorn as ``make serve`` runs it, without a slash."""
    with live_server_process(str(connection.settings_dict["NAME"])) as url:
        yield url


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """``golden(name, got)`` fails where ``got`` is not what ``tests/golden/<name>`` holds."""

    def check(name: str, got: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--bless"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(got)
        assert path.exists(), f"no golden {name}: write it with make bless, and read it"
        assert got == path.read_text()

    return check
