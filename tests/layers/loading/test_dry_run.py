"""``--dry-run`` ends as the real run would, and changes nothing; who published is kept."""

from __future__ import annotations

import getpass
from io import StringIO
from pathlib import Path

import pytest
import shapely
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from layers import versions
from layers.management.readable import readable, readable_row
from layers.models import Snapshot
from territory.models import EnvironmentalCommission, PublishedPart
from tests.layers.loading.test_import_source import BAD, GOOD, facts, run, write

pytestmark = pytest.mark.django_db


# An encrypted workbook is a compound file with a stream of this name (MS-OFFCRYPTO 2.3.4.4).
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


@pytest.fixture
def csv_file(tmp_path: Path) -> Path:
    return tmp_path / "comisiones.csv"


def outcome(path: Path, *options: str) -> str:
    """The last line, or the error that ends the command with status 1."""
    try:
        out, _err = run(path, *options)
    except CommandError as error:
        return str(error)
    lines = [line for line in out.splitlines() if line.startswith(("Publicado", "Se publicaría"))]
    return lines[0].replace("Se publicaría", "Publicado")


@pytest.mark.parametrize(
    ("rows", "options"),
    [
        (GOOD, ()),
        ((*GOOD, BAD), ()),
        ((*GOOD, BAD), ("--skip-refused",)),
        ((BAD,), ("--skip-refused",)),
        ((BAD,), ()),
        ((), ()),
        (GOOD[1:], ("--covers", "08")),
        (GOOD[:1], ("--covers", "99")),
    ],
    ids=["good", "one-refused", "rest", "none-good", "refused", "empty", "covers", "wrong-covers"],
)
def test_a_dry_run_predicts_the_run(
    csv_file: Path, rows: tuple[str, ...], options: tuple[str, ...]
) -> None:
    write(csv_file, *GOOD[:1])
    run(csv_file)  # so that the second has something to take away
    before = facts(), versions.of("environmental_commissions"), PublishedPart.objects.count()
    write(csv_file, *rows)
    predicted = outcome(csv_file, *options, "--dry-run")
    after = facts(), versions.of("environmental_commissions"), PublishedPart.objects.count()
    assert after == before
    assert outcome(csv_file, *options) == predicted


@pytest.mark.parametrize("back", [("--withdraw",), ("--roll-back",), ("--return-to",)])
def test_going_back_can_be_tried_too(csv_file: Path, back: tuple[str, ...]) -> None:
    write(csv_file, *GOOD[:1])
    run(csv_file)
    first = Snapshot.objects.latest("pk").pk
    write(csv_file, *GOOD[:2])
    run(csv_file, "--covers", "08")
    before = facts(), versions.of("environmental_commissions")
    argument = (str(first),) if back == ("--return-to",) else ()
    out = StringIO()
    call_command(
        "import_source", "environment", *back, *argument, "--dry-run", "--replace", stdout=out
    )
    assert "Solo revisión: no se cambió nada." in out.getvalue()
    assert (facts(), versions.of("environmental_commissions")) == before


def test_the_preview_is_for_people() -> None:
    square = shapely.set_srid(shapely.MultiPolygon([shapely.box(-72, -14, -71, -13)]), 4326)
    row = {
        "name": "x",
        "geom": shapely.to_wkb(square, hex=True, include_srid=True),
        "point": "SRID=4326;POINT(-71.9781 -13.5171)",
        "assisted": True,
        "commitments": [3, 4],
        "empty": None,
    }
    assert readable_row(row) == (
        "name=x; geom=polígono de 5 vértices en -13.5000, -71.5000; "
        "point=punto en -13.5171, -71.9781; assisted=sí; commitments=3, 4"
    )
    assert readable("010071623") == "010071623"
    assert readable("01" * 30) == "01" * 30  # a code, not a geometry


def test_who_published_is_kept(csv_file: Path) -> None:
    User.objects.create_user("ana")
    User.objects.create_user("eva", is_active=False)
    write(csv_file, *GOOD[:1])
    run(csv_file)
    assert Snapshot.objects.latest("pk").system_user == getpass.getuser()
    write(csv_file, *GOOD[:2])
    run(csv_file, "--user", "ana", "--covers", "08", "--replace")
    published_by = Snapshot.objects.latest("pk").published_by
    assert published_by is not None
    assert published_by.username == "ana"
    for name in ("nadie", "eva"):
        with pytest.raises(CommandError, match="--user: no hay una cuenta activa"):
            run(csv_file, "--user", name)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "El archivo está vacío"),
        (b"\xef\xbb\xbf\r\n", "El archivo está vacío"),
        (b"Rar!\x1a\x07\x00", "Es un archivo RAR: descomprímalo"),
        (b"7z\xbc\xaf\x27\x1c", "Es un archivo 7-Zip"),
        (b"%PDF-1.7", "Es un PDF"),
        (b"<!DOCTYPE html><html><head><title>502 Bad\n Gateway</title>", "502 Bad Gateway"),
        (b"  <TABLE><tr><td>ubigeo</td></tr></TABLE>", "Es una página web"),
        (b'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2">', "Es un KML"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "XML de 2003"),
        (b"PK\x03\x04\x14\x00\x06\x00cortado", "dañado o incompleto"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "contraseña",
        ),
    ],
    ids=[
        "empty",
        "blank",
        "rar",
        "7z",
        "pdf",
        "error-page",
        "table",
        "kml",
        "xml",
        "cut",
        "locked",
    ],
)
def test_what_the_file_really_is(csv_file: Path, content: bytes, reason: str) -> None:
    csv_file.write_bytes(content)
    with pytest.raises(CommandError, match=reason) as refused:
        run(csv_file)
    # Only the path that was given: no temporary one, and no English.
    assert str(refused.value).count("/") == str(csv_file).count("/")
    assert not EnvironmentalCommission.objects.filter(is_sample=False).exists()


def test_what_the_system_says_in_spanish(tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "x.csv", "no existe"), (tmp_path, "Es una carpeta")):
        with pytest.raises(CommandError, match=reason) as refused:
            run(path)
        assert "Errno" not in str(refused.value)
