"""One title asked for: wrong and absent are one answer, few questions, nothing kept."""

from __future__ import annotations

import hmac
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from layers.titles import asking
from territory.models import LimitMark
from territory.titles import lookup
from tests.frontend.reading import text_of
from tests.titles import ASKED, publish

pytestmark = pytest.mark.django_db
WRONG: tuple[dict[str, str], ...] = (
    {"year": "2016"},
    {"programme": "Contabilidad"},
    {"institution": "1460633"},
    {"number": "R-0000046"},
)
ABSENT = {"institution": "9999999", "programme": "Nada", "year": "1999", "number": "987654"}


@pytest.fixture
def published(tmp_path: Path) -> None:
    publish(tmp_path, [{}, {"NRO_TITULO": "124", "CODIGO_REGISTRO": ""}])


def asked(client: Client, **given: str) -> tuple[int, bytes, list[str]]:
    """The status, the body and the statements without their values."""
    with CaptureQueriesContext(connection) as captured:
        response = client.post("/titulos/", ASKED | given)
    shapes = [query["sql"].split("WHERE")[0].split("VALUES")[0] for query in captured]
    return response.status_code, response.content, shapes


@pytest.mark.parametrize("number", ["000123", "N° 123", "R-0000045", "r 0000045"])
def test_a_title_is_found_by_its_number_or_public_code(
    client: Client, published: None, number: str
) -> None:
    page = client.post("/titulos/", ASKED | {"number": number})
    assert page.status_code == 200
    text = page.content.decode()
    assert "Consta en el registro" in text
    assert "no es un certificado" in text
    assert "MINEDU, registro de prueba" in text
    assert "31 de diciembre de 2018" in text
    assert "EJEMPLO: todavía" not in text


def test_wrong_and_absent_titles_are_one_answer(client: Client, published: None) -> None:
    """Body, status and queries of each are the same, to the byte and the statement."""
    client.post("/titulos/", ASKED)
    answers = [asked(client, **given) for given in (*WRONG, ABSENT)]
    assert all(answer == answers[0] for answer in answers)
    status, body, statements = answers[0]
    assert status == 200
    assert "No consta en el registro" in body.decode()
    assert "MINEDU, registro de prueba" in body.decode()
    # Where it is there, the same is asked too.
    assert asked(client)[2] == statements


def test_nothing_of_the_question_is_in_the_answer(client: Client, published: None) -> None:
    body = client.post("/titulos/", ABSENT).content.decode()
    assert not any(value in body for value in ("9999999", "Nada", "1999", "987654"))


