"""A kept connection is tried before it is used: without a question while nothing has come of it."""

from __future__ import annotations

import select
from collections.abc import Iterator
from typing import Any
from unittest.mock import Mock

import psycopg
import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from config.postgis.base import DatabaseWrapper
from tests.database import address


@pytest.fixture
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[DatabaseWrapper]:
    """A connection of its own, between two requests."""
    with django_db_blocker.unblock():
        other: Any = connection.copy()
        other.settings_dict = other.settings_dict | {"CONN_HEALTH_CHECKS": True}
        other.connect()
        other.close_if_unusable_or_obsolete()
        yield other
        other.close()


def session(wrapper: DatabaseWrapper) -> int:
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (found,) = cursor.fetchone()
    return int(found)


def test_a_silent_one_is_used_without_a_question(
    kept: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = Mock(return_value=True)
    monkeypatch.setattr(kept, "is_usable", asking)
    first = session(kept)
    kept.close_if_unusable_or_obsolete()
    assert session(kept) == first
    assert not asking.called


def test_one_that_the_server_ended_is_made_anew(kept: DatabaseWrapper) -> None:
    ended = session(kept)
    kept.close_if_unusable_or_obsolete()
    with psycopg.connect(address(str(connection.settings_dict["NAME"]))) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [ended])
    poll = select.poll()
    poll.register(kept.connection.fileno(), select.POLLIN)
    assert poll.poll(10_000)
    assert session(kept) != ended


def test_one_of_which_something_has_come_is_asked(kept: DatabaseWrapper) -> None:
    """A notification is no end: the same session goes on."""
    first = session(kept)
    with kept.cursor() as cursor:
        cursor.execute("LISTEN anything")
    kept.close_if_unusable_or_obsolete()
    with psycopg.connect(address(str(connection.settings_dict["NAME"]))) as other:
        other.execute("NOTIFY anything")
    poll = select.poll()
    poll.register(kept.connection.fileno(), select.POLLIN)
    assert poll.poll(10_000)
    assert session(kept) == first


def test_one_that_is_closed_on_this_side_is_made_anew(kept: DatabaseWrapper) -> None:
    first = session(kept)
    kept.close_if_unusable_or_obsolete()
    kept.connection.close()
    assert session(kept) != first
