"""A database of another PostgreSQL release: the one that is missing gets in, or it is said."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from config import cluster, cluster_place, setup_system
from config.cluster_place import ClusterError, Place
from config.console import SetupError

# Older than any that is installed here, and than any that Debian 12 has.
MADE_WITH = "9"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A cluster of that release, as far as PostgreSQL's own mark says."""
    place = Place(tmp_path, tmp_path / ".local" / "pg", os.geteuid(), os.getegid())
    place.data.mkdir(parents=True)
    (place.data / "PG_VERSION").write_text(f"{MADE_WITH}\n")
    return place


@pytest.fixture
def found(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The set-up finds it; a server of another release is installed."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(setup_system, "find_home", lambda: place.home)
    return place


def test_it_is_not_started_and_nothing_changes(place: Place) -> None:
    with pytest.raises(ClusterError) as refusal:
        cluster.start(place)
    message = str(refusal.value)
    assert f"La base de datos de {place.data} es de PostgreSQL {MADE_WITH}" in message
    assert f"hay PostgreSQL {' y '.join(cluster_place.installed_releases())}" in message
    assert f"postgresql-{MADE_WITH}-postgis-3" in message
    assert f"mv {place.data} {place.data}-{MADE_WITH}" in message
    assert [path.name for path in place.data.iterdir()] == ["PG_VERSION"]


def test_its_release_is_what_the_machine_lacks(found: Place) -> None:
    assert [p.name for p in setup_system.lacking("serve")] == [f"postgresql-{MADE_WITH}-postgis-3"]
    (found.data / "PG_VERSION").write_text(f"{cluster_place.installed_releases()[0]}\n")
    assert setup_system.lacking("serve") == []


@pytest.mark.usefixtures("found")
@pytest.mark.parametrize("offered", [True, False])
def test_a_release_that_the_system_has_no_more_is_said_before_anything_is_installed(
    offered: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    steps: list[str] = []

    def apt(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        is_refused = command[0] == "apt-cache" and not offered
        return subprocess.CompletedProcess(
            command, 100 if is_refused else 0, stdout="libarchive.so.13"
        )

    monkeypatch.setattr(subprocess, "run", apt)
    monkeypatch.setattr(setup_system, "run", lambda title, *_: steps.append(title))
    monkeypatch.setattr(setup_system, "_sudo", list)
    reason = "no se encuentra" if offered else f"es de PostgreSQL {MADE_WITH}"
    with pytest.raises(SetupError, match=reason):
        setup_system.install("serve", tmp_path / "log")
    install = [f"Instalando postgresql-{MADE_WITH}-postgis-3"] if offered else []
    assert steps == ["Actualizando la lista de paquetes", *install]