def test_every_hash_of_the_bucket_is_compared_in_constant_time(
    published: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``hmac.compare_digest``, as often whether it is the first that is equal or none."""
    monkeypatch.setattr(lookup, "bucket_of", lambda _hash: 1)
    stored = [(bytes([n]) * 32, "code") for n in range(5)]
    monkeypatch.setattr(lookup, "_marks", lambda _buckets, _samples: {1: stored})
    compared: list[bool] = []
    constant_time = hmac.compare_digest

    def compare(one: bytes, other: bytes) -> bool:
        compared.append(constant_time(one, other))
        return compared[-1]

    monkeypatch.setattr(hmac, "compare_digest", compare)
    counts = []
    for wanted in (stored[0][0], stored[4][0], b"x" * 32):
        monkeypatch.setattr(lookup, "digest", lambda _key, _title, wanted=wanted: wanted)
        lookup.ask([asking.read_title(dict(ASKED))])
        counts.append(len(compared))
        compared.clear()
    assert counts == [5, 5, 5]


def test_an_answer_is_in_no_cache_and_no_address(client: Client, published: None) -> None:
    response = client.post("/titulos/", ASKED)
    assert "no-store" in response["Cache-Control"]
    assert "Consta en el registro" not in text_of(client, "/titulos/?number=123&year=2017")


@pytest.mark.usefixtures("one_window")
def test_the_register_cant_be_enumerated_from_an_address(client: Client, published: None) -> None:
    """Whatever the answers would be; the limit itself tells nothing of them."""
    statuses = [
        client.post("/titulos/", ASKED | {"number": str(number)}).status_code
        for number in range(110, 110 + asking.OF_ADDRESS.most + 2)
    ]
    assert statuses == [200] * asking.OF_ADDRESS.most + [429, 429]
    there, absent = (client.post("/titulos/", given) for given in (ASKED, ABSENT))
    assert there.status_code == absent.status_code == 429
    assert int(there["Retry-After"]) > 0
    elsewhere = client.post("/titulos/", ASKED, REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 200


@pytest.mark.usefixtures("one_window")
def test_nor_by_an_account_from_many_addresses(client: Client, published: None) -> None:
    client.force_login(User.objects.create_user("quien-consulta"))
    statuses = [
        client.post(
            "/titulos/", ASKED | {"number": str(n)}, REMOTE_ADDR=f"203.0.113.{n}"
        ).status_code
        for n in range(1, asking.OF_ACCOUNT.most + 2)
    ]
    assert statuses == [200] * asking.OF_ACCOUNT.most + [429]


def test_of_who_asked_a_digest_is_kept_and_of_what_nothing(client: Client, published: None) -> None:
    before = set(LimitMark.objects.values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as captured:
        client.post("/titulos/", ASKED | {"number": "8765432"}, REMOTE_ADDR="203.0.113.77")
    written = " ".join(q["sql"] for q in captured)
    assert "203.0.113.77" not in written
    assert "8765432" not in written
    assert len(set(LimitMark.objects.values_list("pk", flat=True)) - before) == 2


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("institution", "45871236"),
        ("institution", ""),
        ("institution", "0' OR '1'='1"),
        ("programme", "..."),
        ("programme", "x" * 201),
        ("year", "17"),
        ("year", "²⁰¹⁷"),
        ("year", "-2017"),
        ("number", "000"),
        ("number", "\x00"),
        ("number", "9" * 61),
        ("number", "<script>alert(1)</script>" * 9),
    ],
)
def test_what_cant_be_asked_is_said_of_its_field(
    client: Client, published: None, part: str, value: str
) -> None:
    response = client.post("/titulos/", ASKED | {part: value})
    assert response.status_code == 400
    body = response.content.decode()
    assert "field-error" in body
    assert "<script>alert" not in body


def test_samples_answer_as_samples(client: Client) -> None:
    """The first row of ``fixtures/samples/titles.csv``."""
    title = {
        "institution": "9200001",
        "programme": "PROGRAMA DE EJEMPLO A",
        "year": "2016",
        "number": "EJ-0001",
    }
    body = client.post("/titulos/", title).content.decode()
    assert "Consta en el registro" in body
    assert "EJEMPLO: todavía" in body


def test_an_institutes_counts_stand_at_its_address(client: Client, published: None) -> None:
    text = text_of(client, "/titulos/?institucion=344556")
    assert "ENFERMERÍA TÉCNICA" in text
    assert "Títulos 2017" in text
    assert "El padrón de instituciones publicado no tiene este código" in text
    assert "no tiene un instituto con ese código" in text_of(client, "/titulos/?institucion=7")


def test_an_institutes_rows_lead_to_its_counts(client: Client) -> None:
    """On the commitment's page, on that of its unit, and as a hit of the search."""
    address = 'href="/titulos/?institucion=9200001"'
    assert address in client.get("/compromisos/7/").content.decode()
    assert address in client.get("/buscar/?q=9200001").content.decode()


def test_the_commitment_leads_to_it(client: Client) -> None:
    page = client.get("/compromisos/7/").content.decode()
    assert 'href="/titulos/"' in page
    assert 'href="/titulos/lote/"' in page


def test_a_page_of_an_institute_asks_a_fixed_number_of_queries(client: Client) -> None:
    address = "/titulos/?institucion=9200001"
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    assert len(captured) == 3


def test_a_form_from_elsewhere_is_refused(published: None) -> None:
    strict: Any = Client(enforce_csrf_checks=True)
    assert strict.post("/titulos/", ASKED).status_code == 403
