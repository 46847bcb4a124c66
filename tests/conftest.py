"""One committed database and one real server for the whole session.

Mapnik and the real clients connect by themselves, so they see committed rows only. Hence:

* ``db`` (or ``@pytest.mark.django_db``): the fixtures are there; what a test writes is rolled
  back, what was cached of it forgotten, and only the test itself sees it.
* ``module_db``: what a fixture of the module's writes is made once; each of its tests (with ``db``)
  finds it as it was made, and it is rolled back with the module.
* ``committed_db``: what a test writes is seen by others. It cleans up what it wrote in tables that
  have rows for all; those that were empty are emptied (``tests/left_behind.py``).
* ``live_url``: the address of a gunicorn on that database, started on first use.
* ``golden(name, got)``: compares with ``tests/golden/<name>``; ``make bless`` writes it anew.

Every process that tests (a run, or each worker of a parallel one) has a database and a server
of its own, the database named after the process and dropped at its end; so runs may go side by
side, and beside ``make serve``. Nothing may flush it: ``transactional_db`` is refused.

Two tiers: ``make quick`` leaves out what is marked ``slow``, which goes without saying for
whatever serves the site, what walks all of it and what takes long (``tests/tiers.py``);
``make test`` runs everything.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Collection, Generator, Iterator
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as generated
from pytest_django.plugin import DjangoDbBlocker

from config.cluster import borrowed
from config.cluster_place import locate
from layers.residences import samples as residence_samples
from layers.tracking import samples as tracking_samples
from territory import attempts
from territory.models import CommissionAssistance, CommissionPolicy
from territory.participation import limits
from tests.database import session_database
from tests.left_behind import Found
from tests.live_settings import PASSWORD_HASHERS
from tests.server import live_server_process
from tests.streams import close_streams, remembering_streams
from tests.tiers import LONG, WIDE, Durations

# New objects before the youngest are looked through (``gc.set_threshold``).
RUBBISH = (20_000, 20, 50)
GOLDEN = Path(__file__).parent / "golden"
FLUSHING = {"transactional_db", "live_server", "django_db_reset_sequences"}
# Seconds before anything is tested: real clients, and whatever else serves the site.
CLIENTS = Path(__file__).parent / "clients"
SERVING = {"live_url", "own_database", "bench_database"}

# No test is on the clock; and what a generated one takes (a client, rows) its examples may share.
generated.register_profile(
    "shared",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
generated.load_profile("shared")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="write the golden files anew")
    parser.addoption("--note-long", action="store_true", help="write tests/long_modules.txt anew")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--note-long") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Durations())


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: while one waits for a browser, another is at work."""
    return len(os.sched_getaffinity(0)) + 1


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """Of a parallel run: the template is made while the workers, who will wait for it, collect."""
    if hasattr(session.config, "workerinput") or not session.config.getoption("numprocesses", None):
        return (yield)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.database"],
        cwd=settings.BASE_DIR,
    ):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is imported and collected stays for good, and isn't looked through as rubbish.

    A third of the time that the collecting takes, and of each test's a little.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(*RUBBISH)
        gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Iterator[None]:
    for item in items:
        if SERVING & _fixtures(item) or CLIENTS in item.path.parents:
            item.add_marker("slow")
        if item.path in WIDE:
            item.add_marker("wide")
        if item.path in LONG:
            item.add_marker("long")
    yield
    if hasattr(config, "workerinput"):
        # Long modules first: whichever worker takes the last one, the others don't wait for it.
        long = {item.path: None for item in items if _is_long(item)}
        places = _interleaved(long)
        items.sort(key=lambda item: places.get(item.path, 1.0))


def _is_long(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(tier) for tier in ("slow", "wide"))


def _interleaved(modules: Collection[Path]) -> dict[Path, float]:
    """Where each of the long modules goes, between 0 and 1.

    Those of clients, which keep a processor busy, spread evenly among the others, many of which
    wait for processes: so that of two workers seldom both wait.
    """
    busy = [module for module in modules if CLIENTS in module.parents]
    waiting = [module for module in modules if CLIENTS not in module.parents]
    return {
        module: (number + 0.5) / len(group)
        for group in (busy, waiting)
        for number, module in enumerate(group)
    }


def _fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture: the database is everybody's."""
    marker = item.get_closest_marker("django_db")
    flushes = marker is not None and (marker.kwargs.get("transaction") or marker.args)
    if flushes or FLUSHING & _fixtures(item):
        pytest.fail("It would flush the shared database: use committed_db.", pytrace=False)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown() -> None:
    """Before any fixture's end, which would wait for ever for a query that is being read."""
    close_streams()


@pytest.fixture(scope="session", autouse=True)
def known_streams() -> Iterator[None]:
    with remembering_streams():
        yield


@pytest.fixture(scope="session", autouse=True)
def light_clients() -> Iterator[None]:
    """What a server does once and every test's client and account would do again.

    WhiteNoise finds a file when it is asked for, instead of listing them all; a password is hashed
    as the live server does it. No tile is kept, since tests write rows without a data version:
    those that are about it have a store of their own (``tests/ows/keeping.py``).
    """
    with override_settings(
        WHITENOISE_AUTOREFRESH=True, PASSWORD_HASHERS=PASSWORD_HASHERS, TILE_CACHE_MB=0
    ):
        yield


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


@pytest.fixture(scope="module")
def module_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A transaction around all tests of a module, each of whose own is a savepoint in it."""
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined] # a durable block may lie within
    with django_db_blocker.unblock(), around:
        yield
        transaction.set_rollback(True)


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Access without a transaction around the test, which cleans up what it wrote."""
    with django_db_blocker.unblock():
        found = Found.now()
        yield
        found.restore()
        connection.close()


@pytest.fixture
def untracked(db: None) -> None:
    """No sample of what is reported or delivered, and no file of one: only what the test makes."""
    tracking_samples.remove()
    residence_samples.remove()


@pytest.fixture
def register_alone(db: None) -> None:
    """Of commitment 3 the register of commissions, and nothing of what was done with them."""
    CommissionAssistance.objects.all().delete()
    CommissionPolicy.objects.all().delete()


@pytest.fixture
def one_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that is asked falls within one window of the limits, however long the test takes."""
    now = timezone.now()
    monkeypatch.setattr(limits, "timezone", SimpleNamespace(now=lambda: now))
    # That of failed sign-ins begins with the first of them.
    monkeypatch.setattr(attempts, "WINDOW_S", 86_400)


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
