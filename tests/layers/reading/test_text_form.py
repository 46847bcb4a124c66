"""What a person says of a text's encoding and separator goes before what the file shows.

The oracle are Python's codecs, by which the bytes are written.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest

from layers.loading import checking
from layers.loading.checking import Handed
from layers.reading.context import Choice, Context
from layers.reading.dbf import read_dbf
from layers.reading.directory import Directory
from layers.reading.results import SourceError
from layers.reading.spatial.tables import read_table as read_any_table
from layers.reading.tabular import read_table
from layers.reading.text_form import ENCODINGS, text_form
from layers.themes.environmental_commissions.source import ENVIRONMENT
from layers.themes.transit.gtfs.table import read_table as read_feed_table
from tests.layers.loading.test_import_source import HEADER
from tests.layers.reading.dbf_file import dbf
from tests.old_workbooks import ods

# Of these letters no statistics tell Mac Roman from Windows.
WORD = "Ñañaicó «Alto» ¿ü?"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_table_is_read_in_the_encoding_that_was_said(encoding: str) -> None:
    data = f"nombre;valor\r\n{WORD};1\r\n".encode(encoding)
    with text_form(encoding):
        found = read_table(data, ("nombre", "valor"), (), {}).frame
    assert list(found["nombre"]) == [WORD]


def test_what_it_shows_would_be_another() -> None:
    """Mac Roman's ñ is Windows' –: without a word the file is read wrongly."""
    data = f"nombre;valor\r\n{WORD};1\r\n".encode("mac-roman")
    assert list(read_table(data, ("nombre",), (), {}).frame["nombre"]) != [WORD]


@pytest.mark.parametrize(("said", "separator"), [(";", ";"), (",", ","), ("tab", "\t"), ("|", "|")])
def test_a_table_is_cut_at_the_separator_that_was_said(
    tmp_path: Path, said: str, separator: str
) -> None:
    """Each cell holds the others, and as many of them."""
    others = "".join(sign for sign in ";,\t|" if sign != separator)
    rows = [separator.join((f"a{others}", f"b{others}")), separator.join((f"1{others}", "2"))]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(rows))
    with text_form(separator=said):
        table = read_any_table(path)
    assert [len(table.names), table.cells(0)[1]] == [2, "2"]


def test_a_mark_that_contradicts_is_said() -> None:
    data = "nombre\nÑ\n".encode("utf-8-sig")
    with text_form("utf-8"):
        assert list(read_table(data, ("nombre",), (), {}).frame["nombre"]) == ["Ñ"]
    with pytest.raises(SourceError, match="marca de UTF-8"), text_form("cp850"):
        read_table(data, ("nombre",), (), {})


def test_utf_16_without_its_mark() -> None:
    data = "nombre;valor\nÑaña;1\n".encode("utf-16-be")
    with text_form("utf-16"):
        assert list(read_table(data, ("nombre",), (), {}).frame["nombre"]) == ["Ñaña"]


def test_a_dbase_table_is_read_so_too() -> None:
    """Its header's byte says CP850 (0x02), its letters are Mac Roman's."""
    data = dbf([("NOMBRE", "C", 30)], [{"NOMBRE": WORD}], encoding="mac-roman", driver=0x02)
    with text_form("mac-roman"):
        assert list(read_dbf(data, ("nombre",), (), {}).frame["nombre"]) == [WORD]


def test_a_feed_s_files_are_read_so_too() -> None:
    data = f"stop_id;stop_name\n1;{WORD}\n".encode("mac-roman")
    with text_form("mac-roman", ";"):
        table = read_feed_table("stops.txt", data, ("stop_id", "stop_name"))
    assert list(table.text["stop_name"]) == [WORD]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"encoding": "ebcdic"}, "«ebcdic» no es una codificación"),
        ({"separator": "#"}, "«#» no es un separador"),
        ({"encoding": "cp1252"}, "no se elige su codificación"),
        ({"separator": ","}, "no es un texto con separador"),
    ],
)
def test_what_cannot_be_meant_is_refused(said: dict[str, str], reason: str) -> None:
    """A spreadsheet has neither; and nothing is read by a name that nobody knows."""
    data = ods([["nombre"], ["x"]])
    with pytest.raises(SourceError, match=reason), text_form(**said):
        read_table(data, ("nombre",), (), {})


@pytest.mark.parametrize("zipped", [False, True])
def test_an_official_file_is_read_as_was_said(tmp_path: Path, zipped: bool) -> None:
    """Through the one door, on a source that names no such choice of its own."""
    row = f"CAR|24|Tumbes|{WORD}|Oficio 1|2020-12-31"
    data = f"{HEADER.replace(';', '|')}\r\n{row}\r\n".encode("mac-roman")
    path = tmp_path / "a"
    path.write_bytes(data)
    if zipped:
        with zipfile.ZipFile(tmp_path / "b", "w") as archive:
            archive.write(path, "a.csv")
        path = tmp_path / "b"
    context = Context(Directory({"24": "Tumbes"}), dt.date(2026, 1, 1))
    handed = Handed(choice=Choice(encoding="mac-roman", separator="|"))
    reading = checking.read(ENVIRONMENT, path, handed, context)
    assert list(reading.frames["environmental_commissions"]["name"]) == [WORD]
