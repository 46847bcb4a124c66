"""A feed's zip is a stranger's: bombs, lies and traps are refused, and none is unpacked."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from layers.reading.results import SourceError
from layers.themes.transit.gtfs import archive
from layers.themes.transit.gtfs.archive import open_archive
from layers.themes.transit.gtfs.dataset import FILES, read_dataset
from tests.feeds import FEED, feed


def zipped(*members: tuple[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in members:
            target.writestr(name, text)
    return content.getvalue()


def contents(data: bytes) -> dict[str, bytes]:
    with open_archive(data, FILES) as found:
        return {name: path.read_bytes() for name, path in found.items()}


def test_only_the_files_of_the_format_are_unpacked() -> None:
    data = zipped(("stops.txt", "a"), ("../../evil.txt", "b"), ("notes.md", "c"))
    assert contents(data) == {"stops.txt": b"a"}


def test_nothing_is_written_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    contents(zipped(("../stops.txt", "a"), ("/etc/stops.txt", "a"), ("stops.txt", "b")))
    assert list(tmp_path.iterdir()) == []


def test_a_bomb_stops_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_BYTES", 1_000_000)
    data = zipped(("stops.txt", "0" * 600_000), ("routes.txt", "0" * 600_000))
    assert len(data) < 5_000
    with pytest.raises(SourceError, match="ocupa más de 1 MB"):
        contents(data)


def test_a_lie_about_the_size_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_BYTES", 1_000_000)
    data = bytearray(zipped(("stops.txt", "0" * 3_000_000)))
    central = data.index(b"PK\x01\x02")
    for place in (22, central + 24):  # the uncompressed size, local and central
        data[place : place + 4] = struct.pack("<I", 10)
    with pytest.raises(SourceError, match="dañado"):
        contents(bytes(data))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no es un zip"),
        (b"PK\x03\x04 and no more", "no es un zip"),
        (b"stop_id,stop_name\n", "no es un zip"),
        (zipped(("readme.txt", "x")), "ningún archivo de GTFS"),
        (zipped(("gtfs/stops.txt", "x")), "en la carpeta «gtfs» del zip"),
        (zipped(*((f"{n}.txt", "") for n in range(501))), "501 archivos"),
        (feed()[:-200], "no es un zip"),
        (feed({"stops.txt": None, "trips.txt": None}), r"le falta stops\.txt, trips\.txt"),
        (feed({"calendar.txt": None}), r"le falta calendar\.txt o calendar_dates\.txt"),
        (feed({"stops.txt": ""}), r"stops\.txt: está vacío"),
        (feed({"stops.txt": FEED["stops.txt"].split("\n")[0]}), r"stops\.txt: no tiene ninguna"),
        # A few control codes may be damage in a cell; this has no column of the format.
        (feed({"stops.txt": b"\0\1\2"}), r"stops\.txt: faltan columnas: stop_id"),
        (feed({"stops.txt": bytes(range(32))}), r"stops\.txt: El archivo no es texto"),
        (feed({"stops.txt": "stop_id,stop_name\nS1,a\n"}), r"faltan columnas: stop_lat, stop_lon"),
        (feed({"stops.txt": "stop_id;stop_name\n"}), r"stops\.txt: GTFS separa .* con comas"),
        (feed({"stops.txt": "stop_id,stop_id\n"}), r"repite columnas: stop_id"),
        (feed({"stops.txt": FEED["stops.txt"] + 'S4,"x'}), r"stops\.txt: está mal formado"),
    ],
)
def test_what_is_no_feed_is_refused_as_a_whole(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        read_dataset(data)


def test_a_file_that_is_there_twice() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped(("stops.txt", "a"), ("stops.txt", "b"))
    with pytest.raises(SourceError, match=r"dos veces stops\.txt"):
        contents(data)


def test_a_damaged_member() -> None:
    data = bytearray(feed())
    start = data.index(b"stops.txt") + len("stops.txt")
    data[start : start + 8] = b"\xff" * 8
    with pytest.raises(SourceError, match="dañado"):
        read_dataset(bytes(data))


def test_an_encrypted_member() -> None:
    data = bytearray(zipped(("stops.txt", "a")))
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    with pytest.raises(SourceError, match="contraseña"):
        contents(bytes(data))


def test_a_file_wrong_from_end_to_end_is_not_reported_cell_by_cell() -> None:
    rows = "".join(f"X{n},Nombre,0,0\n" for n in range(6_000))
    with pytest.raises(SourceError, match=r"Más de 5000 celdas no sirven\. La primera: stops\.txt"):
        read_dataset(feed({"stops.txt": FEED["stops.txt"].split("\n")[0] + "\n" + rows}))
