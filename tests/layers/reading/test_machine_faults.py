"""What the machine lacks is no fault of the file; what the file lacks is its own."""

from __future__ import annotations

import errno
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from layers.reading import archives, vector, zipped
from layers.reading.kinds import in_words, refuse_foreign
from layers.reading.results import SourceError
from layers.reading.workbook import read_workbook
from layers.reading.zipped import zipped_tables
from layers.themes.transit.gtfs import archive as feed_archive
from tests.layers.boundaries.boundary_files import geojson, square


def read_vector_zip(path: Path) -> None:
    with archives.dataset_in(path):
        pass


def read_feed(path: Path) -> None:
    with feed_archive.open_archive(path, ["stops.txt"]):
        pass


@pytest.mark.parametrize(
    ("module", "name", "read"),
    [
        (archives, "a.geojson", read_vector_zip),
        (zipped, "a.csv", lambda path: list(zipped_tables(path, (".csv",)))),
        (feed_archive, "stops.txt", read_feed),
    ],
)
def test_a_full_disk_is_no_fault_of_the_zip(
    module: ModuleType,
    name: str,
    read: Callable[[Path], Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def copy_member(*_given: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module, "copy_member", copy_member)
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "{}")
    with pytest.raises(OSError, match="No space left") as caught:
        read(path)
    assert "no tiene espacio" in in_words(caught.value)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EACCES])
def test_what_the_machine_lacks_is_no_damage_of_features(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """POSIX, errno: no room, no quota, a failing disk, no permission say nothing of the file."""
    path = geojson(tmp_path / "a.geojson", [({"UBIGEO": "080101"}, square("080101"))])

    def fail(*_given: Any) -> Any:
        raise OSError(number, "the system's own words")

    monkeypatch.setattr(vector, "read_features", fail)
    with pytest.raises(OSError, match="own words") as caught:
        vector.read_shapes(path)
    assert "dañado" not in in_words(caught.value)


def test_features_that_end_early_are_damaged(tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.geojson", [({"UBIGEO": "080101"}, square("080101"))])
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(SourceError, match="dañado o incompleto"):
        vector.read_shapes(path)


@pytest.mark.parametrize("read", [refuse_foreign, read_workbook])
def test_what_the_machine_lacks_is_no_damage_of_a_workbook(
    read: Callable[[Path], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(200))

    def fail(*_given: Any) -> Any:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(zipfile, "ZipFile", fail)
    with pytest.raises(OSError, match="Input/output"):
        read(path)
