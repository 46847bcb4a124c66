"""The pages of who uses which catalogue of health, and of practices."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.catalogues import adoption, facility, practice
from tests.frontend.reading import text_of

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>"
INDEX, ADOPTION, PRACTICES = "/catalogos/", "/catalogos/uso/", "/catalogos/practicas/"


@pytest.fixture
def _used() -> None:
    for number in range(1, 5):
        facility(number)
    adoption(1, edition="2.0", adopted_on="2018-06-01")
    adoption(2, "Lista B")
    adoption(3, "Lista B", state="not_used")


@pytest.mark.usefixtures("_used")
@pytest.mark.parametrize("address", [INDEX, ADOPTION, "/compromisos/11/", "/t/140101/", "/t/14/"])
def test_each_page_says_of_how_many_it_is_known(client: Client, address: str) -> None:
    text = text_of(client, address)
    assert "Usan algún catálogo 2 de 4 establecimientos del registro." in text
    assert "De 1 no se sabe: no es que no use ninguno." in text


@pytest.mark.usefixtures("_used")
def test_where_nothing_is_known_nothing_is_said_of_it(client: Client) -> None:
    assert "algún catálogo" not in text_of(client, "/t/13/")
    assert "De ningún establecimiento se sabe" in text_of(client, f"{ADOPTION}?lugar=13")


@pytest.mark.usefixtures("_used")
def test_the_table_by_version(client: Client) -> None:
    text = text_of(client, INDEX)
    assert "Lista A 1 2.0: 1 0 3" in text
    assert "Lista B 1 no se sabe cuál: 1 1 2" in text
    assert "EJEMPLO · Lista" not in text
    assert "EJEMPLO · Usan" not in text


@pytest.mark.usefixtures("_used")
def test_the_list_says_version_day_and_source(client: Client) -> None:
    text = text_of(client, ADOPTION)
    for said in (
        "Posta 1 00000001",
        "2.0 1 de junio de 2018",
        "lo usa, no se sabe qué versión",
        "no lo usa",
        "Fuente: Informe 7 ; corte 31 de diciembre de 2019",
        "3 usos de un catálogo",
    ):
        assert said in text, said


@pytest.mark.usefixtures("_used")
@pytest.mark.parametrize(
    ("asked", "total"),
    [
        ("establecimiento=1", "1 uso"),
        ("establecimiento=00000001", "1 uso"),
        ("catalogo=Lista+B", "2 usos"),
        ("uso=not_used", "1 uso"),
        ("lugar=14", "3 usos"),
        # What doesn't exist chooses nothing.
        ("catalogo=Lista+Z&uso=zzz&lugar=99", "3 usos"),
        ("establecimiento=%3Cscript%3E&lugar=%D9%A1%D9%A4", "3 usos"),
        ("pagina=zzz", "3 usos"),
    ],
)
def test_what_the_list_is_chosen_by(client: Client, asked: str, total: str) -> None:
    assert f"{total} de un catálogo" in text_of(client, f"{ADOPTION}?{asked}")


def test_none_is_no_denial(client: Client) -> None:
    adoption(1)
    assert "no se sabe" in text_of(client, f"{ADOPTION}?establecimiento=7")
    text = text_of(client, INDEX)
    assert "Se sabe de 1 establecimiento, y usan algún catálogo 1." in text
    assert "No se publicó el registro que diría de cuántos." in text


def test_samples_are_marked_everywhere(client: Client) -> None:
    for address in (INDEX, ADOPTION, PRACTICES, "/compromisos/11/"):
        assert "EJEMPLO" in text_of(client, address), address
    assert "EJEMPLO · Usan algún catálogo" in text_of(client, "/t/15/")


def test_practices_by_document_with_their_hash(client: Client) -> None:
    practice("1.0", "2018-01-01")
    practice("2.0", "2019-01-01", changes="Cuatro niveles", document_hash="cd" * 32)
    text = text_of(client, PRACTICES)
    assert text.index("Versión 2.0") < text.index("Versión 1.0")
    assert text.count("la más reciente que se conoce") == 1
    for said in ("Qué cambió: Cuatro niveles", "ab" * 32, "cd" * 32, "Fuente: Informe 7"):
        assert said in text, said
    assert "EJEMPLO:" not in text
    assert "Aún no se publica" in text_of(client, f"{PRACTICES}?tipo=guide")
    assert "Versión 1.0" in text_of(client, f"{PRACTICES}?tipo=protocol")


def test_what_a_source_writes_is_text(client: Client) -> None:
    adoption(1, HOSTILE, reported_name=HOSTILE, edition=HOSTILE[:40])
    practice("1.0", "2018-01-01", title=HOSTILE, changes=HOSTILE)
    for address in (INDEX, ADOPTION, PRACTICES, "/compromisos/11/", "/t/140101/"):
        page = client.get(address).content.decode()
        assert HOSTILE not in page, address


def test_the_files_are_those_that_are_imported(client: Client) -> None:
    adoption(1, edition="2.0")
    answer = client.get("/catalogos/archivos/uso.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="catalogue_adoption.csv"'
    header, line, *rest = answer.content.decode().splitlines()
    assert header.startswith("codigo_establecimiento;establecimiento;ubigeo;territorio;catalogo")
    assert line.startswith("00000001;Posta 1 del informe;140101;Chiclayo;Lista A;en uso;2.0;")
    assert rest == []
    assert client.get("/catalogos/archivos/otro.csv").status_code == 404


@pytest.mark.parametrize("address", [INDEX, ADOPTION, PRACTICES])
def test_queries_stay_as_many_however_many_rows(client: Client, address: str) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    facility(1)
    adoption(1)
    practice("1.0", "2018-01-01")
    client.get(address)
    few = count()
    for number in range(2, 30):
        facility(number)
        adoption(number, f"Lista {number}")
        practice(f"{number}", "2018-01-01")
    client.get(address)
    assert count() == few


@pytest.mark.parametrize("address", [INDEX, ADOPTION, PRACTICES])
def test_only_reading_is_offered(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
