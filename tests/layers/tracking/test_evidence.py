"""Files handed in as evidence: what is kept, and what is refused by its content."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from layers import stored
from layers.errors import EditNotAllowed, InvalidParameter
from layers.models import StoredFile
from layers.reading.results import SourceError
from layers.sandbox.tasks.evidence import check
from layers.tracking import evidence as door
from territory.models import Evidence
from tests.publishers import EDITOR, publisher
from tests.tracking import milestone, report


class Silent:
    """Nobody watches."""

    def step(self, title: str, total: int | None = None) -> None:
        """Nothing."""

    def add(self, rows: int, /) -> None:
        """Nothing."""


def picture(kind: str, **saved: Any) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (8, 6), (200, 10, 10)).save(content, kind, **saved)
    return content.getvalue()


def archive(**members: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name, text in members.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return content.getvalue()


def located() -> bytes:
    """A photo that says where and by whom it was taken (EXIF, Artist and GPS)."""
    exif = Image.Exif()
    exif[0x013B] = "Persona Secreta"
    exif.get_ifd(0x8825)[1] = "S"
    return picture("JPEG", exif=exif)


WORKBOOK = {"xl__workbook_xml": "<x/>", "[Content_Types]_xml": "<x/>"}


def shut(data: bytes) -> bytes:
    """The first member marked as encrypted, in its header and in the directory."""
    found = bytearray(data)
    found[6] |= 1
    found[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(found)


def lying(data: bytes) -> bytes:
    """The directory declares a member of one byte, which unpacks to more."""
    found, at = bytearray(data), data.index(b"PK\x01\x02") + 24
    found[at : at + 4] = (1).to_bytes(4, "little")
    return bytes(found)


def bomb(unpacked: int) -> bytes:
    """A workbook of one member that says how much it unpacks to; none of it is there."""
    found, at = bytearray(archive(**WORKBOOK)), archive(**WORKBOOK).index(b"PK\x01\x02") + 24
    found[at : at + 4] = unpacked.to_bytes(4, "little")
    return bytes(found)


def vast() -> bytes:
    """A PNG whose header says 60,000 × 60,000 (PNG, 11.2.2), with its check sum."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    data = picture("PNG")
    return data[:12] + head + struct.pack(">I", zlib.crc32(head)) + data[33:]


PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def looked_at(data: bytes, tmp_path: Path) -> dict[str, Any]:
    path = tmp_path / "file"
    path.write_bytes(data)
    return check({"file": path}, {}, tmp_path, Silent())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, "pdf"),
        (picture("PNG"), "image"),
        (picture("JPEG"), "image"),
        (archive(**WORKBOOK), "spreadsheet"),
        (
            archive(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_xml="x"),
            "spreadsheet",
        ),
        ("año;qué\n2018;ñandú\n".encode(), "table"),
    ],
)
def test_what_a_file_is_comes_from_its_content(data: bytes, kind: str, tmp_path: Path) -> None:
    assert looked_at(data, tmp_path)["kind"] == kind


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   ",
        b"MZ\x90\x00",
        b"una sola columna\n",
        b"<html>;<script>alert(1)</script>",
        PDF + archive(a="b"),
        PDF.replace(b"<<>>", b"<< /OpenAction 2 0 R >>"),
        PDF.replace(b"<<>>", b"<< /S /JavaScript /JS (x) >>"),
        PDF[:-10],
        picture("PNG") + archive(a="b"),
        picture("JPEG") + b"<script>alert(1)</script>",
        picture("JPEG", comment=b"<script>alert(1)</script>"),
        picture("PNG")[:40],
        archive(a="b"),
        archive(xl__vbaProject_bin="x", **WORKBOOK),
        archive(xl__activeX__activeX1_xml="x", **WORKBOOK),
        archive(xl__embeddings__oleObject1_bin="x", **WORKBOOK),
        archive(Basic__script_xml="x", content_xml="x", mimetype="opendocument.spreadsheet"),
        archive(**{"..__x": "x"}, **WORKBOOK),
        archive(**WORKBOOK) + b"<script>alert(1)</script>",
        b"PK\x03\x04<html><script>alert(1)</script>" + archive(**WORKBOOK),
        shut(archive(**WORKBOOK)),
        lying(archive(**WORKBOOK)),
        bomb(2**32 - 2),
        vast(),
    ],
)
def test_what_is_no_such_file_or_two_at_once_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        looked_at(data, tmp_path)


def test_an_image_is_written_anew_without_what_the_camera_noted(tmp_path: Path) -> None:
    data = located()
    assert b"Persona Secreta" in data
    looked_at(data, tmp_path)
    written = (tmp_path / "image").read_bytes()
    assert b"Persona Secreta" not in written
    with Image.open(io.BytesIO(written)) as image:
        assert (image.size, dict(image.getexif())) == ((8, 6), {})


@pytest.mark.django_db
@pytest.mark.usefixtures("untracked")
def test_the_door_keeps_the_image_and_deletes_what_it_refuses() -> None:
    user = publisher("edita", "MINAM-DGPIGA", EDITOR)
    made = report(milestone())
    kept = door.add(user, made, "Foto", file=keep("foto.jpg", located()))
    assert kept.sha256 == stored.digest_of(StoredFile.objects.get(pk=str(kept.file)))
    bad = keep("informe.pdf", b"MZ\x90\x00 programa")
    with pytest.raises(InvalidParameter, match="No es"):
        door.add(user, made, "Otro", file=bad)
    foreign = keep("a.csv", b"a;b\n")
    with pytest.raises(EditNotAllowed):
        door.add(publisher("ajena", "MTC", EDITOR), made, "Otro", file=foreign)
    assert not StoredFile.objects.filter(pk__in=[bad.pk, foreign.pk]).exists()
    for title, address in [("", "https://e.org"), ("x", "javascript:1"), ("x", "")]:
        with pytest.raises(InvalidParameter):
            door.add(user, made, title, address=address)
    assert Evidence.objects.count() == 1


def keep(name: str, data: bytes) -> StoredFile:
    with stored.create(name, "application/octet-stream") as writer:
        writer.write(data)
    return writer.file
