"""The program that does jobs: takes them from the queue until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import Error, connection, connections
from django.db.backends.signals import connection_created
from django.db.migrations.executor import MigrationExecutor
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app, connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import DeleteJobCondition

from layers.database_faults import fault_of
from layers.jobs import timetable
from layers.jobs.kinds import LONG, QUEUES, QUICK
from layers.jobs.rescue import HEARTBEAT_S, SILENCE_S, rescue

GRACE_S = 3.0
# Long jobs never keep every place: somebody waits before a page for the quick ones.
QUICK_BESIDE = 1
_RESCUE_EVERY_S = 10.0
_AGAIN_AFTER_S = 2.0
_LOOK_FOR_CLIENT_MS = 2_000
_FIRST_THAT_LOOKS = 140_000  # PostgreSQL 14
_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Settings:
    """``at_once`` jobs at a time, of these ``queues``, and beside them ``QUICK_BESIDE`` quick ones.

    It says that it lives each ``heartbeat_s``; another that was silent for ``silence_s`` is dead.
    When it is told to stop, what is running may go on for ``grace_s``, then is put back.
    """

    at_once: int
    queues: tuple[str, ...] = QUEUES
    heartbeat_s: float = HEARTBEAT_S
    silence_s: float = SILENCE_S
    grace_s: float = GRACE_S


def work(settings: Settings, announce: Callable[[str], None]) -> None:
    """Do jobs until SIGTERM, SIGINT or SIGHUP. ``announce`` is given sentences for a person.

    While the database is away, or isn't prepared for this version, it waits, and says so once.
    """
    connection_created.connect(_notice_the_clients_end)
    _wait_until_prepared(announce)
    was_away = False
    while True:
        try:
            asyncio.run(_session(settings, announce, was_away=was_away))
        except asyncio.CancelledError:
            return
        except (ConnectorException, psycopg.Error) as error:
            cause = error.__cause__ if isinstance(error, ConnectorException) else error
            if fault_of(cause) is None:
                raise
            if not was_away:
                announce(f"La base de datos no responde ({_in_a_line(cause)}); se espera.")
            was_away = True
        else:
            # The library stops a worker whose connection for notices was lost.
            was_away = False
        time.sleep(_AGAIN_AFTER_S)


def _notice_the_clients_end(connection: Any, **_said: Any) -> None:
    """Have the server end the statements of a worker that was killed, with the locks they hold.

    It would else go on to the statement's end before it notices.
    """
    if connection.pg_version >= _FIRST_THAT_LOOKS:
        with connection.cursor() as cursor:
            cursor.execute("SET client_connection_check_interval = %s", [_LOOK_FOR_CLIENT_MS])


def _wait_until_prepared(announce: Callable[[str], None]) -> None:
    """Wait for the tables, which whoever serves the site brings up to date."""
    said = ""
    while lacking := _lacking():
        if lacking != said:
            announce(lacking)
        said = lacking
        time.sleep(_AGAIN_AFTER_S)


def _lacking() -> str:
    """What is to be waited for; empty where everything is there."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error as error:
        if fault_of(error) is None:
            raise
        return f"La base de datos no responde ({_in_a_line(error)}); se espera."
    finally:
        connection.close()
    return (
        "La base de datos no está preparada para esta versión (make serve la prepara); se espera."
        if pending
        else ""
    )


async def _session(settings: Settings, announce: Callable[[str], None], *, was_away: bool) -> None:
    """Work as long as the database is there.

    Raises CancelledError where a signal ended it.
    """
    task = asyncio.current_task()
    assert task is not None
    loop = asyncio.get_running_loop()
    for number in _SIGNALS:
        loop.add_signal_handler(number, task.cancel)
    timetable.register()
    most = settings.at_once + QUICK_BESIDE
    # A thread for each job, and one that looks after those of dead workers.
    loop.set_default_executor(ThreadPoolExecutor(most + 1))
    connector = PsycopgConnector(
        kwargs=connector_params(), min_size=1, max_size=most + 2, timeout=10.0
    )
    with app.replace_connector(connector):
        async with app.open_async():
            if was_away:
                announce("La base de datos responde otra vez.")
            rescuing = asyncio.create_task(_keep_rescuing(settings.silence_s))
            try:
                await _work_side_by_side(settings, announce)
            finally:
                rescuing.cancel()


async def _work_side_by_side(settings: Settings, announce: Callable[[str], None]) -> None:
    """Take jobs until one of the library's workers ends, or this is cancelled."""
    lanes = [(settings.queues, settings.at_once)]
    if LONG in settings.queues and QUICK in settings.queues:
        lanes.append(((QUICK,), QUICK_BESIDE))
    workers = [
        asyncio.create_task(
            app.run_worker_async(
                queues=list(queues),  # a tuple would be a row to the database
                concurrency=at_once,
                delete_jobs=DeleteJobCondition.ALWAYS.value,
                shutdown_graceful_timeout=settings.grace_s,
                install_signal_handlers=False,
                update_heartbeat_interval=settings.heartbeat_s,
                stalled_worker_timeout=settings.silence_s,
                additional_context={"announce": announce},
            )
        )
        for queues, at_once in lanes
    ]
    try:
        await asyncio.wait(workers, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for worker in workers:
            worker.cancel()
        ended = await asyncio.gather(*workers, return_exceptions=True)
    for how in ended:
        if isinstance(how, Exception):
            raise how


async def _keep_rescuing(silence_s: float) -> None:
    """Looks after other workers' jobs for as long as this one lives."""
    while True:
        await asyncio.to_thread(_rescue, silence_s)
        await asyncio.sleep(min(_RESCUE_EVERY_S, silence_s))


def _rescue(silence_s: float) -> None:
    try:
        rescue(silence_s)
    except Error as error:
        if fault_of(error) is None:
            logger.exception("jobs of dead workers were not looked for")
    finally:
        connections.close_all()


def _in_a_line(error: BaseException | None) -> str:
    return " ".join(str(error).split())[:200]
