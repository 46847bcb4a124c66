"""The pages of catalogues: search, versions, what changed, a facility's own codes."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from territory.health_catalogues.browsing import versions
from tests.frontend.reading import text_of
from tests.layers.themes.focalised_ugel.test_publishing import publish, written
from tests.territory.health_catalogues.test_loading import code, two_versions

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>"
SEARCH, VALIDATE = "/catalogos/codigos/", "/catalogos/validar/"


def address(version: str, rest: str = "") -> str:
    (row,) = versions("https://www.gob.pe/lista").filter(version=version)
    return f"/catalogos/versiones/{row.slug}/{rest}"


def differences(before: str, after: str) -> str:
    slug = address(after).split("/")[3]
    return address(before, f"cambios/{slug}/")


def test_a_code_is_found_by_word_and_leads_to_its_own_page(client: Client) -> None:
    two_versions()
    text = text_of(client, f"{SEARCH}?q=INJERTÓ")
    assert "A5 Injerto vigente Lista de procedimientos (2.0)" in text
    page = client.get(f"{SEARCH}?q=injerto").content.decode()
    assert f'href="{address("2.0", "codigo/")}?codigo=A5"' in page
    text = text_of(client, address("2.0", "codigo/") + "?codigo=A1")
    assert "Depende de B Grupo B" in text
    assert "Fuente: Informe 7" in text
    assert "Ningún código" in text_of(client, f"{SEARCH}?q=nada")
    assert "EJEMPLO:" not in text


def test_a_version_shows_its_codes_state_and_other_versions(client: Client) -> None:
    two_versions()
    text = text_of(client, address("2.0"))
    for said in (
        "Vigente · 1 de enero de 2019 · 6 códigos, 5 vigentes",
        "Lista de procedimientos (1.0)",
        "qué cambió desde 1.0",
        "A3 Yeso fuera de uso",
        "Fuente: Informe 7",
    ):
        assert said in text, said
    assert "Lista de procedimientos (2.0)" in text_of(client, "/catalogos/")


def test_a_version_leads_to_the_same_one_for_programs(client: Client) -> None:
    two_versions()
    slug = address("2.0").split("/")[3]
    assert f'href="/fhir/CodeSystem/{slug}"' in client.get(address("2.0")).content.decode()
    found = client.get(f"/fhir/CodeSystem/{slug}").json()
    assert (found["url"], found["version"], found["count"]) == (
        "https://www.gob.pe/lista",
        "2.0",
        6,
    )
    asked = {"system": found["url"], "version": "2.0", "code": "A1"}
    answer = client.get("/fhir/CodeSystem/$lookup", asked).json()
    said = {p["name"]: p.get("valueString") for p in answer["parameter"]}
    assert said["display"] == "Consulta externa"


def test_what_changed_is_a_page_with_counts(client: Client) -> None:
    two_versions()
    text = text_of(client, differences("1.0", "2.0"))
    for said in (
        "nuevo : 1",
        "retirado : 2",
        "A1 cambió de denominación, cambió de lugar Consulta Consulta externa A B",
        "4 códigos cambiaron",
    ):
        assert said in text, said
    text = text_of(client, differences("1.0", "2.0") + "?cambio=added")
    assert "1 código cambió" in text
    assert "4 códigos cambiaron" in text_of(client, differences("1.0", "2.0") + "?cambio=zzz")


@pytest.mark.parametrize(
    "wrong",
    [
        "/catalogos/versiones/no-hay/",
        "/catalogos/versiones/%3Cscript%3E/",
        "/catalogos/versiones/catalogo-de-ejemplo-a-2.0/cambios/catalogo-de-ejemplo-b-2.0/",
        "/catalogos/versiones/catalogo-de-ejemplo-a-2.0/cambios/catalogo-de-ejemplo-a-2.0/",
        "/catalogos/versiones/catalogo-de-ejemplo-a-2.0/codigo/?codigo=NO",
        "/catalogos/versiones/catalogo-de-ejemplo-a-2.0/codigo/?codigo=%00",
        "/catalogos/versiones/catalogo-de-ejemplo-a-2.0/codigo/",
    ],
)
def test_what_there_isnt_is_not_found(client: Client, wrong: str) -> None:
    assert client.get(wrong).status_code == 404


def test_samples_say_what_they_are(client: Client) -> None:
    root = "/catalogos/versiones/catalogo-de-ejemplo-a-2.0/"
    before = "/catalogos/versiones/catalogo-de-ejemplo-a-1.0/cambios/catalogo-de-ejemplo-a-2.0/"
    for page in (root, f"{root}codigo/?codigo=EJ-A101", before, f"{SEARCH}?q=EJ-A101", VALIDATE):
        assert "EJEMPLO: estos catálogos y códigos están inventados" in text_of(client, page), page
    assert "EJ-B101 de urn:example:catalogo-b|2.0" in text_of(
        client, f"{root}codigo/?codigo=EJ-A101"
    )


def test_a_draft_is_found_nowhere(client: Client) -> None:
    publish("health_codes", written(code("A"), code("B", version="2.0", estado_version="borrador")))
    for page in ("/catalogos/", f"{SEARCH}?q=Consulta", VALIDATE):
        assert "(2.0)" not in text_of(client, page), page
    slug = address("1.0").split("/")[3].replace("1.0", "2.0")
    assert client.get(f"/catalogos/versiones/{slug}/").status_code == 404


def test_what_a_file_writes_is_text(client: Client) -> None:
    publish(
        "health_codes",
        written(
            code("<b>1", HOSTILE, catalogo=HOSTILE),
            code("<b>1", HOSTILE + "2", catalogo=HOSTILE, version="2.0"),
        ),
    )
    for page in (
        "/catalogos/",
        f"{SEARCH}?q=script",
        f"{SEARCH}?q={HOSTILE}",
        address("1.0"),
        address("1.0", "codigo/") + "?codigo=%3Cb%3E1",
        differences("1.0", "2.0"),
        VALIDATE,
    ):
        assert HOSTILE not in client.get(page).content.decode(), page


def sent(client: Client, content: bytes, **more: str) -> Any:
    file = SimpleUploadedFile("codigos.csv", content, "text/csv")
    slug = address("2.0").split("/")[3]
    return client.post(VALIDATE, {"system": slug, "file": file} | more)


CODES = b"codigo;denominacion\nA1;Consulta externa\na4;Venda\nA3;\nX9;injerto\n"


def test_own_codes_are_told_row_by_row(client: Client) -> None:
    two_versions()
    page = sent(client, CODES)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    text = " ".join(page.content.decode().split())
    for said in ("Válido: 2", "Fuera de uso: 1", "No está en el catálogo: 1", "A5 Injerto"):
        assert said in text, said
    assert "difiere en mayúsculas" in text


def test_own_codes_come_back_as_a_table(client: Client) -> None:
    two_versions()
    answer = sent(client, CODES + b"=1+1;x\n", csv="1")
    assert answer["Content-Disposition"] == 'attachment; filename="codigos_validados.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [(row["fila"], row["codigo"], row["resultado"]) for row in rows] == [
        ("2", "A1", "válido"),
        ("3", "a4", "válido"),
        ("4", "A3", "fuera de uso"),
        ("5", "X9", "no está en el catálogo"),
        ("6", "'=1+1", "no está en el catálogo"),
    ]
    assert rows[1]["codigo_del_catalogo"] == "A4"
    assert (rows[3]["mas_parecido"], rows[3]["denominacion_del_mas_parecido"]) == ("A5", "Injerto")
    assert {row["version"] for row in rows} == {"2.0"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Falta la columna"),
        (b"codigo\n", "no tiene ninguna fila"),
        (b"codigo;dni\nA1;12345678\n", "No se conoce la columna"),
        (b"denominacion\nConsulta\n", "Falta la columna"),
        (b"codigo;denominacion\n;Consulta\n", "La fila 2 no tiene código"),
        (b"codigo\nA\x001\n", "carácter nulo"),
        (b"codigo\n" + b"A" * 201 + b"\n", "demasiado largo"),
        (b"codigo\n" + b"A1\n" * 1001, "pasa de 1000 filas"),
        (b"codigo\n\xff\xfe\n", "UTF-8"),
        (b"codigo\n" + b"A" * 500_001, "MB"),
    ],
)
def test_a_file_that_cannot_be_taken_is_told_why(
    client: Client, content: bytes, reason: str
) -> None:
    two_versions()
    answer = sent(client, content or b"\n")
    assert answer.status_code == 400
    assert reason in answer.content.decode()


def test_a_version_that_there_isnt_cannot_be_chosen(client: Client) -> None:
    file = SimpleUploadedFile("codigos.csv", CODES, "text/csv")
    for chosen in ("", "no-hay", "\0"):
        file.seek(0)
        assert client.post(VALIDATE, {"system": chosen, "file": file}).status_code == 400


def test_nothing_of_own_codes_is_written(client: Client) -> None:
    two_versions()
    with CaptureQueriesContext(connection) as asked:
        sent(client, CODES)
    verbs = {query["sql"].lstrip(" (").split(" ", 1)[0].upper() for query in asked}
    assert verbs <= {"SELECT", "WITH", "SAVEPOINT", "RELEASE", "--"}, verbs


@pytest.mark.parametrize("page", [SEARCH, f"{SEARCH}?q=codigo", VALIDATE])
def test_queries_stay_as_many_however_many_codes(client: Client, page: str) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        return len(asked)

    publish("health_codes", written(code("A", "Codigo")))
    client.get(page)
    few = count()
    publish(
        "health_codes",
        written(
            *(
                code(f"A{number}", f"Codigo {number}", version=f"{number % 3}.0")
                for number in range(39)
            )
        ),
    )
    client.get(page)
    assert count() == few
