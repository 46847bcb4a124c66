from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from layers.harvest import policy
from layers.harvest.asking import Asker
from layers.harvest.policy import Patience
from layers.harvest.running import harvest
from layers.models import HarvestedSource, HarvestRun
from layers.progress import Unwatched
from tests.layers.harvest.web import HERE, table, web


@dataclass
class Place:
    """Where harvests are tried: a table of sources, servers, and what was waited."""

    path: Path
    serve: Callable[[Any], str]
    waited: list[float] = field(default_factory=list)

    def sources(self, *lines: dict[str, Any]) -> None:
        table(self.path, *lines)

    def arcgis(self, server: Any, **said: Any) -> None:
        """A table of one source, which is the server's layer 1."""
        address = f"{self.serve(server)}/arcgis/rest/services/prueba/MapServer"
        self.sources({"protocol": "arcgis", "address": address, "layer": "1", **said})

    def asker(self, watch: Callable[[], None]) -> Asker:
        return Asker(watch, Patience((2.0, 10.0, 30.0), sleep=self.waited.append))

    def harvest(self, key: str = "prueba", **said: Any) -> HarvestRun:
        return harvest(key, Unwatched(), asker=self.asker, **said)

    @property
    def state(self) -> HarvestedSource:
        return HarvestedSource.objects.get(key="prueba")


@pytest.fixture
def place(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    settings.HARVEST_ALLOWED_NETWORKS = f"{HERE}/32"
    settings.HARVEST_SOURCES = str(tmp_path / "sources.csv")
    monkeypatch.setattr(policy, "READ_S", 30.0)
    monkeypatch.setattr(policy, "REQUEST_S", 60.0)
    with ExitStack() as stack:
        yield Place(tmp_path / "sources.csv", lambda answer: stack.enter_context(web(answer)))
