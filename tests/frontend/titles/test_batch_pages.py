"""Titles checked by file: an account, a purpose, a quota; the answer signed, dated and harmless."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from layers.models import StoredFile
from layers.titles import batch
from territory.models import TitleCheck
from territory.titles.signing import sign, signer_of
from tests.titles import publish

pytestmark = pytest.mark.django_db
HEADER = "institucion;programa;anio;numero"
FOUND, ABSENT = "344556;Enfermería técnica;2017;123", "344556;Enfermería técnica;2017;999"
PURPOSE = {"purpose": "hiring"}


@pytest.fixture
def employer(client: Client) -> Client:
    client.force_login(User.objects.create_user("empleadora"))
    return client


@pytest.fixture
def published(tmp_path: Path) -> None:
    publish(tmp_path, [{}])


def file_of(*lines: str, header: str = HEADER) -> SimpleUploadedFile:
    return SimpleUploadedFile("titulos.csv", "\n".join((header, *lines)).encode())


def send(client: Client, *lines: str, **given: Any) -> Any:
    return client.post("/titulos/lote/", {**PURPOSE, "file": file_of(*lines), **given})


def unpacked(response: Any) -> dict[str, bytes]:
    assert response.status_code == 200, response.content.decode()[:3000]
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_each_row_is_answered_signed_and_dated(employer: Client, published: None) -> None:
    files = unpacked(send(employer, FOUND, ABSENT, "344556;;2017;1"))
    (name,) = (name for name in files if name.endswith(".csv"))
    rows = rows_of(files[name])
    assert [row["respuesta"] for row in rows] == [
        "consta",
        "no consta",
        "no se pudo consultar: Escriba el programa de estudios.",
    ]
    assert [row["fila"] for row in rows] == ["2", "3", "4"]
    assert rows[0]["numero"] == "123"
    for row in rows:
        assert row["fuente"] == "MINEDU, registro de prueba"
        assert row["corte"] == "2018-12-31"
        assert row["consultado_el"].endswith("-05:00")
        assert "no es un certificado" in row["aviso"]
    assert signer_of(files[name], files[f"{name}.sig"]) is not None
    assert "openssl pkeyutl" in files["LEEME.txt"].decode()


def test_samples_are_never_signed(employer: Client) -> None:
    files = unpacked(send(employer, "9200001;PROGRAMA DE EJEMPLO A;2016;EJ-0001"))
    assert not any(name.endswith(".sig") for name in files)
    (name,) = (name for name in files if name.endswith(".csv"))
    assert name.startswith("EJEMPLO_")
    (row,) = rows_of(files[name])
    assert row["respuesta"] == "consta"
    assert row["aviso"].startswith("EJEMPLO")


def test_what_a_spreadsheet_would_run_is_text(employer: Client, published: None) -> None:
    """OWASP, "CSV Injection"."""
    evil = '=HYPERLINK("http://x")', "@SUM(1)", "+1", "-1", "\tx"
    lines = [f'344556;"{text.replace(chr(34), chr(34) * 2)}";2017;1' for text in evil]
    files = unpacked(send(employer, *lines))
    content = next(files[name] for name in files if name.endswith(".csv"))
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"):
        assert not any(cell.startswith(("=", "@", "+", "-", "\t", "\r")) for cell in row)


def test_only_how_many_and_what_for_is_kept(employer: Client, published: None) -> None:
    before = StoredFile.objects.count()
    send(employer, FOUND, ABSENT)
    (kept,) = TitleCheck.objects.all()
    assert (kept.rows, kept.purpose) == (2, "hiring")
    assert StoredFile.objects.count() == before
    stored = {field.name for field in TitleCheck._meta.fields}
    assert stored == {"id", "account", "purpose", "rows", "day", "at"}


def test_a_purpose_is_one_of_a_list_so_that_nobody_is_named_in_it(
    employer: Client, published: None
) -> None:
    for purpose in ("", "curiosidad", "hiring\0", "Contratar a Juan Pérez"):
        assert send(employer, FOUND, purpose=purpose).status_code == 400
    assert not TitleCheck.objects.exists()


def test_the_daily_quota_counts_rows_found_or_not(
    employer: Client, published: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "DAILY_ROWS", 3)
    assert send(employer, ABSENT, ABSENT).status_code == 200
    refused = send(employer, ABSENT, FOUND)
    assert refused.status_code == 413
    assert "1 más" in refused.content.decode()
    assert send(employer, FOUND).status_code == 200
    other = Client()
    other.force_login(User.objects.create_user("otra-empleadora"))
    assert send(other, FOUND).status_code == 200


def test_without_an_account_nothing_is_checked(client: Client, published: None) -> None:
    response = send(client, FOUND)
    assert response.status_code == 302
    assert response["Location"].startswith("/cuenta/ingresar/")


@pytest.mark.parametrize(
    "file",
    [
        file_of("344556;x;2017;1;45871236", header=f"{HEADER};dni"),
        file_of("344556;x;2017", header="institucion;programa;anio"),
        file_of("344556;x;2017;1;2"),
        file_of(),
        SimpleUploadedFile("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00"),
        SimpleUploadedFile("a.csv", "institución;x\n".encode("utf-16")),
        SimpleUploadedFile("a.csv", f'{HEADER}\n"344556;x'.encode()),
        SimpleUploadedFile("a.csv", b"x" * 1_000_001),
        file_of(*[FOUND] * (batch.MOST_ROWS + 1)),
    ],
    ids=["a document", "short", "ragged", "empty", "png", "utf-16", "quote", "large", "long"],
)
def test_a_file_that_isnt_the_form_is_refused_and_costs_nothing(
    employer: Client, published: None, file: SimpleUploadedFile
) -> None:
    file.seek(0)
    response = send(employer, file=file)
    assert response.status_code == 400
    assert not TitleCheck.objects.exists()


def test_the_keys_page_and_file_are_public(client: Client) -> None:
    pem = client.get("/titulos/clave.pem").content.decode()
    assert pem.startswith("-----BEGIN PUBLIC KEY-----")
    page = client.get("/titulos/clave/").content.decode()
    assert pem.splitlines()[1] in page
    assert "PRIVATE" not in page


def test_a_signed_file_is_verified_and_a_changed_one_isnt(client: Client) -> None:
    content = b"fila;respuesta\r\n2;no consta\r\n"

    def verified(sent: bytes, signature: bytes) -> str:
        files = {
            "file": SimpleUploadedFile("t.csv", sent),
            "signature": SimpleUploadedFile("t.csv.sig", signature),
        }
        return str(client.post("/titulos/verificar/", files).content.decode())

    assert "como salió de este sitio" in verified(content, sign(content))
    for sent, signature in (
        (content.replace(b"no ", b""), sign(content)),
        (content, bytes(64)),
        (content, b"x"),
        (content, b"x" * 3_000_000),
        (b"", sign(b"")),
        (b"x" * 2_000_001, sign(content)),
    ):
        assert "no firmó ese archivo" in verified(sent, signature)
    assert client.post("/titulos/verificar/", {}).status_code == 400
