"""One publication of a source at a time: the second waits for the first one's end."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from layers.loading import exclusive
from layers.loading.sources import SOURCES, find

pytestmark = pytest.mark.usefixtures("committed_db")


@contextmanager
def published_elsewhere(source: str) -> Iterator[threading.Event]:
    """Another session publishes the source until the event is set."""
    begun, over = threading.Event(), threading.Event()

    def publish() -> None:
        with exclusive.publication_of(find(source)):
            begun.set()
            over.wait(30)
        connection.close()

    thread = threading.Thread(target=publish)
    thread.start()
    begun.wait(30)
    try:
        yield over
    finally:
        over.set()
        thread.join()


def test_others_wait_and_those_of_other_tables_do_not() -> None:
    first, *others = SOURCES
    assert not exclusive.is_taken(first)
    mine = {table.model for table in first.tables}
    with published_elsewhere(first.name):
        for source in others:
            shares = bool(mine & {table.model for table in source.tables})
            assert exclusive.is_taken(source) is shares, source.name
        assert exclusive.is_taken(first)
    assert not exclusive.is_taken(first)


def test_the_command_line_says_that_it_waits_and_goes_on(tmp_path: Path) -> None:
    """A withdrawal of what isn't there: it waits for its turn and is refused then."""
    name = SOURCES[0].name
    said = io.StringIO()
    with published_elsewhere(name) as over:
        threading.Timer(0.5, over.set).start()
        with pytest.raises(Exception, match="publicad"):
            call_command("import_source", name, "--withdraw", stdout=said)
    assert over.is_set()
    assert "se espera a que termine" in said.getvalue()
